import Search
import Seeding

/// One configuration of a study, trained at most once with success.
///
/// Number, configuration and seed are fixed when the trial is created and survive every retry and resumption.
public struct Trial: Hashable, Sendable {
  /// The trial's place in its study, counted from 0.
  public let number: Int
  /// The values to train with.
  public let configuration: Configuration
  /// The seed of every random decision in the trial.
  public let seed: UInt64
  /// Where the trial stands.
  public var state: TrialState
  /// Why the trial is infeasible, diverged or failed; in a trial that waits for a retry, why the last attempt failed.
  public var detail: String?
  /// The study's metric, in its own units and direction; finite where present.
  public var value: Double?
  /// The learning curve, in the order of the epochs.
  public var epochs: [EpochRecord]
  /// What a foreign program reported, in its order; empty for built-in models.
  public var reports: [MetricReport]
  /// The metric of each replicate, of which `value` is the mean; empty for a study without replicates.
  public var replicateValues: [Double]
  /// The last finite metric of a trial that failed or diverged, where it got so far.
  public var latestValue: Double?
  /// What a rule of early termination said, in the order of replicates and epochs.
  public var decisions: [PruningDecision]
  /// The metric after each epoch of the first replicate, by which a trial with replicates is judged; empty without
  /// replicates, where the trial's curve is its own.
  public var judgedCurve: [Double]
  /// The epoch whose metric `value` is, counted from 1.
  public var bestEpoch: Int?
  /// How many attempts have ended by themselves; attempts cut off with the whole run do not count.
  public var attempts: Int
  /// The number of trainable parameters of the model.
  public var parameterCount: Int?
  /// The multiply-adds of one forward pass over one image.
  public var multiplyAdds: Int?

  /// Describes a trial; by default one that nobody has trained yet.
  public init(
    number: Int, configuration: Configuration, seed: UInt64, state: TrialState = .waiting, detail: String? = nil,
    value: Double? = nil, epochs: [EpochRecord] = [], reports: [MetricReport] = [], replicateValues: [Double] = [],
    latestValue: Double? = nil, decisions: [PruningDecision] = [], judgedCurve: [Double] = [], bestEpoch: Int? = nil,
    attempts: Int = 0, parameterCount: Int? = nil, multiplyAdds: Int? = nil
  ) {
    self.number = number
    self.configuration = configuration
    self.seed = seed
    self.state = state
    self.detail = detail
    self.value = value
    self.epochs = epochs
    self.reports = reports
    self.replicateValues = replicateValues
    self.latestValue = latestValue
    self.decisions = decisions
    self.judgedCurve = judgedCurve
    self.bestEpoch = bestEpoch
    self.attempts = attempts
    self.parameterCount = parameterCount
    self.multiplyAdds = multiplyAdds
  }

  /// The decision that stopped the trial, or its first replicate that was stopped; `nil` for one that ended by itself.
  public var stop: PruningDecision? { decisions.first(where: \.stops) }

  /// What samplers may know of the trial; `nil` until it has ended.
  ///
  /// A pruned trial counts with the value that it had when it was stopped.
  public var outcome: Outcome? {
    switch state {
    case .waiting, .running: nil
    case .complete, .pruned: value.map { .value($0) } ?? .failed
    case .infeasible: .infeasible
    case .diverged, .failed: .failed
    }
  }
}
