/// One of the best configurations of a study trained again with a fresh seed, and judged as the search judged it.
///
/// Seeds belong to the replicate, not to the trial: replicate r of every configuration shares its random streams, so that
/// configurations are compared pair by pair.
public struct Retraining: Hashable, Sendable {
  /// The number of the trial whose configuration was trained.
  public let trial: Int
  /// Which of the fresh seeds this is, counted from 0.
  public let replicate: Int
  /// The seed of every random decision.
  public let seed: UInt64
  /// How the training ended.
  public var state: TrialState
  /// Why it diverged or failed.
  public var detail: String?
  /// The study's metric; finite, and present exactly where the training is complete.
  public var value: Double?
  /// The learning curve, in the order of the epochs.
  public var epochs: [EpochRecord]
  /// Metrics on the test set by name; empty unless it was asked for.
  public var testMetrics: [String: Double]

  /// Describes a training.
  public init(
    trial: Int, replicate: Int, seed: UInt64, state: TrialState, detail: String? = nil, value: Double? = nil,
    epochs: [EpochRecord] = [], testMetrics: [String: Double] = [:]
  ) {
    self.trial = trial
    self.replicate = replicate
    self.seed = seed
    self.state = state
    self.detail = detail
    self.value = value
    self.epochs = epochs
    self.testMetrics = testMetrics
  }

  /// What identifies the training within its study.
  public var key: Confirmation.Key { Confirmation.Key(trial: trial, replicate: replicate) }
}

extension TrialResult {
  /// The result as a retraining; a complete one without a finite value counts as diverged.
  public func retraining(trial: Int, replicate: Int, seed: UInt64) -> Retraining {
    let result = normalized()
    return Retraining(
      trial: trial, replicate: replicate, seed: seed, state: result.state, detail: result.detail,
      value: result.state == .complete ? result.value : nil, epochs: result.epochs)
  }
}
