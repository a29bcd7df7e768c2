import Datasets
import Metrics
import Training

/// What one confirmed network makes of the test set.
public struct TestEvaluation: Sendable, Codable {
  /// Mean cross-entropy in nats.
  public var loss: Double
  /// Counts by true and predicted class.
  public var confusion: ConfusionMatrix
  /// Predicted class of each test image.
  public var classes: [UInt8]
  /// Label of each test image.
  public var labels: [UInt8]
  /// Probability of the predicted class.
  public var confidences: [Float]
  /// The most confident mistakes, most confident first; empty unless asked for.
  public var mistakes: [Mistake]
  /// SHA-256 of the test files.
  public var digest: String

  /// A test image that was taken for another class.
  public struct Mistake: Sendable, Codable, Hashable {
    /// Position in the test files.
    public var image: Int
    /// Its label.
    public var trueClass: Int
    /// What the network said.
    public var predictedClass: Int
    /// The probability that the network gave its prediction.
    public var confidence: Double
    /// The probability that the network gave the label.
    public var trueClassConfidence: Double
    /// Rows of bytes, 0 to 255.
    public var pixels: [[UInt8]]
  }

  /// How many mistakes are kept.
  static let mistakeCount = 24

  /// Opens the test files and evaluates a trained network on them.
  ///
  /// The only function of the program that reads them; the coordinator records the opening before it asks for it.
  static func open(_ data: LoadedData, network trainer: Trainer, keepMistakes: Bool) throws -> TestEvaluation {
    let test = try data.plan.source.loadTest(expecting: data.training)
    let images = test.images
    let predictions = trainer.evaluate(images)
    var confusion = ConfusionMatrix(classCount: images.classCount)
    var wrong: [Int] = []
    for (index, predicted) in predictions.classes.enumerated() {
      confusion.record(truth: Int(images.labels[index]), predicted: Int(predicted))
      if predicted != images.labels[index] { wrong.append(index) }
    }
    // Ties are broken by position, so that the sheet does not depend on the sorting algorithm.
    let chosen =
      keepMistakes
      ? wrong.sorted { (-predictions.confidences[$0], $0) < (-predictions.confidences[$1], $1) }.prefix(mistakeCount)
      : []
    let mistakes = chosen.map { index in
      let pixels = Array(images.image(at: index))
      return Mistake(
        image: index, trueClass: Int(images.labels[index]), predictedClass: Int(predictions.classes[index]),
        confidence: Double(predictions.confidences[index]),
        trueClassConfidence: Double(predictions.labelProbabilities[index]),
        pixels: (0..<images.height).map { Array(pixels[($0 * images.width)..<(($0 + 1) * images.width)]) })
    }
    return TestEvaluation(
      loss: predictions.loss, confusion: confusion, classes: predictions.classes, labels: images.labels,
      confidences: predictions.confidences, mistakes: mistakes, digest: test.digest)
  }
}

extension TestEvaluation {
  /// The test metrics under the names that the store and the CSV files use.
  var metrics: [String: Double] {
    let report = ClassificationReport(confusion)
    return [
      "loss": loss,
      "accuracy": report.accuracy,
      "precision_weighted": report.weightedAverage.precision,
      "recall_weighted": report.weightedAverage.recall,
      "f1_weighted": report.weightedAverage.f1,
      "precision_macro": report.macroAverage.precision,
      "recall_macro": report.macroAverage.recall,
      "f1_macro": report.macroAverage.f1,
    ]
  }
}
