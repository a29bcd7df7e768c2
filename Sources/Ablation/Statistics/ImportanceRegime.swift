import Dispatch
import Seeding
import Synchronization

/// The importances of parameters among observations in which all of them are active.
struct ImportanceRegime {
  private let shares: [Double]?
  private let intervals: [ConfidenceInterval]
  private let increases: [Double]
  private let floors: [Double]
  private let total: Double
  private let explainedVariance: Double?

  /// The nominal coverage of intervals, and the share of dummies below the floor.
  static let level = 0.95

  /// - Parameter rows: the observations, all with a finite metric.
  /// - Returns: `nil` with fewer than ``ImportanceAnalysis/minimumObservations`` or a metric that does not vary.
  init?(
    _ columns: [ParameterColumn], metric: [Double], rows: [Int], effort: ImportanceAnalysis.Effort, seed: SeedSequence
  ) {
    let targets = rows.map { metric[$0] }
    guard rows.count >= ImportanceAnalysis.minimumObservations, isVaried(targets) else { return nil }
    let columns = columns.map { $0.rearranged(rows) }
    let everything = Array(rows.indices)
    let features = FeatureMatrix(columns, rows: everything)
    let forest = RandomForest(features, targets: targets, trees: effort.trees, seed: seed.child("trees"))
    let increases = forest.permutationImportances(parameterCount: columns.count, seed: seed.child("permutations"))
    self.increases = increases
    explainedVariance = forest.outOfBagExplainedVariance()
    total = increases.reduce(0) { $0 + max(0, $1) }
    shares = Self.shares(of: increases)

    // A dummy in the parameter's place: under no effect the two are exchangeable, hence 1 in 20 exceeds the floor.
    let shuffled = seed.child("dummies")
    let dummies = Self.concurrently(columns.count * effort.dummies) { task in
      let (column, dummy) = (task / effort.dummies, task % effort.dummies)
      let node = shuffled.child(column).child(dummy)
      var generator = node.child("order").generator()
      var changed = columns
      changed[column] = columns[column].rearranged(generator.permutation(count: rows.count))
      let forest = RandomForest(
        FeatureMatrix(changed, rows: everything), targets: targets, trees: effort.trees, seed: node.child("trees"))
      return forest.permutationImportance(parameter: column, seed: node.child("permutations"))
    }
    let rank = Int((Self.level * Double(effort.dummies + 1)).rounded(.up))
    floors = columns.indices.map { column in
      dummies[(column * effort.dummies)..<((column + 1) * effort.dummies)].sorted()[rank - 1]
    }

    let bootstrap = seed.child("resamples")
    let resampled = Self.concurrently(effort.resamples) { resample in
      let node = bootstrap.child(resample)
      var generator = node.child("rows").generator()
      var multiplicities = [Int](repeating: 0, count: rows.count)
      for _ in everything { multiplicities[generator.uniform(below: rows.count)] += 1 }
      let forest = RandomForest(
        features, targets: targets, multiplicities: multiplicities, trees: effort.trees, seed: node.child("trees"))
      let increases = forest.permutationImportances(parameterCount: columns.count, seed: node.child("permutations"))
      return Self.shares(of: increases) ?? increases.map { _ in 0 }
    }
    let estimates = shares ?? increases.map { _ in 0 }
    intervals = columns.indices.map { column in
      let tail = (1 - Self.level) / 2
      let limits = quantiles([tail, 1 - tail], ofSorted: resampled.map { $0[column] }.sorted())
      return ConfidenceInterval(
        estimate: estimates[column], lower: limits[0], upper: limits[1], level: Self.level)
    }
  }

  /// What is known of the column at a place.
  func importance(of place: Int) -> ForestImportance {
    ForestImportance(
      share: shares?[place], interval: shares.map { _ in intervals[place] },
      noiseFloor: shares.map { _ in max(0, floors[place]) / total },
      isAboveNoise: increases[place] > max(0, floors[place]), explainedVariance: explainedVariance)
  }

  /// Negative increases count as none; `nil` when there is nothing to share.
  private static func shares(of increases: [Double]) -> [Double]? {
    let total = increases.reduce(0) { $0 + max(0, $1) }
    return total > 0 ? increases.map { max(0, $0) / total } : nil
  }

  /// Independent work on all processors, its results in order.
  private static func concurrently<Value: Sendable>(
    _ count: Int, _ work: @Sendable (Int) -> Value
  ) -> [Value] {
    let results = Mutex<[Int: Value]>([:])
    DispatchQueue.concurrentPerform(iterations: count) { index in
      let value = work(index)
      results.withLock { $0[index] = value }
    }
    let all = results.withLock { $0 }
    return (0..<count).compactMap { all[$0] }
  }
}
