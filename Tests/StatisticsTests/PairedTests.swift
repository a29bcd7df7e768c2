import Seeding
import Testing
import TestSupport

@testable import Statistics

/// Paired analysis against SciPy and statsmodels.
struct PairedTests {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    var name: String
    var arm: [Double]
    var baseline: [Double]
    var mean: Double
    var sd: Double
    var iqm: Double
    var draws: [[Int]]
    var percentile: [Double]
    var bca: [Double]
    var t_interval: [Double]
    var t: Double
    var t_p: Double
    var sign_flip_p: Double?
    var wilcoxon: Double
    var wilcoxon_p: Double
    var tost_margin: Double
    var tost_lower_p: Double
    var tost_upper_p: Double
    var d_z: Double
    var improvement: Double
    var correlation: Double
    var variance_ratio: Double

    var testDescription: String { name }
  }

  @Test(arguments: try Fixtures.decode([Case].self, from: "statistics/paired.json"))
  func agreesWithSciPy(reference: Case) throws {
    let comparison = try #require(PairedComparison(arm: reference.arm, baseline: reference.baseline, resamples: 200))
    let effect = comparison.effect
    let n = reference.arm.count
    // Rounding the differences to their fourteenth decimal moves them by up to 1e-11 of their size.
    let tolerance = 1e-10
    let scale = reference.sd
    func near(_ value: Double, _ expected: Double, _ what: Comment) {
      #expect(abs(value - expected) <= tolerance * max(scale, abs(expected)), what)
    }
    near(effect.mean, reference.mean, "mean")
    near(try #require(effect.standardDeviation), reference.sd, "sd")
    let student = try #require(effect.intervals.student)
    near(student.lower, reference.t_interval[0], "t interval")
    near(student.upper, reference.t_interval[1], "t interval")
    let t = try #require(effect.tTest)
    near(t.statistic, reference.t, "t")
    near(t.pValue, reference.t_p, "p of t")
    if let expected = reference.sign_flip_p {
      #expect(effect.signFlip.isExact && abs(effect.signFlip.pValue - expected) < 1e-12)
    } else {
      #expect(!effect.signFlip.isExact && effect.signFlip.patterns == 100_000)
      #expect(abs(effect.signFlip.pValue - reference.t_p) < 0.01)
    }
    let wilcoxon = try #require(effect.wilcoxon)
    #expect(wilcoxon.statistic == reference.wilcoxon)
    near(wilcoxon.pValue, reference.wilcoxon_p, "p of Wilcoxon, \(wilcoxon.method)")
    let equivalence = try #require(EquivalenceTest(effect.values, margin: reference.tost_margin))
    near(equivalence.lowerPValue, reference.tost_lower_p, "TOST")
    near(equivalence.upperPValue, reference.tost_upper_p, "TOST")
    near(try #require(effect.standardizedSize), reference.d_z, "d_z")
    near(comparison.improvement, reference.improvement, "improvement")
    near(try #require(comparison.correlation), reference.correlation, "correlation")
    near(try #require(comparison.varianceRatio), reference.variance_ratio, "variance ratio")
    #expect(comparison.above + comparison.equal + comparison.below == n)
    let summary = try #require(SampleSummary(reference.arm))
    if n >= 8 { near(try #require(summary.interquartileMean), reference.iqm, "IQM") }
    #expect((summary.interquartileMean == nil) == (n < 8))
    #expect(effect.intervals.method == .student && effect.interval == effect.intervals.student)
    let other = try #require(EffectEstimate(effect.values, resamples: 200, rule: .acceleratedFromFifteen))
    #expect(other.intervals.method == (n < 15 ? .student : .accelerated))
    #expect(other.interval == (n < 15 ? effect.intervals.student : effect.intervals.accelerated))

    guard !reference.draws.isEmpty else { return }
    let stored = BootstrapDistribution(meansOf: effect.values, draws: reference.draws)
    let percentile = stored.percentileInterval()
    near(percentile.lower, reference.percentile[0], "percentile")
    near(percentile.upper, reference.percentile[1], "percentile")
    let accelerated = try #require(stored.acceleratedInterval(jackknife: jackknifeMeans(of: effect.values)))
    near(accelerated.lower, reference.bca[0], "BCa")
    near(accelerated.upper, reference.bca[1], "BCa")
  }

  @Test func fixturesHaveEveryKindOfWilcoxon() throws {
    let cases = try Fixtures.decode([Case].self, from: "statistics/paired.json")
    let methods = Set(
      cases.compactMap { WilcoxonSignedRank(pairedDifferences($0.arm, $0.baseline))?.method })
    #expect(methods == [.exact, .permutation, .normal])
    #expect(cases.contains { $0.sign_flip_p == nil })
  }

  @Test func roundingRestoresTiesAndZeros() {
    // Not the same double; on paper both are 0.0012.
    #expect(0.9812 - 0.98 != 0.9814 - 0.9802)
    #expect(pairedDifferences([0.9812, 0.9814, 0.3], [0.98, 0.9802, 0.3]) == [0.0012, 0.0012, 0])
    #expect(pairedDifferences([3e8, 1e8], [1e8, 1e8]) == [2e8, 0])
  }

  @Test func degenerateDataIsSaidToBe() throws {
    #expect(EffectEstimate([]) == nil)
    #expect(EffectEstimate([1, .nan]) == nil)
    let one = try #require(EffectEstimate([0.5]))
    #expect(one.interval == nil && one.tTest == nil && one.signFlip.pValue == 1 && one.standardizedSize == nil)
    let equal = try #require(EffectEstimate([Double](repeating: 0.5, count: 20)))
    #expect(equal.intervals.accelerated == nil && equal.tTest == nil)
    #expect(equal.interval.map { [$0.lower, $0.upper] } == [0.5, 0.5])
    let zeros = try #require(PairedComparison(arm: [1, 2, 3], baseline: [1, 2, 3]))
    #expect(zeros.effect.signFlip.pValue == 1 && zeros.improvement == 0.5 && zeros.improvementExact == nil)
    #expect(zeros.varianceRatio == 0)
    #expect(zeros.effect.wilcoxon?.pValue == 1)
    #expect(WilcoxonSignedRank([Double](repeating: 0, count: 20)) == nil)
    // Without spread there is no t statistic, whatever the margin.
    #expect(EquivalenceTest([0.5, 0.5], margin: 1) == nil && EquivalenceTest([0.5, 0.5], margin: 0.4) == nil)
  }

  @Test func anImprovementOfAllPairsKeepsAnExactInterval() throws {
    let all = try #require(PairedComparison(arm: [2, 3, 4, 5, 6, 7], baseline: [1, 1, 1, 1, 1, 1]))
    #expect(all.improvement == 1 && all.correlation == nil)
    #expect(all.improvementBootstrap.map { [$0.lower, $0.upper] } == [1, 1])
    // (0.025)^(1/6), the lower limit of 6 in 6.
    expect(try #require(all.improvementExact).lower, near: 0.540_741_873_823_893, tolerance: 1e-9)
    #expect(all.effect.signFlip.pValue == 2.0 / 64)
  }

  /// Of a loss the smaller value is the better one.
  @Test func improvementsFollowTheGoal() throws {
    let (arm, baseline) = ([1.0, 2, 3, 4, 9], [2.0, 3, 3, 5, 8])
    let gain = try #require(PairedComparison(arm: arm, baseline: baseline, resamples: 200))
    let loss = try #require(PairedComparison(arm: arm, baseline: baseline, isMaximized: false, resamples: 200))
    #expect(gain.improvement == 0.3 && loss.improvement == 0.7)
    #expect((loss.above, loss.equal, loss.below) == (1, 1, 3) && loss.effect == gain.effect)
    let (up, down) = (try #require(gain.improvementExact), try #require(loss.improvementExact))
    #expect(abs(up.lower + down.upper - 1) < 1e-12 && abs(up.upper + down.lower - 1) < 1e-12)
    #expect(up.estimate == 0.25 && down.estimate == 0.75)
  }

  @Test func equalSeedsGiveEqualIntervals() throws {
    var generator = SeedSequence(root: 3).generator()
    let values = (0..<20).map { _ in generator.uniform() }
    let first = EffectEstimate(values, resamples: 500, seed: SeedSequence(root: 1))
    #expect(first == EffectEstimate(values, resamples: 500, seed: SeedSequence(root: 1)))
    #expect(
      first?.intervals.accelerated
        != EffectEstimate(values, resamples: 500, seed: SeedSequence(root: 2))?.intervals.accelerated)
  }
}
