/// Precision, recall and F1 of each class and on average, as scikit-learn's `classification_report` gives them with
/// `labels=range(classCount)` and `zero_division=0`.
///
/// With TP, FP and FN a class's true positives, false positives and false negatives: precision = TP / (TP + FP),
/// recall = TP / (TP + FN), F1 = 2 TP / (2 TP + FP + FN).
///
/// - **Zero division.** A quotient whose denominator is 0 is 0: the precision of a class that is never predicted, the
///   recall of a class without images, the F1 of a class that is both.
/// - **Missing classes.** The macro average is the plain mean over *all* `classCount` classes. A class that occurs
///   neither in the truth nor in the predictions counts with zeros, and so lowers the average, unlike scikit-learn's
///   default, which leaves it out; the data's class count, not the sample, decides what is averaged. The weighted
///   average weights by support, so that such a class has no part in it.
/// - **No images.** Every value is 0.
public struct ClassificationReport: Hashable, Sendable, Codable {
  /// The classes in the order of their labels, those without images included.
  public let classes: [ClassScores]
  /// The unweighted mean over all classes; its `support` is the total.
  public let macroAverage: ClassScores
  /// The mean over the classes weighted by their support.
  ///
  /// Its `support` is the total, its recall equals the accuracy.
  public let weightedAverage: ClassScores
  /// The share of right predictions, 0 to 1.
  public let accuracy: Double

  /// Summarises a confusion matrix.
  public init(_ matrix: ConfusionMatrix) {
    let indices = 0..<matrix.classCount
    classes = indices.map { index in
      ClassScores(
        truePositives: matrix.counts[index][index], support: matrix.counts[index].reduce(0, +),
        predicted: indices.reduce(0) { $0 + matrix.counts[$1][index] })
    }
    macroAverage = ClassScores(mean: classes, weights: classes.map { _ in 1 })
    weightedAverage = ClassScores(mean: classes, weights: classes.map(\.support))
    accuracy = matrix.accuracy
  }
}

/// The scores of one class, or their average over classes.
public struct ClassScores: Hashable, Sendable, Codable {
  /// The share of the predictions of this class that are right, 0 to 1.
  public let precision: Double
  /// The share of the images of this class that are recognised, 0 to 1.
  public let recall: Double
  /// The harmonic mean of precision and recall, 0 to 1.
  public let f1: Double
  /// The number of images whose true class it is.
  public let support: Int

  init(truePositives: Int, support: Int, predicted: Int) {
    precision = ratio(Double(truePositives), Double(predicted))
    recall = ratio(Double(truePositives), Double(support))
    f1 = ratio(2 * Double(truePositives), Double(support + predicted))
    self.support = support
  }

  init(mean scores: [ClassScores], weights: [Int]) {
    func mean(_ value: (ClassScores) -> Double) -> Double {
      ratio(zip(scores, weights).reduce(0) { $0 + value($1.0) * Double($1.1) }, Double(weights.reduce(0, +)))
    }
    precision = mean(\.precision)
    recall = mean(\.recall)
    f1 = mean(\.f1)
    support = scores.reduce(0) { $0 + $1.support }
  }
}

private func ratio(_ numerator: Double, _ denominator: Double) -> Double {
  denominator == 0 ? 0 : numerator / denominator
}
