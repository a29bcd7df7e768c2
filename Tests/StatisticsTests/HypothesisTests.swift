import Seeding
import Statistics
import TestSupport
import Testing

/// Tests of models, corrections and verdicts.
struct HypothesisTests {
  struct Reference: Decodable {
    struct McNemar: Decodable {
      var b: Int
      var c: Int
      var exact: Double
      var mid: Double
    }
    struct Cochran: Decodable {
      var correct: [[Int]]
      var q: Double
      var p: Double
    }
    struct Adjusted: Decodable {
      var raw: [Double]
      var holm: [Double]
      var bh: [Double]
    }
    var mcnemar: [McNemar]
    var cochran: [Cochran]
    var adjusted: [Adjusted]
  }

  @Test func agreesWithStatsmodels() throws {
    let reference = try Fixtures.decode(Reference.self, from: "statistics/hypotheses.json")
    for row in reference.mcnemar {
      let test = McNemarTest(onlyFirst: row.b, onlySecond: row.c)
      expect(test.exactPValue, near: row.exact, tolerance: 1e-10, "exact \(row)")
      expect(test.midPValue, near: row.mid, tolerance: 1e-10, "mid-p \(row)")
      #expect(test.pValue == (row.b + row.c < 25 ? test.exactPValue : test.midPValue))
    }
    for row in reference.cochran {
      let test = try #require(CochranQTest(correct: row.correct.map { $0.map { $0 == 1 } }))
      expect(test.statistic, near: row.q)
      expect(test.pValue, near: row.p)
    }
    for row in reference.adjusted {
      for (value, expected) in zip(holmAdjusted(row.raw), row.holm) { expect(value, near: expected) }
      for (value, expected) in zip(benjaminiHochbergAdjusted(row.raw), row.bh) { expect(value, near: expected) }
    }
  }

  @Test func theStandardsFiguresHold() {
    // 40 against 60 and 20 against 40 discordant images: the same gap of 20, another verdict.
    let wide = McNemarTest(onlyFirst: 40, onlySecond: 60)
    #expect(abs(wide.exactPValue - 0.0569) < 5e-5 && abs(wide.midPValue - 0.0460) < 5e-4)
    #expect(abs(McNemarTest(onlyFirst: 20, onlySecond: 40).exactPValue - 0.0135) < 5e-5)
    #expect([1, 3, 5, 6, 8, 10, 15].map { SeedRequirement.fewestSeeds(comparisons: $0) } == [6, 7, 8, 8, 9, 9, 10])
  }

  @Test func imagesAreCounted() {
    let test = McNemarTest(
      firstCorrect: [true, true, false, false, true], secondCorrect: [true, false, true, false, false])
    #expect((test.onlyFirst, test.onlySecond, test.discordant) == (2, 1, 3))
    #expect(CochranQTest(correct: [[true, false], [true, false]]) == nil)
    #expect(CochranQTest(correct: [[true]]) == nil)
  }

  @Test func verdictsFollowTheRules() throws {
    func effect(_ values: [Double]) throws -> EffectEstimate { try #require(EffectEstimate(values, resamples: 10)) }
    let jitter = [0.1, -0.3, 0.2, 0.0, -0.1, 0.3, -0.2, 0.15, -0.15, 0.05]
    let better = try effect(jitter.map { 2 + $0 })
    let worse = try effect(jitter.map { -2 + $0 })
    let same = try effect(jitter)
    let noisy = try effect(jitter.map { 10 * $0 + 1 })
    let tiny = try effect(jitter.map { 0.3 + 0.1 * $0 })
    let family = ComparisonFamily([better, worse, same, noisy, tiny], margin: 0.5)
    #expect(family.fewestSeeds == 8)
    #expect(family.members.map(\.isStarred) == [true, true, false, false, true])
    #expect(family.members[0].verdict == .higher && family.members[1].verdict == .lower)
    #expect(family.members[2].verdict == .noRelevantDifference)
    // Sure to differ from zero, and sure to be too small to matter.
    #expect(family.members[4].verdict == .noRelevantDifference)
    guard case .undecided(let seeds) = family.members[3].verdict else { return #expect(Bool(false), "not undecided") }
    let deviation = try #require(PairedPower.upperDeviation(of: noisy.values))
    #expect(seeds == PairedPower.pairs(effect: noisy.mean / deviation, alpha: 0.01))
    #expect(try #require(seeds) > 10)
  }

  /// Equal differences have no spread: whatever their number, no test applies and nothing more can be promised.
  @Test(arguments: [0, 0.3], [2, 3, 12])
  func noVerdictWithoutSpread(_ value: Double, _ seeds: Int) throws {
    let flat = try #require(EffectEstimate([Double](repeating: value, count: seeds), resamples: 10))
    let noisy = try #require(EffectEstimate((0..<seeds).map { Double($0 % 2) }, resamples: 10))
    let family = ComparisonFamily([flat, noisy], margin: 1)
    #expect(family.members[0].verdict == .noSpread && !family.members[0].isStarred)
    #expect(family.members[0].equivalence == nil && family.members[0].adjustedEquivalence == nil)
    #expect(family.members[1].verdict != .noSpread)
  }

  /// Few seeds can lie close together by chance: "no difference" needs as many as a star.
  @Test func noEquivalenceBelowTheSeedsOfAStar() throws {
    let jitter = [0.1, -0.3, 0.2, 0.0, -0.1, 0.3]
    let six = try #require(EffectEstimate(jitter, resamples: 10))
    let five = try #require(EffectEstimate(Array(jitter.prefix(5)), resamples: 10))
    #expect(try #require(EquivalenceTest(five.values, margin: 5)).pValue < 1e-4)
    #expect(ComparisonFamily([six], margin: 5).members[0].verdict == .noRelevantDifference)
    #expect(ComparisonFamily([five], margin: 5).members[0].verdict == .undecided(seeds: 6))
  }

  @Test func noStarBelowTheSeedsThatCanCarryIt() throws {
    let strong = try #require(EffectEstimate([5, 5.1, 4.9, 5.2, 5.05], resamples: 10))
    let alone = ComparisonFamily([strong], margin: 0.1)
    #expect(alone.fewestSeeds == 6 && !alone.members[0].isStarred)
    #expect(alone.members[0].verdict == .undecided(seeds: 6))
    // Seven seeds carry a family of three, not one of six; an unlucky rounding of the logarithm would say otherwise.
    let seven = try #require(EffectEstimate([5, 5.1, 4.9, 5.2, 5.05, 5.3, 4.8], resamples: 10))
    #expect(ComparisonFamily([seven, seven, seven], margin: 0.1).members[0].isStarred)
    #expect(!ComparisonFamily([seven] + [EffectEstimate](repeating: seven, count: 5), margin: 0.1).members[0].isStarred)
  }
}
