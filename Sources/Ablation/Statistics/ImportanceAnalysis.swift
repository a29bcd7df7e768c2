import Seeding

/// Which hyperparameters of a study mattered, by a random forest and by correlation.
///
/// The two answer different questions: importance sees any shape of dependence and interactions but has no sign,
/// correlation has a sign but sees straight lines only. Equal columns and generators give equal results, whatever the
/// names of parameters and levels and the order of the levels.
public struct ImportanceAnalysis: Hashable, Sendable {
  /// The parameters in the order of the columns.
  public let parameters: [ParameterImportance]
  /// How many observations had a finite metric.
  public let observations: Int
  /// The share of the metric's variance that the forest predicts for observations it has not seen.
  ///
  /// Near or below zero the importances say nothing. `nil` when there was no forest.
  public let explainedVariance: Double?

  /// The fewest observations for which a forest is grown.
  public static let minimumObservations = 8

  /// Analyses the columns of a study against its metric.
  ///
  /// Costs time proportional to trees x features x observations x the logarithm of the observations. Observations whose
  /// metric is not finite are passed over.
  ///
  /// - Precondition: every column has one value for each metric value; `trees >= 1`.
  public init(
    _ columns: [ParameterColumn], metric: [Double], trees: Int = 200, using generator: inout Xoshiro256
  ) {
    precondition(trees >= 1, "a forest has at least 1 tree, got \(trees)")
    var parameters = columns.map { ParameterImportance(correlating: $0, with: metric) }
    let rows = metric.indices.filter { metric[$0].isFinite }
    let targets = rows.map { metric[$0] }
    observations = rows.count
    // One draw whatever follows, so that a caller's later draws do not depend on the data.
    let seed = SeedSequence(root: generator.next())
    guard rows.count >= ImportanceAnalysis.minimumObservations, isVaried(targets) else {
      self.parameters = parameters
      explainedVariance = nil
      return
    }
    let features = FeatureMatrix(columns, rows: rows)
    let forest = RandomForest(features, targets: targets, trees: trees, seed: seed.child("trees"))
    let increases = forest.permutationImportances(parameterCount: columns.count, seed: seed.child("permutations"))
    let shares = increases.map { max(0, $0) }
    let total = shares.reduce(0, +)
    if total > 0 {
      for index in parameters.indices {
        parameters[index].importance = shares[index] / total
      }
    }
    self.parameters = parameters
    explainedVariance = forest.outOfBagExplainedVariance()
  }
}
