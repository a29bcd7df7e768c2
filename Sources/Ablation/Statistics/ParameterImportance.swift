/// What one hyperparameter had to do with the metric.
public struct ParameterImportance: Hashable, Sendable {
  /// The parameter's name.
  public var name: String
  /// The parameter's share of all importance, from 0 to 1; the shares of a study sum to 1.
  ///
  /// It is how much a random forest's error on observations that it has not seen grows when the parameter's values are
  /// exchanged between them (Breiman 2001), averaged over the trees, with negative means taken as zero. `nil` when
  /// there are too few observations, or when no parameter helps to predict the metric.
  public var importance: Double?
  /// Pearson's correlation of a number or boolean with the metric; `nil` for categories and constants.
  public var correlation: Double?
  /// Spearman's correlation of a number or boolean with the metric; `nil` for categories and constants.
  public var rankCorrelation: Double?
  /// The share of the metric's variance between the levels of a category; `nil` for numbers and constants.
  public var etaSquared: Double?
  /// For a category, the correlation of having each level with the metric.
  public var levels: [Level]
  /// How many observations had the parameter active and a finite metric.
  public var observations: Int

  /// One level of a categorical parameter.
  public struct Level: Hashable, Sendable {
    /// The level's name.
    public var name: String
    /// Pearson's correlation of "has this level" (1 or 0) with the metric; `nil` when all or none have it.
    public var correlation: Double?
    /// How many observations have the level.
    public var observations: Int

    /// Describes a level.
    public init(name: String, correlation: Double?, observations: Int) {
      self.name = name
      self.correlation = correlation
      self.observations = observations
    }
  }

  /// The correlations of one column with the metric; importance needs all columns and is left out.
  ///
  /// Observations with a metric that is not finite, or with the parameter not active, are passed over.
  ///
  /// - Precondition: the column has one value for each metric value.
  public init(correlating column: ParameterColumn, with metric: [Double]) {
    precondition(column.count == metric.count, "\(column.name): \(column.count) values for \(metric.count) metrics")
    name = column.name
    switch column.values {
    case .numeric(let numbers):
      let rows = metric.indices.filter { metric[$0].isFinite && numbers[$0].isFinite }
      let (values, targets) = (rows.map { numbers[$0] }, rows.map { metric[$0] })
      correlation = pearsonCorrelation(values, targets)
      rankCorrelation = spearmanCorrelation(values, targets)
      levels = []
      observations = rows.count
    case .categorical(let indices, let names):
      let rows = metric.indices.filter { metric[$0].isFinite && indices[$0] >= 0 }
      let (values, targets) = (rows.map { indices[$0] }, rows.map { metric[$0] })
      etaSquared = Statistics.etaSquared(targets, categories: values)
      levels = names.indices.map { level in
        Level(
          name: names[level], correlation: pearsonCorrelation(values.map { $0 == level ? 1 : 0 }, targets),
          observations: values.count { $0 == level })
      }
      observations = rows.count
    }
  }
}
