/// What this program reads from the second document of a sweep file, which W&B does not see.
public struct StudySettings: Hashable, Sendable {
  /// The seed of the study.
  public var seed: UInt64?
  /// The built-in model family to train.
  public var family: String?
  /// The sampler, where it is not the method's usual one.
  public var sampler: SamplerName?
  /// Conditions and constraints.
  public var rules: SpaceRules
  /// Trainings of each configuration, with separate seeds; the metric is their mean.
  public var replicates: Int
  /// How a trial's curve becomes its metric.
  public var reduction: MetricReduction
  /// How far suggestions lag behind results; `nil` for the method's own.
  public var lag: Int?
  /// How long a program may run for a training, in seconds; `nil` for ever.
  public var timeoutSeconds: Double?
  /// A rule of early termination that W&B does not know.
  public var earlyTermination: EarlyTermination?

  /// Describes the settings.
  public init(
    seed: UInt64? = nil, family: String? = nil, sampler: SamplerName? = nil, rules: SpaceRules = SpaceRules(),
    replicates: Int = 1,
    reduction: MetricReduction = .last, lag: Int? = nil, timeoutSeconds: Double? = nil,
    earlyTermination: EarlyTermination? = nil
  ) {
    self.seed = seed
    self.family = family
    self.sampler = sampler
    self.rules = rules
    self.replicates = replicates
    self.reduction = reduction
    self.lag = lag
    self.timeoutSeconds = timeoutSeconds
    self.earlyTermination = earlyTermination
  }
}
