import Search
import Seeding

/// Everything about a study that must stay the same for its trials to belong together.
public struct StudyDefinition: Hashable, Sendable, Codable {
  /// The study's name within its run, such as "lenet5/bayes".
  public var name: String
  /// The model family, or the program, that is trained.
  public var family: String
  /// The search method, such as "grid", "random" or "bayes".
  public var method: String
  /// The name of the metric that is optimised.
  public var metric: String
  /// Whether a larger or a smaller metric is better.
  public var goal: Goal
  /// How many trials the study may create, infeasible ones included; `nil` leaves the end to the sampler.
  public var trialBudget: Int?
  /// How far suggestions lag behind results: suggestion n reads the results of trials numbered at most n - lag.
  ///
  /// With 1 trials are suggested one after the other; with k up to k of them can train at once. The numbers of the
  /// study depend on the lag, never on the number of workers.
  public var lag: Int
  /// The seed from which every seed of the study is derived.
  public var seed: UInt64
  /// Further facts that must not change on resumption, such as the search space as JSON or the digests of the data.
  public var fields: [String: String]

  /// Defines a study.
  ///
  /// - Precondition: `lag >= 1`, and `trialBudget` is not negative.
  public init(
    name: String, family: String, method: String, metric: String, goal: Goal, trialBudget: Int?, lag: Int,
    seed: UInt64, fields: [String: String] = [:]
  ) {
    precondition(lag >= 1, "a study's lag is at least 1, got \(lag)")
    precondition((trialBudget ?? 0) >= 0, "a trial budget is at least 0, got \(trialBudget ?? 0)")
    self.name = name
    self.family = family
    self.method = method
    self.metric = metric
    self.goal = goal
    self.trialBudget = trialBudget
    self.lag = lag
    self.seed = seed
    self.fields = fields
  }

  /// The node of the seed tree that belongs to trial `number`: study seed, name, number.
  public func seedSequence(trial number: Int) -> SeedSequence {
    SeedSequence(root: seed).child(name).child(number)
  }

  /// The node of the seed tree that belongs to a replicate of a trial: disjoint from the trial's own stream.
  public func seedSequence(confirming number: Int, replicate: Int) -> SeedSequence {
    SeedSequence(root: seed).child(name).child("confirmation").child(number).child(replicate)
  }

  /// The node of the seed tree that replicate `number` of every retrained configuration shares.
  public func seedSequence(retraining replicate: Int) -> SeedSequence {
    SeedSequence(root: seed).child(name).child("retraining").child(replicate)
  }
}
