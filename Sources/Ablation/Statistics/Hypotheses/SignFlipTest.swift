import Seeding

/// The permutation test of paired differences: how often a mean as far from zero comes about when each difference's sign
/// is a coin's (Fisher 1935).
///
/// Exact for whatever distribution, as long as arm and baseline are exchangeable within a pair under no difference.
public struct SignFlipTest: Hashable, Sendable {
  /// Two-sided; never below 2 / 2^n.
  public let pValue: Double
  /// Whether all 2^n sign patterns were counted.
  public let isExact: Bool
  /// How many sign patterns were looked at.
  public let patterns: Int

  /// The most pairs for which every pattern is counted.
  public static let mostExactPairs = 16

  /// Tests differences.
  ///
  /// - Parameters:
  ///   - draws: random patterns looked at above ``mostExactPairs``; the p value is then (b + 1) / (draws + 1).
  ///   - seed: where random patterns come from; unused when the test is exact.
  /// - Returns: `nil` without differences, or when one is not finite.
  public init?(_ differences: [Double], draws: Int = 100_000, seed: SeedSequence = SeedSequence(root: 0)) {
    guard !differences.isEmpty, differences.allSatisfy(\.isFinite) else { return nil }
    // Sums that are equal on paper differ in the last digits; counts of images by the number of images often are.
    let magnitude = differences.reduce(0) { $0 + abs($1) }
    let observed = abs(differences.reduce(0, +)) - 1e-10 * magnitude
    isExact = differences.count <= Self.mostExactPairs
    if isExact {
      let half = differences.count / 2
      let left = Self.signedSums(differences[..<half])
      let right = Self.signedSums(differences[half...])
      var extreme = 0
      for first in left {
        for second in right where abs(first + second) >= observed { extreme += 1 }
      }
      patterns = left.count * right.count
      pValue = Double(extreme) / Double(patterns)
    } else {
      var generator = seed.child("sign-flip").generator()
      let extreme = Self.countExtreme(differences, observed: observed, draws: draws, using: &generator)
      patterns = draws
      pValue = Double(extreme + 1) / Double(draws + 1)
    }
  }

  private static func countExtreme(
    _ differences: [Double], observed: Double, draws: Int, using generator: inout Xoshiro256
  ) -> Int {
    // Eight signs at a time: a byte of random bits picks one of 256 sums.
    let tables = stride(from: 0, to: differences.count, by: 8).flatMap { start in
      let sums = signedSums(differences[start..<min(start + 8, differences.count)])
      return (0..<256).map { sums[$0 & (sums.count - 1)] }
    }
    return tables.withUnsafeBufferPointer { tables in
      var extreme = 0
      for _ in 0..<draws {
        var sum = 0.0
        var bits: UInt64 = 0
        var start = 0
        while start < tables.count {
          if start & 2_047 == 0 { bits = generator.next() }
          sum += tables[start + Int(truncatingIfNeeded: bits & 255)]
          bits >>= 8
          start += 256
        }
        if abs(sum) >= observed { extreme += 1 }
      }
      return extreme
    }
  }

  /// The sums of all sign patterns.
  private static func signedSums(_ values: ArraySlice<Double>) -> [Double] {
    values.reduce(into: [0.0]) { sums, value in sums = sums.map { $0 + value } + sums.map { $0 - value } }
  }
}
