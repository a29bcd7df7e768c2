import TestSupport
import Testing

@testable import Statistics

/// Against SciPy: Tests/Reference/effect_sizes.py.
struct EffectSizeTests {
  struct Reference: Decodable {
    struct Pair: Decodable {
      var left: [Double]
      var right: [Double]
      var pearson: [Double]
      var spearman: [Double]
    }
    struct Categories: Decodable {
      var values: [Double]
      var groups: [Int]
      var eta_squared: Double
      var omega_squared: Double
      var eta_squared_interval: [Double]
      var kruskal: [Double]
      var first_against_others: [Double]
    }
    var correlations: [Pair]
    var categories: [Categories]
    var noncentral_f: [[Double]]
  }

  private func isNear(_ value: Double, _ expected: Double, _ tolerance: Double) -> Bool {
    abs(value - expected) <= tolerance * max(1, abs(expected))
  }

  @Test func intervalsOfCorrelationsAgreeWithSciPy() throws {
    let reference = try Fixtures.decode(Reference.self, from: "statistics/effects.json")
    #expect(reference.correlations.count == 15)
    for pair in reference.correlations {
      let pearson = try #require(ConfidenceInterval.pearson(pair.left, pair.right))
      #expect(isNear(pearson.lower, pair.pearson[0], 1e-12) && isNear(pearson.upper, pair.pearson[1], 1e-12))
      let spearman = try #require(ConfidenceInterval.spearman(pair.left, pair.right))
      #expect(isNear(spearman.lower, pair.spearman[0], 1e-12) && isNear(spearman.upper, pair.spearman[1], 1e-12))
      #expect(spearman.lower <= spearman.estimate && spearman.estimate <= spearman.upper)
    }
    #expect(ConfidenceInterval.pearson([1, 2, 3], [1, 2, 4]) == nil)
    #expect(ConfidenceInterval.pearson([1, 1, 1, 1], [1, 2, 4, 5]) == nil)
    let perfect = try #require(ConfidenceInterval.spearman([1, 2, 3, 4], [1, 2, 4, 50]))
    #expect(perfect.lower == 1 && perfect.upper == 1)
  }

  @Test func effectsOfCategoriesAgreeWithSciPy() throws {
    let reference = try Fixtures.decode(Reference.self, from: "statistics/effects.json")
    #expect(reference.categories.count == 15)
    for item in reference.categories {
      let effect = try #require(CategoryEffect(item.values, categories: item.groups))
      #expect(isNear(effect.etaSquared, item.eta_squared, 1e-11))
      #expect(isNear(try #require(effect.omegaSquared), item.omega_squared, 1e-11))
      let interval = try #require(effect.etaSquaredInterval)
      #expect(isNear(interval.lower, item.eta_squared_interval[0], 1e-8), "\(interval) \(item.eta_squared_interval)")
      #expect(isNear(interval.upper, item.eta_squared_interval[1], 1e-8), "\(interval) \(item.eta_squared_interval)")
      let kruskal = try #require(effect.kruskalWallis)
      #expect(isNear(kruskal.statistic, item.kruskal[0], 1e-10))
      #expect(abs(kruskal.pValue - item.kruskal[1]) <= 1e-10 * item.kruskal[1] + 1e-15)
      let own = item.values.indices.filter { item.groups[$0] == 0 }.map { item.values[$0] }
      let others = item.values.indices.filter { item.groups[$0] != 0 }.map { item.values[$0] }
      let welch = try #require(ConfidenceInterval.meanDifference(own, others))
      #expect(isNear(welch.lower, item.first_against_others[0], 1e-11))
      #expect(isNear(welch.upper, item.first_against_others[1], 1e-11))
    }
  }

  @Test func theNoncentralFDistributionAgreesWithSciPy() throws {
    let reference = try Fixtures.decode(Reference.self, from: "statistics/effects.json")
    for row in reference.noncentral_f {
      let value = NoncentralF(numerator: row[0], denominator: row[1], noncentrality: row[2]).cumulative(row[3])
      #expect(abs(value - row[4]) < 1e-9, "\(row): \(value)")
    }
  }

  @Test func whatHasNoEffectSizeIsSaid() {
    #expect(KruskalWallis([1, 1, 1], groups: [0, 1, 2]) == nil)
    #expect(KruskalWallis([1, 2, 3], groups: [4, 4, 4]) == nil)
    #expect(KruskalWallis([1, .nan, 3], groups: [0, 1, 1]) == nil)
    #expect(CategoryEffect([1, 2], categories: [0, 1])?.etaSquaredInterval == nil)
    #expect(CategoryEffect([1, 1, 2, 2], categories: [0, 0, 1, 1])?.omegaSquared == nil)
    #expect(ConfidenceInterval.meanDifference([1], [2, 3]) == nil)
    #expect(ConfidenceInterval.meanDifference([1, 1], [2, 2]) == nil)
  }
}
