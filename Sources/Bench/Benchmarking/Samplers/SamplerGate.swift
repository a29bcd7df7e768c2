/// What a sampler has to reach on one of the judged problems after some trials.
public struct SamplerGate: Sendable {
  /// What is compared with the bounds.
  public enum Statistic: Sendable {
    /// The median regret over the seeds; smaller is better.
    case medianRegret
    /// The share of seeds with a regret below 0.002: those that found the right categories; larger is better.
    case rightCategories
  }

  /// The problem's name.
  public let problem: String
  /// After how many trials.
  public let trials: Int
  /// What is compared.
  public let statistic: Statistic
  /// The bound that has to be met.
  public let must: Double
  /// The bound that is aimed at: the best peer's result.
  public let stretch: Double

  /// The regret below which only the right categories get.
  public static let rightCategoriesRegret = 0.002

  /// The gates of Bayesian search, chosen from the results of other programs' samplers with 20 seeds.
  public static let all = [
    SamplerGate(problem: "branin", trials: 30, statistic: .medianRegret, must: 0.035, stretch: 0.0065),
    SamplerGate(problem: "branin", trials: 60, statistic: .medianRegret, must: 1e-3, stretch: 1e-4),
    SamplerGate(problem: "hartmann6", trials: 30, statistic: .medianRegret, must: 0.5, stretch: 0.14),
    SamplerGate(problem: "hartmann6", trials: 60, statistic: .medianRegret, must: 0.1, stretch: 0.01),
    SamplerGate(problem: "lenetmix", trials: 30, statistic: .rightCategories, must: 0.55, stretch: 0.75),
    SamplerGate(problem: "lenetmix", trials: 60, statistic: .rightCategories, must: 0.9, stretch: 1),
    SamplerGate(problem: "lenetmix-noisy", trials: 30, statistic: .medianRegret, must: 0.004, stretch: 0.003),
    SamplerGate(problem: "lenetmix-noisy", trials: 60, statistic: .medianRegret, must: 0.0018, stretch: 0.0006),
  ]

  /// The value of the statistic for the regrets of all seeds.
  public func value(_ regrets: [Double]) -> Double {
    switch statistic {
    case .medianRegret: return Timing(samples: regrets).median
    case .rightCategories:
      return Double(regrets.count { $0 < SamplerGate.rightCategoriesRegret }) / Double(max(1, regrets.count))
    }
  }

  /// Whether a value keeps to a bound.
  public func meets(_ value: Double, bound: Double) -> Bool {
    statistic == .medianRegret ? value <= bound : value >= bound
  }
}
