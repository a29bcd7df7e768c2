/// Why a sampler suggested a configuration, or what its model says about any other one.
public struct SamplerExplanation: Hashable, Sendable, Codable {
  /// Where the suggestion came from.
  public enum Origin: String, Hashable, Sendable, Codable {
    /// One of the first trials, which spread over the space before the model is asked.
    case startUp = "start-up"
    /// The model.
    case model
    /// The model had too little to learn from or nothing new to suggest: a random draw.
    case random
  }

  /// What the model expects of the configuration; in the metric's own units and direction.
  public struct Prediction: Hashable, Sendable, Codable {
    /// The expected metric, without the noise of a single training.
    public var mean: Double
    /// The standard deviation of that expectation.
    public var standardDeviation: Double
    /// The metric that had to be improved on: the best expectation at any point tried or under way, and a little more.
    public var target: Double
    /// How much better than the target the metric is expected to be; 0 counted where it is worse.
    public var expectedImprovement: Double
    /// The natural logarithm of the expected improvement, which stays finite when the improvement underflows.
    public var logExpectedImprovement: Double
    /// The standard deviation of the noise that the model sees in a single metric value.
    public var noise: Double
  }

  /// An earlier trial nearby.
  public struct Neighbour: Hashable, Sendable, Codable {
    /// The trial's number.
    public var trial: Int
    /// What was tried.
    public var configuration: Configuration
    /// How far it is: in length-scales of the Gaussian process, or in shares of each parameter's range.
    public var distance: Double
    /// The metric; `nil` if the trial gave none.
    public var value: Double?
  }

  /// What one parameter has to do with the suggestion.
  public struct Driver: Hashable, Sendable, Codable {
    /// The parameter's name.
    public var parameter: String
    /// Its value in the suggestion.
    public var value: ParameterValue
    /// Its value in the best trial so far.
    public var incumbent: ParameterValue
    /// How much the expected metric changes, in its own units, if this parameter alone goes back to the best trial's value.
    public var meanChange: Double?
    /// How much the logarithm of what the sampler maximises changes by the same move; negative where the value helps.
    public var scoreChange: Double
    /// The distance, in shares of the range, over which the metric varies; `nil` if the model has none.
    ///
    /// Of a category: the larger, the less it matters.
    public var lengthScale: Double?
    /// How much likelier the value is among the good trials than among the others: the logarithm of the ratio of this
    /// parameter's densities alone; `nil` if the model has none.
    public var logDensityRatio: Double?
  }

  /// The trial that was asked for.
  public var trial: Int
  /// The configuration explained.
  public var configuration: Configuration
  /// Where it came from.
  public var origin: Origin
  /// What the model expects; `nil` without a model that predicts.
  public var prediction: Prediction?
  /// The logarithm of the ratio of the good trials' density to the others'; `nil` without such a model.
  public var logDensityRatio: Double?
  /// The best trial so far as the model sees it; `nil` before any has a value.
  public var incumbent: Neighbour?
  /// The nearest earlier trials, nearest first.
  public var neighbours: [Neighbour]
  /// The parameters, those first whose value raised the score most; empty without a model.
  public var drivers: [Driver]
}

/// A sampler that can say why.
public protocol ExplainingSampler: Sampler {
  /// Explains a configuration as the suggestion for a trial, given what was known when it was made.
  ///
  /// - Parameters:
  ///   - number: the trial that it was suggested for.
  ///   - history: what the sampler saw: the results that the study's lag allowed, and the trials under way.
  ///   - neighbours: how many earlier trials to list.
  /// - Throws: `SearchError.outsideSpace` for a configuration that the space does not have.
  func explain(
    _ configuration: Configuration, trial number: Int, history: TrialHistory, neighbours: Int
  ) throws -> SamplerExplanation
}
