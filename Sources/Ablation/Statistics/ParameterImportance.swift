/// What one hyperparameter had to do with the metric, judged among the observations in which it was active.
public struct ParameterImportance: Hashable, Sendable {
  /// The parameter's name.
  public var name: String
  /// What the random forest says; `nil` when there are too few observations or the metric does not vary.
  public var forest: ForestImportance?
  /// Pearson's correlation of a number with the metric; `nil` for categories and constants, and below
  /// ``fewestObservations``.
  public var correlation: Double?
  /// The interval of `correlation`; `nil` below four observations.
  public var correlationInterval: ConfidenceInterval?
  /// Spearman's correlation of a number with the metric; `nil` where `correlation` is.
  public var rankCorrelation: Double?
  /// The interval of `rankCorrelation`; `nil` below four observations.
  public var rankCorrelationInterval: ConfidenceInterval?
  /// The effect of a category; `nil` for numbers and constants, and below ``fewestObservations``.
  public var effect: CategoryEffect?
  /// For a category, how the metric differs between each level and the others.
  public var levels: [Level]
  /// How many observations had the parameter active and a finite metric.
  public var observations: Int
  /// How many had the parameter active but no finite metric, and hence say nothing above.
  public var excluded: Int
  /// Whether those without a metric differ in this parameter from the others: the p value of Kruskal and Wallis' test.
  ///
  /// Where it is small, the parameter decides whether there is a metric at all, which nothing above can see. `nil` when
  /// there are none without, none with, or when the parameter does not vary.
  public var exclusionPValue: Double?

  /// The fewest observations of which a correlation or an effect is given: two always lie on a line, and three
  /// nearly do by chance alone.
  public static let fewestObservations = 4

  /// One level of a categorical parameter.
  public struct Level: Hashable, Sendable {
    /// The level's name.
    public var name: String
    /// The mean metric with this level less that with the others; `nil` when all or none have it, and below
    /// ``ParameterImportance/fewestObservations`` in all.
    public var meanDifference: Double?
    /// Welch's interval of the difference; `nil` where a side has fewer than two observations.
    public var interval: ConfidenceInterval?
    /// How many observations have the level.
    public var observations: Int

    /// Describes a level.
    public init(name: String, meanDifference: Double?, interval: ConfidenceInterval?, observations: Int) {
      self.name = name
      self.meanDifference = meanDifference
      self.interval = interval
      self.observations = observations
    }
  }

  /// The correlations or the effect of one column; importance needs all columns and is left out.
  ///
  /// Observations with a metric that is not finite, or with the parameter not active, are passed over, but the former
  /// are counted as excluded.
  ///
  /// - Precondition: the column has one value for each metric value.
  public init(correlating column: ParameterColumn, with metric: [Double]) {
    precondition(column.count == metric.count, "\(column.name): \(column.count) values for \(metric.count) metrics")
    name = column.name
    let active = metric.indices.filter(column.isActive)
    let rows = active.filter { metric[$0].isFinite }
    let targets = rows.map { metric[$0] }
    observations = rows.count
    excluded = active.count - rows.count
    levels = []
    let isEnough = rows.count >= Self.fewestObservations
    switch column.values {
    case .numeric(let numbers):
      let values = rows.map { numbers[$0] }
      if isEnough {
        correlation = pearsonCorrelation(values, targets)
        correlationInterval = .pearson(values, targets)
        rankCorrelation = spearmanCorrelation(values, targets)
        rankCorrelationInterval = .spearman(values, targets)
      }
      if excluded > 0, !rows.isEmpty {
        exclusionPValue =
          KruskalWallis(active.map { numbers[$0] }, groups: active.map { metric[$0].isFinite ? 0 : 1 })?.pValue
      }
    case .categorical(let indices, let names):
      let values = rows.map { indices[$0] }
      if isEnough { effect = CategoryEffect(targets, categories: values) }
      levels = names.indices.map { level in
        let own = rows.indices.filter { values[$0] == level }.map { targets[$0] }
        let others = rows.indices.filter { values[$0] != level }.map { targets[$0] }
        let difference = mean(of: own).flatMap { own in mean(of: others).map { own - $0 } }
        return Level(
          name: names[level], meanDifference: isEnough ? difference : nil,
          interval: isEnough ? .meanDifference(own, others) : nil, observations: own.count)
      }
      if excluded > 0, !rows.isEmpty {
        exclusionPValue =
          KruskalWallis(active.map { metric[$0].isFinite ? 0 : 1 }, groups: active.map { indices[$0] })?.pValue
      }
    }
  }
}

/// What a random forest says of one parameter, beside what it would say of a dummy.
public struct ForestImportance: Hashable, Sendable {
  /// The parameter's share of all importance, from 0 to 1.
  ///
  /// It is how much a random forest's error on observations that it has not seen grows when the parameter's values are
  /// exchanged between them (Breiman 2001), averaged over the trees, with negative means taken as zero. The shares of the
  /// parameters that are active in the same observations sum to 1; `nil` when none of them helps to predict the metric.
  public var share: Double?
  /// The bootstrap interval of the share over observations, by percentiles; `nil` with `share`.
  public var interval: ConfidenceInterval?
  /// The share that a dummy stays below 19 times in 20; `nil` with `share`.
  ///
  /// It may exceed 1. The dummy takes the parameter's place and has its very values, shuffled between the observations.
  public var noiseFloor: Double?
  /// Whether the importance lies above what 95 % of the dummies reached.
  public var isAboveNoise: Bool
  /// The share of the metric's variance that the forest predicts for observations it has not seen.
  ///
  /// Near or below zero the importances say nothing. `nil` where every tree saw all observations.
  public var explainedVariance: Double?
}
