import Foundation

/// The smallest p value that so many samples can give at all: what they can show among many series, before anything is
/// measured.
///
/// Two floors: a permutation test of so many values has no smaller p value, and a bootstrap of R resamples none below
/// 2/(R + 1) (see `Statistics.TestedRatio`).
public enum SmallestPValue {
  /// Of pairs: every round's ratio may have either sign, so that 2^rounds signs are equally likely.
  public static func paired(rounds: Int) -> Double { 2 / pow(2, Double(rounds)) }

  /// Of independent samples: every choice of which values belong to A is equally likely.
  public static func independent(_ a: Int, _ b: Int) -> Double {
    2 / (1...max(1, a)).reduce(1.0) { $0 * Double(b + $1) / Double($1) }
  }

  /// The fewest rounds from which a difference in one of so many series can be told at 5 % for all together (Holm), and
  /// an interval be made at all.
  ///
  /// - Parameter paired: whether both are measured in the same rounds.
  public static func roundsNeeded(series: Int, paired: Bool, level: Double = 0.05) -> Int {
    var rounds = SeriesComparison.fewestSamples
    while Double(series) * (paired ? self.paired(rounds: rounds) : independent(rounds, rounds)) >= level { rounds += 1 }
    return rounds
  }

  /// Resamples with which the bootstrap's floor hides nothing among so many series: at least 10,000.
  public static func resamplesNeeded(series: Int) -> Int { max(10_000, 80 * series) }
}
