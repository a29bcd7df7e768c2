import Seeding
import TestSupport
import Testing

@testable import Statistics

/// Factorial analysis against statsmodels, enumeration and textbook cases.
struct FactorialTests {
  struct Reference: Decodable {
    struct Anova: Decodable, Sendable, CustomTestStringConvertible {
      struct Row: Decodable {
        var factors: [Int]
        var ss: Double
        var df: Int
        var f: Double
        var p: Double
        var partial_eta: Double
        var omega: Double
      }
      var levels: [Int]
      var seeds: Int
      var order: Int
      var observations: [[Double]]
      var rows: [Row]
      var residual_ss: Double
      var residual_df: Int
      var total: Double

      var testDescription: String { "\(levels) x \(seeds)" }

      func data() throws -> FactorialData {
        try FactorialData(
          factors: levels.enumerated().map { index, count in
            Factor(name: "f\(index)", levels: (0..<count).map { "l\($0)" })
          }, seeds: (0..<seeds).map(String.init),
          observations: observations.map { row in
            FactorialData.Observation(
              levels: row.dropLast(2).map { Int($0) }, seed: Int(row[row.count - 2]), value: row[row.count - 1])
          })
      }
    }
    struct Shapley: Decodable {
      var values: [Double]
      var shapley: [Double]
    }
    struct Lenth: Decodable {
      var contrasts: [Double]
      var pse: Double
      var me: Double
      var sme: Double
      var half_normal: [Double]
    }
    var anova: [Anova]
    var shapley: Shapley
    var lenth: Lenth
  }

  static func reference() throws -> Reference { try Fixtures.decode(Reference.self, from: "statistics/factorial.json") }

  @Test(arguments: try reference().anova)
  func anovaAgreesWithStatsmodels(reference: Reference.Anova) throws {
    let data = try reference.data()
    let table = AnovaTable(data, order: reference.order)
    expect(table.residualSumOfSquares, near: reference.residual_ss)
    expect(table.totalSumOfSquares, near: reference.total)
    #expect(table.residualDegreesOfFreedom == reference.residual_df)
    let rows = table.rows + [try #require(table.block)]
    #expect(rows.count == reference.rows.count)
    for (row, expected) in zip(rows, reference.rows) {
      #expect(row.factors == expected.factors && row.degreesOfFreedom == expected.df)
      #expect(abs(row.sumOfSquares - expected.ss) <= 1e-10 * max(expected.ss, 0.01 * reference.total))
      expect(try #require(row.f), near: expected.f, tolerance: 1e-9)
      #expect(abs(try #require(row.pValue) - expected.p) < 1e-10)
      #expect(abs(try #require(row.partialEtaSquared) - expected.partial_eta) < 1e-10)
      #expect(abs(try #require(row.omegaSquared) - expected.omega) < 1e-10)
    }
    let parts = rows.reduce(0) { $0 + $1.sumOfSquares } + table.residualSumOfSquares
    expect(parts, near: table.totalSumOfSquares)
  }

  /// The complete design through the analysis for fractions gives the same table.
  @Test func fractionsAndFactorialsAgree() throws {
    let data = try #require(try Self.reference().anova.first { $0.order == 2 }).data()
    let runs = (0..<data.cellCount).map { cell in data.factors.indices.map { data.level(of: $0, in: cell) == 1 } }
    let fraction = try #require(FractionalAnalysis(runs: runs, values: data.values))
    let table = AnovaTable(data, order: 2)
    expect(fraction.anova.residualSumOfSquares, near: table.residualSumOfSquares)
    for (row, expected) in zip(fraction.anova.rows, table.rows) {
      #expect(row.factors == expected.factors)
      #expect(abs(row.sumOfSquares - expected.sumOfSquares) < 1e-12 * table.totalSumOfSquares)
    }
    for (index, effect) in fraction.effects.enumerated() {
      let other =
        effect.count == 1
        ? FactorialEffects.main(data, factor: effect[0], level: 1)
        : FactorialEffects.interaction(data, (effect[0], 1), (effect[1], 1))
      for (value, expected) in zip(fraction.values[index], other) { #expect(abs(value - expected) < 1e-14) }
    }
  }

  @Test func aFractionOfResolutionFiveFindsEffectsAndPairs() throws {
    let fraction = try #require(FractionalFactorial.resolutionFive(factorCount: 5))
    var generator = SeedSequence(root: 4).generator()
    let offsets = (0..<3).map { _ in generator.uniform() }
    let values = fraction.runs.map { run in
      offsets.map { $0 + (run[0] ? 2 : 0) + (run[3] ? -1 : 0) + (run[1] && run[4] ? 0.5 : 0) }
    }
    let analysis = try #require(FractionalAnalysis(runs: fraction.runs, values: values))
    let means = zip(analysis.effects, analysis.values).map { ($0, $1.reduce(0, +) / 3) }
    for (effect, mean) in means {
      let expected: Double =
        switch effect {
        case [0]: 2
        case [3]: -1
        case [1], [4]: 0.25
        case [1, 4]: 0.5
        default: 0
        }
      #expect(abs(mean - expected) < 1e-12, "\(effect)")
    }
    #expect(analysis.anova.residualSumOfSquares < 1e-24)
    // Resolution III confounds pairs with main effects.
    let coarse = FractionalFactorial(factorCount: 3, generators: [0b11])
    #expect(FractionalAnalysis(runs: coarse.runs, values: coarse.runs.map { _ in [1] }) == nil)
  }

  @Test(arguments: 1...11)
  func tabulatedFractionsHaveResolutionFive(factors: Int) throws {
    let fraction = try #require(FractionalFactorial.resolutionFive(factorCount: factors))
    let runs = fraction.runs
    #expect(runs.count == 1 << (factors - fraction.generators.count) && Set(runs).count == runs.count)
    #expect(factors < 5 ? fraction.resolution == nil : try #require(fraction.resolution) >= 5)
    if factors >= 5 { #expect(runs.count < 1 << factors) }
    // By the runs themselves: every word of the relation has the same sign everywhere, and no other short word.
    for word in 1..<(1 << factors) {
      let signs = Set(runs.map { run in (0..<factors).count { word >> $0 & 1 == 1 && !run[$0] } % 2 })
      #expect((signs.count == 1) == fraction.definingRelation.contains(word))
    }
    for factor in 0..<factors {
      #expect(fraction.aliases(of: 1 << factor, upTo: 3).isEmpty)
    }
  }

  @Test func aliasesAreListed() throws {
    let fraction = try #require(FractionalFactorial.resolutionFive(factorCount: 5))
    // E = ABCD: AB is CDE, A is BCDE.
    #expect(fraction.definingRelation == [0b11111])
    #expect(fraction.aliases(of: 0b00011, upTo: 3) == [0b11100])
    #expect(fraction.aliases(of: 0b00001, upTo: 4) == [0b11110])
    #expect(FractionalFactorial.resolutionFive(factorCount: 12) == nil)
  }

  @Test func shapleyValuesAreThoseOfAllOrdersAndAddUp() throws {
    let reference = try Self.reference().shapley
    let values = ShapleyValues.values(of: reference.values)
    for (value, expected) in zip(values, reference.shapley) { #expect(abs(value - expected) < 1e-13) }
    let data = try #require(try Self.reference().anova.first { $0.levels == [2, 2, 2, 2] }).data()
    let perSeed = ShapleyValues.perSeed(data)
    for seed in data.seeds.indices {
      let sum = perSeed.reduce(0) { $0 + $1[seed] }
      #expect(abs(sum - (data.values[15][seed] - data.values[0][seed])) < 1e-15)
    }
    // Dyadic values add up without any rounding.
    let whole = ShapleyValues.values(of: [0, 1, 2, 4])
    #expect(whole == [1.5, 2.5] && whole.reduce(0, +) == 4)
  }

  @Test func lenthFindsTheTextbooksEffects() throws {
    let reference = try Self.reference().lenth
    let lenth = try #require(LenthAnalysis(reference.contrasts))
    expect(lenth.pseudoStandardError, near: reference.pse)
    expect(lenth.marginOfError, near: reference.me)
    expect(lenth.simultaneousMarginOfError, near: reference.sme)
    for (value, expected) in zip(lenth.halfNormalQuantiles, reference.half_normal) { expect(value, near: expected) }
    // Temperature, concentration, stirring rate and the two interactions with temperature.
    #expect(
      lenth.contrasts.indices.filter { abs(lenth.contrasts[$0]) > lenth.marginOfError } == [0, 3, 4, 7, 8])
    #expect(LenthAnalysis([1, 2]) == nil)
    #expect(LenthAnalysis([0, 0, 0, 0])?.pseudoStandardError == 0)
  }

  @Test func oneSeedLeavesNoResiduals() throws {
    let data = try FactorialData(
      factors: [Factor(name: "a"), Factor(name: "b")], seeds: ["1"],
      observations: (0..<4).map {
        FactorialData.Observation(levels: [$0 & 1, $0 >> 1], seed: 0, value: Double($0 * $0))
      })
    let full = AnovaTable(data)
    #expect(full.residualDegreesOfFreedom == 0 && full.residualMeanSquare == nil && full.block == nil)
    #expect(full.rows.allSatisfy { $0.f == nil && $0.pValue == nil && $0.partialEtaSquared == nil })
    let main = AnovaTable(data, order: 1)
    #expect(main.residualDegreesOfFreedom == 1 && main.rows.count == 2)
    expect(main.residualSumOfSquares, near: full.rows[2].sumOfSquares)
  }

  @Test func effectsOfMixedLevels() throws {
    // y = 10 (a on) + 3 x level of b + 2 (a on and b at level 2), the same with every seed but an offset.
    var observations: [FactorialData.Observation] = []
    for a in 0..<2 {
      for b in 0..<3 {
        for seed in 0..<2 {
          let value = 10 * a + 3 * b + (a == 1 && b == 2 ? 2 : 0) + 100 * seed
          observations.append(.init(levels: [a, b], seed: seed, value: Double(value)))
        }
      }
    }
    let factors = [Factor(name: "a"), Factor(name: "b", levels: ["x", "y", "z"], fullLevel: 1)]
    let data = try FactorialData(factors: factors, seeds: ["7", "8"], observations: observations)
    #expect(FactorialEffects.main(data, factor: 1, level: 2) == [7, 7])
    #expect(FactorialEffects.main(data, factor: 1, level: 1) == [3, 3])
    #expect(FactorialEffects.interaction(data, (0, 1), (1, 2)) == [2, 2])
    #expect(FactorialEffects.interaction(data, (0, 1), (1, 1)) == [0, 0])
    #expect(FactorialEffects.leaveOneOut(data, factor: 0) == [-10, -10])
    #expect(FactorialEffects.leaveOneOut(data, factor: 1, level: 2) == [5, 5])
    #expect(FactorialEffects.addOneIn(data, factor: 1) == [3, 3])
    #expect(ShapleyValues.perSeed(data) == [[10, 10], [3, 3]])
    let path = AblationPath(data)
    #expect(path.steps.map(\.factor) == [0, 1] && path.steps.map(\.gains) == [[10, 10], [3, 3]])
    #expect(path.start == 50 && path.steps.map(\.value) == [60, 63])
    #expect(AblationPath(data, isMaximized: false).steps.map(\.factor) == [1, 0])
  }

  @Test func unbalancedDesignsAreRefused() {
    let factors = [Factor(name: "a"), Factor(name: "b")]
    let all = (0..<4).flatMap { cell in
      (0..<2).map { FactorialData.Observation(levels: [cell & 1, cell >> 1], seed: $0, value: 1) }
    }
    func error(_ observations: [FactorialData.Observation]) -> FactorialError? {
      do {
        _ = try FactorialData(factors: factors, seeds: ["11", "12"], observations: observations)
        return nil
      } catch { return error as? FactorialError }
    }
    #expect(error(all) == nil)
    #expect(error(Array(all.dropLast(2))) == .missing(combination: "a=on b=on", seed: "11", missing: 2))
    #expect(error(all + [all[0]]) == .repeated(combination: "a=off b=off", seed: "11"))
    var broken = all
    broken[3].value = .nan
    #expect(error(broken) == .notFinite(combination: "a=on b=off", seed: "12"))
    #expect(throws: FactorialError.empty) { try FactorialData(factors: [], seeds: ["1"], observations: []) }
  }
}
