import Foundation
import Studies
import Training

/// One training for a worker: everything that decides its result.
public struct TrainingJob: Hashable, Sendable, Codable {
  /// What the training is for.
  public enum Purpose: Hashable, Sendable, Codable {
    /// A trial: trains on training images, judges on validation images, never opens the test files.
    case search
    /// A confirmation: trains on training and validation images together, then opens the test files once.
    case confirmation(keepMistakes: Bool)
  }

  /// Numbers the jobs of a run in the order in which they were handed out.
  public var id: Int
  /// What it is for.
  public var purpose: Purpose
  /// The data.
  public var data: DataPlan
  /// What to train; its `epochs` are those of the budget.
  public var configuration: ModelConfiguration
  /// The root of the training's streams.
  public var seed: UInt64
  /// Training images; `nil` for all.
  public var imageLimit: Int?
  /// Validation images; `nil` for all.
  public var validationLimit: Int?
  /// The metric to report as the trial's value.
  public var metric: Metric
}

/// What a worker says of a job.
public struct WorkerMessage: Sendable, Codable {
  /// The job.
  public var id: Int
  /// True where data and network are ready and the first step comes next.
  public var begins: Bool?
  /// The epoch that has just ended, where the message is about progress.
  public var epoch: EpochRecord?
  /// The end of a job.
  public var result: JobResult?
  /// Why the job could not be done at all, such as data that cannot be read.
  public var failure: String?
}

/// The end of a training.
public struct JobResult: Sendable, Codable {
  /// State, curve and cost.
  public var trial: TrialResult
  /// What the test set says; confirmations only.
  public var test: TestEvaluation?
}

/// The metrics that a study can optimise, under W&B's and Keras' usual names.
public enum Metric: String, Hashable, Sendable, Codable, CaseIterable {
  case validationAccuracy = "val_accuracy"
  case validationLoss = "val_loss"
  case trainAccuracy = "accuracy"
  case trainLoss = "loss"

  /// The metric's value after an epoch.
  public func value(_ epoch: EpochRecord) -> Double? {
    switch self {
    case .validationAccuracy: return epoch.validationAccuracy
    case .validationLoss: return epoch.validationLoss
    case .trainAccuracy: return epoch.trainAccuracy
    case .trainLoss: return epoch.trainLoss
    }
  }
}

/// JSON of one line, the same for equal values; numbers that are not finite survive.
enum JobCoding {
  static func encode(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try encoder.encode(value)
  }

  static func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try decoder.decode(type, from: data)
  }
}
