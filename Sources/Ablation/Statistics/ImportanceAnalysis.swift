import Seeding

/// Which hyperparameters of a study mattered, by a random forest and by correlation or effect size.
///
/// The two answer different questions: importance sees any shape of dependence and interactions but has no sign,
/// correlation has a sign but sees straight or monotone lines only. Equal columns and generators give equal results,
/// whatever the names of parameters and levels and the order of the levels.
///
/// Every parameter is judged among the observations in which it was active, together with the parameters that were
/// active in all of these: a parameter that exists only where another one is true neither borrows that one's importance
/// nor loses its own to observations that never had it (the regimes of conditional PED-ANOVA, Watanabe and others 2023).
public struct ImportanceAnalysis: Hashable, Sendable {
  /// The parameters in the order of the columns.
  public let parameters: [ParameterImportance]
  /// How many observations had a finite metric.
  public let observations: Int

  /// The fewest observations for which a forest is grown.
  public static let minimumObservations = 8

  /// How much work an analysis is.
  public struct Effort: Hashable, Sendable {
    /// Trees of each forest.
    public var trees: Int
    /// Resamples of the observations behind each interval.
    public var resamples: Int
    /// Dummies behind each noise floor.
    public var dummies: Int

    /// Chooses the effort: of 39 dummies the second largest is the value that one in twenty exceeds.
    ///
    /// - Precondition: `trees >= 1`, `resamples >= 1`, and `dummies >= 19`, fewer having no 95 % point.
    public init(trees: Int = 100, resamples: Int = 100, dummies: Int = 39) {
      precondition(
        trees >= 1 && resamples >= 1 && dummies >= 19, "\(trees) trees, \(resamples) resamples, \(dummies) dummies")
      self.trees = trees
      self.resamples = resamples
      self.dummies = dummies
    }
  }

  /// Analyses the columns of a study against its metric.
  ///
  /// Costs one forest, one for each resample, and one for each dummy of each parameter, on all processors; a forest
  /// takes time proportional to trees x features x observations x the logarithm of the observations. Observations whose
  /// metric is not finite are counted but have no other influence.
  ///
  /// - Precondition: every column has one value for each metric value.
  public init(
    _ columns: [ParameterColumn], metric: [Double], effort: Effort = Effort(), using generator: inout Xoshiro256
  ) {
    var parameters = columns.map { ParameterImportance(correlating: $0, with: metric) }
    let rows = metric.indices.filter { metric[$0].isFinite }
    observations = rows.count
    // One draw whatever follows, so that a caller's later draws do not depend on the data.
    let seed = SeedSequence(root: generator.next())
    let activity = columns.map { column in rows.map(column.isActive) }
    var regimes: [[Bool]] = []
    for mask in activity where !regimes.contains(mask) { regimes.append(mask) }
    for (index, mask) in regimes.enumerated() {
      let inside = zip(rows, mask).filter(\.1).map(\.0)
      let members = columns.indices.filter { column in
        zip(mask, activity[column]).allSatisfy { !$0 || $1 }
      }
      let regime = ImportanceRegime(
        members.map { columns[$0] }, metric: metric, rows: inside, effort: effort, seed: seed.child(index))
      guard let regime else { continue }
      for (place, column) in members.enumerated() where activity[column] == mask {
        parameters[column].forest = regime.importance(of: place)
      }
    }
    self.parameters = parameters
  }
}
