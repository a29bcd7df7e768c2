/// How a sweep chooses its configurations.
public enum SweepMethod: String, Hashable, Sendable, Codable, CaseIterable {
  /// Every point once, in a fixed order.
  case grid
  /// Independent draws.
  case random
  /// Gaussian-process Bayesian optimisation.
  case bayes
}

/// What a sweep optimises.
public struct SweepMetric: Hashable, Sendable, Codable {
  /// What stands in for the metric of a trial that gave none.
  public enum Imputation: String, Hashable, Sendable, Codable, CaseIterable {
    /// The worst value seen.
    case worst
    /// The best value seen.
    case best
    /// The latest value of that trial.
    case latest
  }

  /// The metric's name as trials report it.
  public var name: String
  /// Which direction is better.
  public var goal: Goal
  /// The value at which the sweep ends, if any.
  public var target: Double?
  /// The stand-in for failed trials.
  public var impute: Imputation
  /// The stand-in for running trials; `nil` leaves them out.
  public var imputeWhileRunning: Imputation?

  /// Describes an objective.
  public init(
    name: String, goal: Goal = .minimize, target: Double? = nil, impute: Imputation = .worst,
    imputeWhileRunning: Imputation? = nil
  ) {
    self.name = name
    self.goal = goal
    self.target = target
    self.impute = impute
    self.imputeWhileRunning = imputeWhileRunning
  }
}

/// A sweep file, read and checked.
public struct SweepDefinition: Hashable, Sendable {
  /// The label of the sweep.
  public var name: String?
  /// What the sweep is for.
  public var description: String?
  /// The search strategy.
  public var method: SweepMethod
  /// The objective; grid and random sweeps may have none.
  public var metric: SweepMetric?
  /// The parameters.
  public var space: SearchSpace
  /// The rule that stops unpromising trials.
  public var earlyTermination: EarlyTermination?
  /// The largest number of trials started.
  public var runCap: Int?
  /// Keys that are kept for exports and other programs: `program`, `command`, `project`, `entity` and the like.
  public var metadata: [String: ParameterValue]
  /// The settings of the second document.
  public var settings: StudySettings
  /// How each parameter came by its distribution, by its dotted name.
  public var origins: [String: String]
  /// Warnings and notes, in the order of the file.
  public var diagnostics: [SweepDiagnostic]

  /// The rule of early termination: W&B's, or the settings' own.
  public var rule: EarlyTermination? { earlyTermination ?? settings.earlyTermination }

  /// The name of the sampler: the settings', or the usual one of the method.
  public var sampler: SamplerName { settings.sampler ?? method.defaultSampler }

  /// The sampler that the settings name, or the usual one of the sweep's method.
  ///
  /// - Parameters:
  ///   - seed: the study's seed; the same seed gives the same suggestions for the same history.
  ///   - trialBudget: how many trials the study has at most, if that is known; `runCap` may be larger.
  /// - Throws: `SearchError` if the space does not suit the method, which `SweepFile.parse` has ruled out.
  public func makeSampler(seed: UInt64, trialBudget: Int? = nil) throws -> any Sampler {
    let sampler = try sampler.makeSampler(
      space: space, goal: metric?.goal ?? .minimize, seed: seed, trialBudget: trialBudget ?? runCap)
    let rules = settings.rules
    return rules.isEmpty ? sampler : RuledSampler(sampler, space: space, rules: rules, seed: seed)
  }
}
