import Seeding

/// Regression trees on bootstrap samples (Breiman 2001), each of which sees every feature at every split.
///
/// Considering all features, as scikit-learn does for regression by default, keeps the many one-hot features of a
/// category from crowding out the single feature of a number.
struct RandomForest {
  private let features: FeatureMatrix
  private let targets: [Double]
  private let trees: [(tree: RegressionTree, outOfBag: [Int])]
  private let multiplicities: [Int]

  /// Grows the trees.
  ///
  /// - Parameter multiplicities: how often each row counts; by default once. A row is out of a tree's bag only with all its
  ///   copies, so that a resample of the rows does not judge a tree by what it has seen.
  init(
    _ features: FeatureMatrix, targets: [Double], multiplicities: [Int]? = nil, trees count: Int, minimumLeaf: Int = 2,
    seed: SeedSequence
  ) {
    let multiplicities = multiplicities ?? [Int](repeating: 1, count: targets.count)
    let copies = multiplicities.indices.flatMap { [Int](repeating: $0, count: multiplicities[$0]) }
    self.multiplicities = multiplicities
    // Centred, so that sums of squares do not drown in a large mean.
    let center = mean(of: targets) ?? 0
    let targets = targets.map { $0 - center }
    self.features = features
    self.targets = targets
    trees = (0..<count).map { index in
      var generator = seed.child(index).generator()
      var weights = [Int](repeating: 0, count: targets.count)
      for _ in copies.indices {
        weights[copies[generator.uniform(below: copies.count)]] += 1
      }
      let tree = RegressionTree(
        features, targets: targets, weights: weights, minimumLeaf: minimumLeaf,
        sequence: generator.permutation(count: features.values.count))
      return (tree, weights.indices.filter { weights[$0] == 0 && multiplicities[$0] > 0 })
    }
  }

  /// For each parameter, how much the mean squared error on out-of-bag rows grows when its values are permuted.
  ///
  /// All features of a parameter move together. In squared units of the target; may be negative by chance.
  func permutationImportances(parameterCount: Int, seed: SeedSequence) -> [Double] {
    var increases = [Double](repeating: 0, count: parameterCount)
    for (index, member) in trees.enumerated() where !member.outOfBag.isEmpty {
      let rows = member.outOfBag
      let baseline = error(of: member.tree, on: rows, parameter: -1, sources: rows)
      for parameter in 0..<parameterCount {
        var sources = rows
        var generator = seed.child(index).child(parameter).generator()
        generator.shuffle(&sources)
        let permuted = error(of: member.tree, on: rows, parameter: parameter, sources: sources)
        increases[parameter] += (permuted - baseline) / Double(trees.count)
      }
    }
    return increases
  }

  /// The same for one parameter alone, with a stream of its own.
  func permutationImportance(parameter: Int, seed: SeedSequence) -> Double {
    trees.enumerated().reduce(0) { sum, entry in
      let (index, member) = entry
      guard !member.outOfBag.isEmpty else { return sum }
      var sources = member.outOfBag
      var generator = seed.child(index).generator()
      generator.shuffle(&sources)
      let baseline = error(of: member.tree, on: member.outOfBag, parameter: -1, sources: member.outOfBag)
      let permuted = error(of: member.tree, on: member.outOfBag, parameter: parameter, sources: sources)
      return sum + (permuted - baseline) / Double(trees.count)
    }
  }

  /// One minus the mean squared error of the out-of-bag means over the variance; `nil` where no row is out of bag.
  func outOfBagExplainedVariance() -> Double? {
    var sums = [Double](repeating: 0, count: targets.count)
    var counts = [Int](repeating: 0, count: targets.count)
    for member in trees {
      for row in member.outOfBag {
        sums[row] += member.tree.predict { features.values[$0][row] }
        counts[row] += 1
      }
    }
    let rows = targets.indices.filter { counts[$0] > 0 }
    let observed = rows.map { targets[$0] }
    guard isVaried(observed), let center = mean(of: observed) else { return nil }
    let unexplained = rows.reduce(0) { sum, row in
      let residual = targets[row] - sums[row] / Double(counts[row])
      return sum + residual * residual
    }
    return 1 - unexplained / observed.reduce(0) { $0 + ($1 - center) * ($1 - center) }
  }

  /// The mean squared error on rows, with the values of one parameter taken from the rows of `sources` instead.
  private func error(of tree: RegressionTree, on rows: [Int], parameter: Int, sources: [Int]) -> Double {
    var (sum, weight) = (0.0, 0)
    for (row, source) in zip(rows, sources) {
      let prediction = tree.predict { feature in
        features.values[feature][features.parameter[feature] == parameter ? source : row]
      }
      sum += Double(multiplicities[row]) * (targets[row] - prediction) * (targets[row] - prediction)
      weight += multiplicities[row]
    }
    return sum / Double(weight)
  }
}
