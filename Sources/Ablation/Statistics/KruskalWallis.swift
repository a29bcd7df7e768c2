/// Kruskal and Wallis' (1952) test that groups have the same distribution, on ranks, corrected for ties.
public struct KruskalWallis: Hashable, Sendable {
  /// The statistic H.
  public let statistic: Double
  /// The number of groups less one.
  public let degreesOfFreedom: Double
  /// By the chi-square distribution, which is rough below five values a group.
  public let pValue: Double

  /// Tests values against their groups, which are any integers.
  ///
  /// `nil` with fewer than two groups, where all values are equal, and when a value is not finite.
  ///
  /// - Precondition: each value has its group.
  public init?(_ values: [Double], groups: [Int]) {
    precondition(values.count == groups.count, "\(values.count) values of \(groups.count) groups")
    guard isVaried(values) else { return nil }
    let ranks = midRanks(of: values)
    var sums: [Int: (sum: Double, count: Int)] = [:]
    for (rank, group) in zip(ranks, groups) {
      let old = sums[group] ?? (0, 0)
      sums[group] = (old.sum + rank, old.count + 1)
    }
    guard sums.count > 1 else { return nil }
    let n = Double(values.count)
    // Summed in the order of the groups, because the order of a dictionary differs between runs.
    let between = sums.sorted { $0.key < $1.key }.reduce(0) { total, group in
      let deviation = group.value.sum / Double(group.value.count) - 0.5 * (n + 1)
      return total + Double(group.value.count) * deviation * deviation
    }
    let spread = ranks.reduce(0) { $0 + ($1 - 0.5 * (n + 1)) * ($1 - 0.5 * (n + 1)) }
    // With the ranks' own variance instead of that of 1...n the correction for ties comes by itself.
    statistic = (n - 1) * between / spread
    degreesOfFreedom = Double(sums.count - 1)
    pValue = ChiSquare(degreesOfFreedom: degreesOfFreedom).upperTail(statistic)
  }
}
