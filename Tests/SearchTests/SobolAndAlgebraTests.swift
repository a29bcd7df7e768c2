import Seeding
import Testing
import TestSupport

@testable import Search

@Suite struct SobolAndAlgebraTests {
  /// Point 777 of SciPy 1.17's unscrambled sequence, which visits points in Gray-code order: number 653 here.
  static let reference: [(dimension: Int, value: Double)] = [
    (0, 0.6923828125), (1, 0.9365234375), (2, 0.1630859375), (3, 0.2744140625), (4, 0.6357421875), (7, 0.7626953125),
    (12, 0.3837890625), (21, 0.2724609375), (30, 0.5419921875), (39, 0.3583984375),
  ]

  @Test(arguments: reference) func directionNumbersAreThoseOfJoeAndKuo(dimension: Int, value: Double) {
    let sequence = SobolSequence(shifts: [UInt32](repeating: 0, count: 40))
    #expect(abs(sequence.coordinate(653, dimension: dimension) - value) < 1e-9)
  }

  @Test func everyDimensionIsStratified() {
    let sequence = SobolSequence(shifts: (0..<40).map { UInt32($0) &* 0x9E37_79B9 })
    for dimension in 0..<40 {
      let cells = Set((0..<256).map { Int(sequence.coordinate($0, dimension: dimension) * 256) })
      #expect(cells.count == 256)
    }
  }

  /// Owen's scrambling keeps the net: every dyadic cell of every pair of dimensions keeps its one point.
  @Test func scrambledPointsAreStillANet() {
    let root = SeedSequence(root: 3)
    let sequence = SobolSequence(scrambling: (0..<40).map { root.child($0) })
    for dimension in 0..<40 {
      let cells = Set((0..<256).map { Int(sequence.coordinate($0, dimension: dimension) * 256) })
      #expect(cells.count == 256)
    }
    // The first two dimensions are a (0, 8, 2) net: 16 by 16, 8 by 32 and so on.
    for bits in 0...8 {
      let cells = Set(
        (0..<256).map { index in
          let x = Int(sequence.coordinate(index, dimension: 0) * Double(1 << bits))
          let y = Int(sequence.coordinate(index, dimension: 1) * Double(1 << (8 - bits)))
          return [x, y]
        })
      #expect(cells.count == 256, "2^\(bits) columns")
    }
  }

  /// SciPy's sequence, unscrambled; it visits the points in Gray-code order.
  @Test func pointsAreThoseOfSciPy() throws {
    let points = try Fixtures.decode([[Double]].self, from: "search/sobol.json")
    #expect(points.count == 64)
    let sequence = SobolSequence(shifts: [UInt32](repeating: 0, count: 40))
    for (index, point) in points.enumerated() {
      for (dimension, expected) in point.enumerated() {
        #expect(abs(sequence.coordinate(index ^ index >> 1, dimension: dimension) - expected) < 1e-9)
      }
    }
  }

  /// A scrambled coordinate is uniform over seeds: mean 1/2 and variance 1/12 within four standard errors.
  @Test func scrambledCoordinatesAreUniform() {
    for index in [0, 1, 5, 1000] {
      let draws = (0..<2_000).map { seed in
        SobolSequence(scrambling: [SeedSequence(root: UInt64(seed))]).coordinate(index, dimension: 0)
      }
      let mean = draws.reduce(0, +) / 2_000
      let variance = draws.reduce(0) { $0 + ($1 - 0.5) * ($1 - 0.5) } / 2_000
      #expect(abs(mean - 0.5) < 0.026 && abs(variance - 1.0 / 12) < 0.0067, "\(index): \(mean), \(variance)")
    }
  }

  static let matrix: [Double] = [4, 2, 0.6, 2, 5, 1, 0.6, 1, 3]

  @Test func choleskySolvesAndInverts() throws {
    let factor = try #require(CholeskyFactor(SobolAndAlgebraTests.matrix, count: 3))
    let solution = factor.solve([1, 2, 3])
    let inverse = factor.inverse()
    for i in 0..<3 {
      let row = (0..<3).map { SobolAndAlgebraTests.matrix[i * 3 + $0] }
      #expect(abs((0..<3).reduce(0) { $0 + row[$1] * solution[$1] } - Double(i + 1)) < 1e-14)
      for j in 0..<3 {
        let product = (0..<3).reduce(0) { $0 + row[$1] * inverse[$1 * 3 + j] }
        #expect(abs(product - (i == j ? 1 : 0)) < 1e-14)
      }
    }
    #expect(CholeskyFactor([1, 2, 2, 1], count: 2) == nil)
  }

  @Test func theMinimizerStaysInItsBox() {
    // Rosenbrock's valley, whose minimum (1, 1) is outside.
    let minimizer = BoxMinimizer(lower: [-2, -2], upper: [0.5, 2], iterations: 200, tolerance: 1e-9)
    let result = minimizer.minimize(from: [-1.2, 1]) { x in
      let bend = x[1] - x[0] * x[0]
      return (100 * bend * bend + (1 - x[0]) * (1 - x[0]), [-400 * x[0] * bend - 2 * (1 - x[0]), 200 * bend])
    }
    #expect(abs(result.point[0] - 0.5) < 1e-6 && abs(result.point[1] - 0.25) < 1e-5)
  }

  /// z, log(phi(z) + z Phi(z)) and its derivative, from mpmath with 80 digits.
  static let improvements: [(z: Double, value: Double, slope: Double)] = [
    (-40, -808.29856835662, 40.04990665764852), (-12, -77.90910054500735, 12.16335257158574),
    (-8.5, -41.36374474000802, 8.72635984225745), (-8, -37.12236426169263, 8.239396506840066),
    (-7.5, -33.1240943455347, 7.753958154845191), (-5, -16.74430116266099, 5.361816241288088),
    (-2, -4.768783523917114, 2.679416883955586), (-1, -2.4851210257126413, 1.9042712333296918),
    (-0.5, -1.6205162643873199, 1.5598731483480797), (0, -0.9189385332046728, 1.2533141373155003),
    (1, 0.08002621884930694, 0.7766387252017393), (5, 1.6094379231264313, 0.19999994053122006),
  ]

  @Test(arguments: improvements) func logExpectedImprovementIsStable(z: Double, value: Double, slope: Double) {
    let found = LogExpectedImprovement.standard(z)
    #expect(abs(found.value - value) < 1e-5 * max(1, abs(value)))
    #expect(abs(found.slope - slope) < 1e-4 * slope)
  }

  @Test func predictionGradientsAgreeWithDifferences() throws {
    let kernel = MixedKernel(amplitude: 1.3, weights: [4, 1, 9], isCategory: [false, true, false])
    let points = [[0.1, 0, 0.9], [0.5, 1, 0.2], [0.8, 0, 0.4], [0.3, 2, 0.6]]
    let process = try #require(GaussianProcess(kernel: kernel, noise: 1e-3, points: points, values: [1, -1, 0.5, 0.2]))
    let point = [0.42, 1, 0.55]
    let analytic = process.predictWithGradient(point, coordinates: [0, 2])
    for (slot, j) in [0, 2].enumerated() {
      var (up, down) = (point, point)
      up[j] += 1e-5
      down[j] -= 1e-5
      let (high, low) = (process.predict(up), process.predict(down))
      #expect(abs((high.mean - low.mean) / 2e-5 - analytic.meanGradient[slot]) < 1e-6)
      #expect(abs((high.variance - low.variance) / 2e-5 - analytic.varianceGradient[slot]) < 1e-6)
    }
    #expect(abs(process.predict(points[0]).mean - 1) < 0.01)
  }
}
