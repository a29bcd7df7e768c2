/// What one pass over the training images measured.
///
/// Losses may be infinite or not a number in a trial that diverged; the store keeps them as they are.
public struct EpochRecord: Hashable, Sendable, Codable {
  /// The epoch, counted from 1.
  public var epoch: Int
  /// The learning rate at the end of the epoch.
  public var learningRate: Double
  /// The mean training loss per image, in nats.
  public var trainLoss: Double
  /// The share of training images classified correctly, from 0 to 1.
  public var trainAccuracy: Double
  /// The mean validation loss per image, in nats; `nil` when there is no validation split.
  public var validationLoss: Double?
  /// The share of validation images classified correctly, from 0 to 1; `nil` when there is no validation split.
  public var validationAccuracy: Double?

  /// Describes one epoch.
  public init(
    epoch: Int, learningRate: Double, trainLoss: Double, trainAccuracy: Double, validationLoss: Double? = nil,
    validationAccuracy: Double? = nil
  ) {
    self.epoch = epoch
    self.learningRate = learningRate
    self.trainLoss = trainLoss
    self.trainAccuracy = trainAccuracy
    self.validationLoss = validationLoss
    self.validationAccuracy = validationAccuracy
  }
}
