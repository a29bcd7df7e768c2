import Datasets
import Training

/// A published result on the MNIST test set, averages weighted by the support of the classes.
public struct PublishedResult: Hashable, Sendable {
  /// Share of right predictions.
  public let accuracy: Double
  /// Weighted precision.
  public let precision: Double
  /// Weighted recall.
  public let recall: Double
  /// Weighted F1.
  public let f1: Double

  /// Where the numbers come from and how they were made.
  public static let source =
    "best model of each sweep of the two course projects that the families come from (W&B sweeps over Keras models): "
    + "single runs, selected and reported on the test set"

  /// The best published model of a family; `nil` for data on which none was published.
  public static func best(of family: ModelFamily, on data: DatasetSource) -> PublishedResult? {
    guard data == .mnist else { return nil }
    switch family {
    case .lenet5: return PublishedResult(accuracy: 0.9873, precision: 0.9873, recall: 0.9873, f1: 0.9873)
    case .lenet5Augmented: return PublishedResult(accuracy: 0.9607, precision: 0.9615, recall: 0.9607, f1: 0.9607)
    case .padocanet: return PublishedResult(accuracy: 0.9835, precision: 0.9835, recall: 0.9835, f1: 0.9835)
    }
  }
}
