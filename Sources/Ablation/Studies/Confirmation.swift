import Search

/// A configuration trained again with a fresh seed and evaluated on the test set.
public struct Confirmation: Hashable, Sendable {
  /// The number of the trial whose configuration is confirmed.
  public let trial: Int
  /// Which of the fresh seeds this is, counted from 0.
  public let replicate: Int
  /// The seed of every random decision in the replicate.
  public let seed: UInt64
  /// How the replicate ended.
  public var state: TrialState
  /// Why the replicate diverged or failed.
  public var detail: String?
  /// The learning curve, in the order of the epochs.
  public var epochs: [EpochRecord]
  /// Metrics on the test set by name, such as `test_accuracy`.
  public var testMetrics: [String: Double]
  /// Counts of test images, one row for each true class and one column for each predicted class; empty if not tested.
  public var confusion: [[Int]]
  /// What was predicted for each test image, in the order of the files.
  public var predictions: Predictions?

  /// Describes a replicate.
  public init(
    trial: Int, replicate: Int, seed: UInt64, state: TrialState, detail: String? = nil, epochs: [EpochRecord] = [],
    testMetrics: [String: Double] = [:], confusion: [[Int]] = [], predictions: Predictions? = nil
  ) {
    self.trial = trial
    self.replicate = replicate
    self.seed = seed
    self.state = state
    self.detail = detail
    self.epochs = epochs
    self.testMetrics = testMetrics
    self.confusion = confusion
    self.predictions = predictions
  }

  /// What identifies a confirmation within its study.
  public struct Key: Hashable, Sendable, Comparable {
    /// The number of the trial whose configuration is confirmed.
    public let trial: Int
    /// Which of the fresh seeds this is, counted from 0.
    public let replicate: Int

    /// Names a replicate of a trial.
    public init(trial: Int, replicate: Int) {
      self.trial = trial
      self.replicate = replicate
    }

    /// Orders by trial, then by replicate.
    public static func < (left: Key, right: Key) -> Bool {
      (left.trial, left.replicate) < (right.trial, right.replicate)
    }
  }

  /// What identifies this confirmation within its study.
  public var key: Key {
    Key(trial: trial, replicate: replicate)
  }
}

/// The predicted class of each image, with or without the probability that the model gave it.
public struct Predictions: Hashable, Sendable {
  /// The predicted class of each image.
  public var classes: [UInt8]
  /// The probability of the predicted class of each image, from 0 to 1; `nil` when it was not kept.
  public var confidences: [Float]?

  /// Describes the predictions for a set of images.
  ///
  /// - Precondition: `confidences`, where present, has as many elements as `classes`.
  public init(classes: [UInt8], confidences: [Float]? = nil) {
    if let confidences {
      precondition(
        confidences.count == classes.count, "\(confidences.count) confidences for \(classes.count) predictions")
    }
    self.classes = classes
    self.confidences = confidences
  }
}
