/// Wilcoxon's signed-rank test of paired differences (1945); a sensitivity row beside the sign-flip test.
///
/// The same choices as `scipy.stats.wilcoxon` with its defaults: differences of zero are dropped; without ties or zeros
/// the null distribution is exact up to 50 pairs; with them every sign pattern is counted up to 13 pairs; otherwise the
/// normal distribution with the correction for ties, without one for continuity.
public struct WilcoxonSignedRank: Hashable, Sendable {
  /// How the p value was found.
  public enum Method: String, Hashable, Sendable {
    /// From the null distribution of whole ranks.
    case exact
    /// From all sign patterns of the observed mid-ranks.
    case permutation
    /// From the normal distribution.
    case normal
  }

  /// The smaller of the two sums of ranks.
  public let statistic: Double
  /// Two-sided.
  public let pValue: Double
  /// How the p value was found.
  public let method: Method

  /// Tests differences; `nil` without any, when one is not finite, or where the p value is undefined because all are
  /// zero and there are more than 13.
  public init?(_ differences: [Double]) {
    guard !differences.isEmpty, differences.allSatisfy(\.isFinite) else { return nil }
    let nonzero = differences.filter { $0 != 0 }
    let ranks = midRanks(of: nonzero.map { abs($0) })
    let positive = zip(nonzero, ranks).reduce(0.0) { $1.0 > 0 ? $0 + $1.1 : $0 }
    let total = ranks.reduce(0, +)
    statistic = min(positive, total - positive)
    let hasTies = Set(ranks).count < ranks.count || ranks.contains { $0 != $0.rounded() }
    let isPlain = !hasTies && nonzero.count == differences.count
    if differences.count > 50 || (!isPlain && differences.count > 13) {
      guard let p = Self.normal(ranks, positive: positive) else { return nil }
      (method, pValue) = (.normal, p)
    } else {
      method = isPlain ? .exact : .permutation
      pValue = Self.exact(ranks, positive: positive)
    }
  }

  /// Twice the smaller tail of the positive ranks' sum when each rank's sign is a coin's; ranks are halves.
  private static func exact(_ ranks: [Double], positive: Double) -> Double {
    // Shares rather than counts: 2^50 patterns would still be exact, but need not be.
    var shares = [1.0]
    for rank in ranks.map({ Int(2 * $0) }) {
      var next = [Double](repeating: 0, count: shares.count + rank)
      for (sum, share) in shares.enumerated() {
        next[sum] += 0.5 * share
        next[sum + rank] += 0.5 * share
      }
      shares = next
    }
    let observed = Int(2 * positive)
    let below = shares[...observed].reduce(0, +)
    let above = shares[observed...].reduce(0, +)
    return min(1, 2 * min(below, above))
  }

  private static func normal(_ ranks: [Double], positive: Double) -> Double? {
    let n = Double(ranks.count)
    let ties = tieSizes(of: ranks).reduce(0) { $0 + $1 * $1 * $1 - $1 }
    let variance = (n * (n + 1) * (2 * n + 1) - ties / 2) / 24
    guard variance > 0 else { return nil }
    return 2 * StandardNormal.upperTail(abs(positive - n * (n + 1) / 4) / variance.squareRoot())
  }

  private static func tieSizes(of ranks: [Double]) -> [Double] {
    let sorted = ranks.sorted()
    var sizes: [Double] = []
    for (index, rank) in sorted.enumerated() {
      if index > 0, rank == sorted[index - 1] { sizes[sizes.count - 1] += 1 } else { sizes.append(1) }
    }
    return sizes
  }
}
