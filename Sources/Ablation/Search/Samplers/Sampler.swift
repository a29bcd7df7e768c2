/// How an earlier trial ended, as far as a sampler may know.
public enum Outcome: Hashable, Sendable {
  /// The metric, in its own units and direction; always finite.
  case value(Double)
  /// The configuration cannot be built; known before training.
  case infeasible
  /// Training was tried and gave no usable metric (diverged or failed).
  case failed
}

/// A finished trial as samplers see it.
public struct Observation: Hashable, Sendable {
  /// The trial's number in its study, counted from 0.
  public var trial: Int
  /// The configuration that was tried.
  public var configuration: Configuration
  /// How it ended.
  public var outcome: Outcome

  /// Describes a finished trial.
  public init(trial: Int, configuration: Configuration, outcome: Outcome) {
    self.trial = trial
    self.configuration = configuration
    self.outcome = outcome
  }
}

/// What a sampler may know when it is asked for a trial.
public struct TrialHistory: Hashable, Sendable {
  /// Finished trials that the study's lag allows to be seen, in the order of their numbers.
  public var observations: [Observation]
  /// Trials already handed out whose outcome may not be seen yet, in the order of their numbers.
  public var pending: [Configuration]

  /// Describes what has been tried and what is under way.
  public init(observations: [Observation] = [], pending: [Configuration] = []) {
    self.observations = observations
    self.pending = pending
  }
}

/// A search strategy as a pure function of the study's seed, the trial's number and the history.
///
/// A sampler keeps no state between calls, so that a resumed study continues bit for bit: the suggestion depends on
/// nothing but the arguments and the values given at initialisation (space, goal, seed).
public protocol Sampler: Sendable {
  /// The configuration to try as trial `number` (counted from 0), or `nil` when the space is exhausted.
  ///
  /// On a finite space no configuration in `history` (observed or pending) is suggested again.
  func suggest(trial number: Int, history: TrialHistory) throws -> Configuration?
}
