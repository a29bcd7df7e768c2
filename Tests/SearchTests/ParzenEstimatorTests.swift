import Seeding
import Testing
import TestSupport

@testable import Search

@Suite struct ParzenEstimatorTests {
  struct Case: Decodable {
    let points: [[Double]]
    let weights: [Double]
    let at: [[Double]]
    let logDensity: [Double]
  }

  static let axes: [MixedEncoding.Axis] = [
    .continuous, .category(levels: [0, 1, 2]), .ordered(levels: [0, 1, 2, 3]),
  ]
  static let priors: [[Double]] = [[], [0.5, 0.25, 0.25], [0.25, 0.25, 0.25, 0.25]]

  private func estimator(_ points: [[Double]], _ weights: [Double]) -> ParzenEstimator {
    ParzenEstimator(
      axes: ParzenEstimatorTests.axes, priors: ParzenEstimatorTests.priors, points: points, weights: weights)
  }

  @Test func densitiesAreThoseOfNumPy() throws {
    for example in try Fixtures.decode([Case].self, from: "search/parzen.json") {
      let estimator = estimator(example.points, example.weights)
      for (point, expected) in zip(example.at, example.logDensity) {
        #expect(abs(estimator.logDensity(point) - expected) < 1e-12 * max(1, abs(expected)))
      }
    }
  }

  @Test func theDensityIntegratesToOne() {
    let estimator = estimator([[0.2, 0, 0.125], [0.9, 2, 0.875]], [1, 1])
    var sum = 0.0
    for step in 0..<2_000 {
      for category in 0..<3 {
        for cell in 0..<4 {
          let point = [(Double(step) + 0.5) / 2_000, Double(category), (Double(cell) + 0.5) / 4]
          sum += Elementary.exp(estimator.logDensity(point)) / 2_000
        }
      }
    }
    #expect(abs(sum - 1) < 1e-5, "\(sum)")
  }

  /// Draws fall where the density says, cell by cell.
  @Test func drawsFollowTheDensity() {
    let estimator = estimator([[0.2, 0, 0.125], [0.9, 2, 0.875], [0.25, 0, 0.375]], [1, 1, 1])
    var generator = SeedSequence(root: 4).generator()
    let count = 20_000
    var counts = [Int](repeating: 0, count: 10 * 3 * 4)
    func cell(_ point: [Double]) -> Int {
      (min(Int(point[0] * 10), 9) * 3 + Int(point[1])) * 4 + Int(point[2] * 4)
    }
    for _ in 0..<count { counts[cell(estimator.sample(&generator))] += 1 }
    var expected = [Double](repeating: 0, count: counts.count)
    for step in 0..<1_000 {
      for category in 0..<3 {
        for level in 0..<4 {
          let point = [(Double(step) + 0.5) / 1_000, Double(category), (Double(level) + 0.5) / 4]
          expected[cell(point)] += Elementary.exp(estimator.logDensity(point)) / 1_000
        }
      }
    }
    for (observed, share) in zip(counts, expected) {
      let deviation = (Double(count) * share * (1 - share)).squareRoot()
      #expect(abs(Double(observed) - Double(count) * share) < 5 * deviation + 2)
    }
  }
}
