/// Benjamini and Hochberg's (1995) adjustment: of the tests below 0.05 one in twenty errs on average.
///
/// For tables that explore; the declared family takes ``holmAdjusted(_:)``.
///
/// - Returns: adjusted p values in the order of `pValues`, each at least as large as given and at most 1.
public func benjaminiHochbergAdjusted(_ pValues: [Double]) -> [Double] {
  var result = pValues
  var ceiling = 1.0
  let order = pValues.indices.sorted { pValues[$0] < pValues[$1] }
  for (rank, index) in order.enumerated().reversed() {
    ceiling = min(ceiling, pValues[index] * Double(pValues.count) / Double(rank + 1))
    result[index] = ceiling
  }
  return result
}

/// How many seeds a claim needs at the very least.
public enum SeedRequirement {
  /// The fewest pairs with which a sign-flip or Wilcoxon test can reach `alpha` after Holm's correction for `comparisons`
  /// tests: 1 + log2(comparisons / alpha), rounded up.
  ///
  /// - Precondition: `comparisons >= 1`, and `alpha` lies between 0 and 1.
  public static func fewestSeeds(comparisons: Int, alpha: Double = 0.05) -> Int {
    precondition(comparisons >= 1, "a family has at least 1 comparison, got \(comparisons)")
    precondition(alpha > 0 && alpha < 1, "alpha lies between 0 and 1, got \(alpha)")
    // Counted in halves instead of by a logarithm, whose last digit decides at powers of two.
    var seeds = 1
    var smallest = Double(comparisons)
    while smallest > alpha {
      smallest /= 2
      seeds += 1
    }
    return seeds
  }
}
