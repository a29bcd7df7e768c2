import Foundation
import Search
import Seeding
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
    /// A retraining: trains and judges as a trial, and opens the test files once only where that was asked for.
    case retraining(opensTest: Bool)
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
  /// How its curve becomes one value.
  public var reduction = MetricReduction.last
  /// Which direction of the metric is better.
  public var goal = Goal.minimize
  /// Trainings with separate seeds, of whose values the trial's is the mean; confirmations have one.
  public var replicates = 1
  /// What may stop the training before its last epoch; confirmations have none.
  public var pruner: TrialPruner?
}

extension TrialResult {
  /// The result of a trial that was trained several times, in the order of the replicates.
  ///
  /// The value is the mean of the replicates' values and the curve the mean of their curves. One replicate that did not
  /// complete decides the whole trial: a mean of the others would flatter it.
  ///
  /// - Parameter curve: the metric after each epoch of the first replicate, by which rules judge the trial.
  /// - Precondition: there is at least one replicate.
  static func mean(of replicates: [TrialResult], judgedBy curve: [Double]) -> TrialResult {
    var result = replicates[0]
    guard replicates.count > 1 else { return result }
    if let bad = replicates.firstIndex(where: { $0.state != .complete || $0.value == nil }) {
      result = replicates[bad]
      result.detail = "replicate \(bad + 1): \(result.detail ?? "no value")"
      result.value = nil
    } else {
      let values = replicates.compactMap(\.value)
      result.replicateValues = values
      result.value = values.reduce(0, +) / Double(values.count)
      result.bestEpoch = nil
      result.epochs = EpochRecord.means(of: replicates.map(\.epochs))
      result.reports = MetricReport.means(of: replicates.map(\.reports))
    }
    result.decisions = replicates.flatMap(\.decisions)
    result.judgedCurve = curve
    let timings = replicates.compactMap(\.timing)
    if let first = timings.first {
      let seconds = timings.reduce(0) { $0 + $1.durationSeconds }
      let computed = timings.compactMap(\.processorSeconds)
      let images = timings.reduce(0) { $0 + $1.durationSeconds * ($1.imagesPerSecond ?? 0) }
      result.timing = TrialTiming(
        durationSeconds: seconds,
        processorSeconds: computed.count == timings.count ? computed.reduce(0, +) : nil,
        imagesPerSecond: first.imagesPerSecond.map { _ in images / max(seconds, 1e-9) })
    }
    return result
  }

  /// The seed of a replicate; the first one has the trial's own.
  static func seed(ofReplicate replicate: Int, trial seed: UInt64) -> UInt64 {
    replicate == 0 ? seed : SeedSequence(root: seed).child("replicate").child(replicate).seed
  }
}

extension EpochRecord {
  /// The epoch-wise means of curves, as far as all of them go.
  static func means(of curves: [[EpochRecord]]) -> [EpochRecord] {
    let count = curves.map(\.count).min() ?? 0
    return (0..<count).map { index in
      let epochs = curves.map { $0[index] }
      func mean(_ value: (EpochRecord) -> Double) -> Double {
        epochs.reduce(0) { $0 + value($1) } / Double(epochs.count)
      }
      func mean(_ value: (EpochRecord) -> Double?) -> Double? {
        let values = epochs.compactMap(value)
        return values.count == epochs.count ? values.reduce(0, +) / Double(values.count) : nil
      }
      return EpochRecord(
        epoch: epochs[0].epoch, learningRate: epochs[0].learningRate, trainLoss: mean { $0.trainLoss as Double },
        trainAccuracy: mean { $0.trainAccuracy as Double }, validationLoss: mean { $0.validationLoss },
        validationAccuracy: mean { $0.validationAccuracy })
    }
  }
}

extension MetricReport {
  /// The report-wise means of what several runs of a program reported, as far as all of them go and name a metric.
  static func means(of runs: [[MetricReport]]) -> [MetricReport] {
    let count = runs.map(\.count).min() ?? 0
    return (0..<count).map { index in
      let reports = runs.map { $0[index] }
      var result = reports[0]
      for name in result.metrics.keys {
        let values = reports.compactMap { $0.metrics[name] }
        result.metrics[name] =
          values.count == reports.count ? values.reduce(0, +) / Double(values.count) : nil
      }
      return result
    }
  }
}

/// What a coordinator asks of a worker.
public enum Job: Sendable, Codable {
  /// Train a built-in model.
  case training(TrainingJob)
  /// Run a program that is not ours.
  case program(ProgramJob)

  /// The job's number.
  var id: Int {
    switch self {
    case .training(let job): return job.id
    case .program(let job): return job.id
    }
  }
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
