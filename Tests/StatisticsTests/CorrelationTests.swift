import Statistics
import TestSupport
import Testing

struct CorrelationTests {
  struct Reference: Decodable {
    struct Pair: Decodable {
      var name: String
      var left: [Double]
      var right: [Double]
      var pearson: Double
      var spearman: Double
    }
    struct Effect: Decodable {
      var values: [Double]
      var categories: [Int]
      var eta_squared: Double
    }
    var correlations: [Pair]
    var effects: [Effect]
  }

  @Test func agreesWithSciPy() throws {
    let reference = try Fixtures.decode(Reference.self, from: "statistics/correlations.json")
    #expect(reference.correlations.count > 15)
    for pair in reference.correlations {
      let pearson = try #require(pearsonCorrelation(pair.left, pair.right), "\(pair.name)")
      #expect(abs(pearson - pair.pearson) < 1e-10, "\(pair.name)")
      let spearman = try #require(spearmanCorrelation(pair.left, pair.right), "\(pair.name)")
      #expect(abs(spearman - pair.spearman) < 1e-10, "\(pair.name)")
    }
    for effect in reference.effects {
      let share = try #require(etaSquared(effect.values, categories: effect.categories))
      #expect(abs(share - effect.eta_squared) < 1e-10)
    }
  }

  @Test(
    arguments: [
      ([], []), ([1], [2]), ([1, 1, 1], [1, 2, 3]), ([1, 2, 3], [5, 5, 5]), ([1, .nan], [1, 2]),
      ([1, .infinity], [1, 2]),
    ] as [([Double], [Double])])
  func isUndefinedForConstantsAndNonNumbers(left: [Double], right: [Double]) {
    #expect(pearsonCorrelation(left, right) == nil)
    #expect(spearmanCorrelation(left, right) == nil)
  }

  @Test func effectsAreUndefinedForConstantsAndOneCategory() {
    #expect(etaSquared([1, 2, 3], categories: [0, 0, 0]) == nil)
    #expect(etaSquared([1, 1], categories: [0, 1]) == nil)
    #expect(etaSquared([], categories: []) == nil)
    #expect(etaSquared([1, .nan], categories: [0, 1]) == nil)
    #expect(etaSquared([1, 1, 2, 2], categories: [7, 7, -3, -3]) == 1)
  }
}
