import Statistics

/// What an ablation study measured: a run for every arm and seed.
///
/// An arm with a run that did not complete is set apart (``incomplete``): it is a finding, and nothing is averaged over
/// the seeds that it left.
///
/// Whoever trains the arms hands over such a table; ``AblationCSV`` reads one from a file.
public struct AblationTable: Hashable, Sendable {
  /// What a model predicted for the test images, in the same order for every run.
  public struct Predictions: Hashable, Sendable {
    /// The class of each image, counted from zero.
    public var truth: [Int]
    /// The predicted class of each image.
    public var predicted: [Int]

    /// Describes predictions.
    public init(truth: [Int], predicted: [Int]) {
      (self.truth, self.predicted) = (truth, predicted)
    }
  }

  /// One epoch of a learning curve.
  public struct CurvePoint: Hashable, Sendable {
    /// The epoch, counted from 1.
    public var epoch: Int
    /// The curve's value after it.
    public var value: Double

    /// Describes a point.
    public init(epoch: Int, value: Double) { (self.epoch, self.value) = (epoch, value) }
  }

  /// One training of one arm.
  public struct Run: Hashable, Sendable {
    /// The arm's name.
    public var arm: String
    /// The level of each factor; empty in a table without factors.
    public var levels: [Int]
    /// The seed's name; equal seeds of two arms make a pair.
    public var seed: String
    /// How it ended.
    public var state: AblationRunState
    /// The value of each metric of the table; not looked at unless the run is complete.
    public var metrics: [Double]
    /// Training time in seconds.
    public var seconds: Double?
    /// Trainable numbers.
    public var parameters: Int?
    /// Multiply-adds of one image's forward pass.
    public var multiplyAdds: Int?
    /// What the trained model predicted, if it was kept.
    public var predictions: Predictions?
    /// The learning curve, if it was kept.
    public var curve: [CurvePoint]

    /// Describes a run.
    public init(
      arm: String, levels: [Int] = [], seed: String, state: AblationRunState = .complete, metrics: [Double],
      seconds: Double? = nil, parameters: Int? = nil, multiplyAdds: Int? = nil, predictions: Predictions? = nil,
      curve: [CurvePoint] = []
    ) {
      (self.arm, self.levels, self.seed, self.state, self.metrics) = (arm, levels, seed, state, metrics)
      (self.seconds, self.parameters, self.multiplyAdds) = (seconds, parameters, multiplyAdds)
      (self.predictions, self.curve) = (predictions, curve)
    }
  }

  /// The components, the bare model's form first; empty where arms are only named.
  public let factors: [Factor]
  /// The names of the metrics, the primary one first.
  public let metricNames: [String]
  /// The name of the arm that the others are compared with: the full model.
  public let baseline: String
  /// The arms that completed every seed, in the order of their first runs.
  public let arms: [String]
  /// The others.
  public let incomplete: [IncompleteArm]
  /// The names of all arms, in the order of their first runs.
  public let allArms: [String]
  /// The seeds in the order of the first runs.
  public let seeds: [String]
  /// The name of what the learning curves show.
  public let curveName: String
  /// The names of the classes that predictions count.
  public let classNames: [String]
  private let runsByArm: [String: [Run]]
  private let levelsByArm: [String: [Int]]

  /// Checks runs and pairs them by seed.
  ///
  /// - Throws: ``AblationTableError`` where pairs are missing or repeated, values are not finite, or the baseline is
  ///   unknown, not the full model, or did not complete.
  public init(
    factors: [Factor] = [], metricNames: [String], baseline: String, runs: [Run], curveName: String = "",
    classNames: [String] = []
  ) throws {
    precondition(!metricNames.isEmpty, "a table has at least one metric")
    (self.factors, self.metricNames, self.baseline) = (factors, metricNames, baseline)
    (self.curveName, self.classNames) = (curveName, classNames)
    var arms: [String] = []
    var seeds: [String] = []
    var found: [String: [String: Run]] = [:]
    for run in runs {
      precondition(run.levels.count == factors.count, "a run needs a level for each factor")
      precondition(run.metrics.count == metricNames.count, "a run needs a value for each metric")
      if !arms.contains(run.arm) { arms.append(run.arm) }
      if !seeds.contains(run.seed) { seeds.append(run.seed) }
      guard found[run.arm]?[run.seed] == nil else { throw AblationTableError.repeated(arm: run.arm, seed: run.seed) }
      for (name, value) in zip(metricNames, run.metrics) where run.state == .complete && !value.isFinite {
        throw AblationTableError.notFinite(arm: run.arm, seed: run.seed, metric: name)
      }
      if let other = found[run.arm]?.values.first, other.levels != run.levels {
        throw AblationTableError.armChanges(arm: run.arm)
      }
      found[run.arm, default: [:]][run.seed] = run
    }
    guard arms.contains(baseline) else { throw AblationTableError.unknownBaseline(baseline, arms: arms) }
    guard arms.count > 1 else { throw AblationTableError.oneArm(baseline) }
    let missing = arms.flatMap { arm in
      seeds.filter { found[arm]?[$0] == nil }.map { AblationTableError.Pair(arm: arm, seed: $0) }
    }
    guard missing.isEmpty else { throw AblationTableError.missing(missing) }
    let runsByArm = found.mapValues { bySeed in seeds.compactMap { bySeed[$0] } }
    let incomplete = arms.compactMap { arm -> IncompleteArm? in
      guard let runs = runsByArm[arm], runs.contains(where: { $0.state != .complete }) else { return nil }
      return IncompleteArm(name: arm, levels: runs[0].levels, states: runs.map(\.state))
    }
    self.runsByArm = runsByArm
    (self.allArms, self.incomplete, self.seeds) = (arms, incomplete, seeds)
    self.arms = arms.filter { arm in !incomplete.contains { $0.name == arm } }
    levelsByArm = found.compactMapValues { $0.values.first?.levels }
    var names: [[Int]: String] = [:]
    for arm in arms where !factors.isEmpty {
      let levels = levelsByArm[arm] ?? []
      if let other = names[levels] { throw AblationTableError.sameArm(other, arm) }
      names[levels] = arm
    }
    if !factors.isEmpty, levelsByArm[baseline] != factors.map(\.fullLevel) {
      throw AblationTableError.baselineNotFull(baseline)
    }
    guard self.arms.contains(baseline), self.arms.count > 1 else {
      throw nothingCompleted
    }
    try checkPredictions()
  }

  /// The error where what did not complete leaves nothing to compare.
  public var nothingCompleted: AblationTableError {
    .nothingCompleted(baseline: baseline, events: incomplete.map(\.event))
  }

  private func checkPredictions() throws {
    let kept = allArms.flatMap { runs(of: $0) }.compactMap { run in run.predictions.map { (run, $0) } }
    guard let first = kept.first?.1 else { return }
    for (run, predictions) in kept
    where predictions.truth != first.truth || predictions.predicted.count != first.truth.count {
      throw AblationTableError.otherImages(arm: run.arm, seed: run.seed)
    }
  }

  /// The runs of an arm in the order of the seeds.
  public func runs(of arm: String) -> [Run] { runsByArm[arm] ?? [] }

  /// The levels of an arm; empty without factors.
  public func levels(of arm: String) -> [Int] { levelsByArm[arm] ?? [] }

  /// The arm with the given levels, if it was run.
  ///
  /// An arm that did not complete is none.
  public func arm(at levels: [Int]) -> String? { arms.first { self.levels(of: $0) == levels } }

  /// A metric's mean over arms, in the order of the seeds; of one arm its values.
  ///
  /// - Precondition: there is at least one arm, and all are complete.
  public func values(averaging arms: [String], metric: Int = 0) -> [Double] {
    let rows = arms.map { values(of: $0, metric: metric) }
    return seeds.indices.map { seed in rows.reduce(0) { $0 + $1[seed] } / Double(rows.count) }
  }

  /// A metric's values of an arm, in the order of the seeds.
  public func values(of arm: String, metric: Int = 0) -> [Double] { runs(of: arm).map { $0.metrics[metric] } }

  /// The predictions of an arm in the order of the seeds; `nil` where any run kept none.
  public func predictions(of arm: String) -> [Predictions]? {
    let kept = runs(of: arm).compactMap(\.predictions)
    return kept.count == seeds.count ? kept : nil
  }
}
