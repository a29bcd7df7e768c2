/// One pass over the training images, and what the validation images say after it.
public struct EpochResult: Codable, Hashable, Sendable {
  /// Counted from 1.
  public var epoch: Int
  /// Learning rate of the epoch's last step.
  public var learningRate: Double
  /// Mean cross-entropy in nats over the epoch's samples, each before its step, with dropout and augmentation.
  public var trainLoss: Double
  /// Share of these samples whose largest logit was their label's.
  public var trainAccuracy: Double
  /// Mean cross-entropy of the validation images in inference mode; `nil` without validation images.
  public var validationLoss: Double?
  /// Accuracy on the validation images; `nil` without validation images.
  public var validationAccuracy: Double?
}

/// How a training ended.
public enum TrainingEnd: Codable, Hashable, Sendable {
  /// Every epoch was trained.
  case complete
  /// The loss stopped being a finite number in this epoch, at this step of it.
  ///
  /// The step is the epoch's last one where only the validation loss, or without validation images the weights, showed
  /// it.
  case diverged(epoch: Int, step: Int)
  /// The caller asked to stop after this epoch.
  case stopped(epoch: Int)
}

/// The record of one training.
public struct TrainingResult: Codable, Hashable, Sendable {
  /// One entry a finished epoch.
  public var epochs: [EpochResult]
  /// How it ended.
  public var end: TrainingEnd
}

/// Predictions of a trained network on a set of images.
public struct Predictions: Codable, Hashable, Sendable {
  /// Mean cross-entropy in nats.
  public var loss: Double
  /// Share of right predictions.
  public var accuracy: Double
  /// Predicted class of each image.
  public var classes: [UInt8]
  /// Softmax probability of the predicted class.
  public var confidences: [Float]
  /// Softmax probability of the label.
  public var labelProbabilities: [Float]
}
