import Seeding
import Statistics

/// How much longer one thing takes than another that was measured in the same rounds.
public enum PairedRatio {
  /// The median of the rounds' ratios with its 95 % bootstrap interval, by the percentile method from a fixed seed.
  ///
  /// - Returns: `nil` for fewer than ``SeriesComparison/fewestSamples`` rounds, whose smallest and largest ratio enclose
  ///   the true median less often than in 95 % of all cases, and for a zero denominator.
  /// - Precondition: both samples have the same length.
  public static func interval(_ numerators: [Double], over denominators: [Double]) -> ConfidenceInterval? {
    guard numerators.count >= SeriesComparison.fewestSamples else { return nil }
    var generator = SeedSequence(root: 1).child("bench").child("ratio").generator()
    return Bootstrap().medianOfRatios(numerators, over: denominators, using: &generator)
  }
}
