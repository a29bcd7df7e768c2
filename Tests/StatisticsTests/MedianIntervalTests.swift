import TestSupport
import Testing

@testable import Statistics

/// The interval of the median between order statistics.
struct MedianIntervalTests {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    var values: [Double]
    var level: Double
    var lower: Double?
    var upper: Double?

    var testDescription: String { "\(values.count) values, \(level)" }
  }

  @Test(arguments: try Fixtures.decode([Case].self, from: "statistics/median_intervals.json"))
  func agreesWithSciPy(reference: Case) {
    let interval = ConfidenceInterval.median(of: reference.values, level: reference.level)
    // SciPy gives one-sided limits where only one exists; an interval needs both.
    guard let lower = reference.lower, let upper = reference.upper else {
      #expect(interval == nil)
      return
    }
    #expect(interval?.lower == lower)
    #expect(interval?.upper == upper)
    #expect(interval?.estimate == median(of: reference.values))
  }

  /// The ranks of 95 % intervals in tables of the sign test; below 6 values there is none.
  @Test(arguments: [(5, 0), (6, 1), (8, 1), (9, 2), (12, 3), (15, 4), (20, 6), (25, 8), (30, 10), (40, 14), (50, 18)])
  func hasTheTabledRanks(_ count: Int, _ rank: Int) {
    #expect(ConfidenceInterval.medianRank(count: count, level: 0.95) == rank)
  }

  @Test func isUndefinedForNotANumberAndNothing() {
    #expect(ConfidenceInterval.median(of: []) == nil)
    #expect(ConfidenceInterval.median(of: [1, 2, 3, 4, 5, 6, .nan]) == nil)
  }
}
