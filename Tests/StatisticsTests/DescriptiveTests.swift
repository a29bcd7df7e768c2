import Seeding
import Statistics
import TestSupport
import Testing

struct DescriptiveTests {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    var name: String
    var values: [Double]
    var mean: Double
    var standard_deviation: Double
    var median: Double
    var shares: [Double]
    var quantiles: [Double]
    var ranks: [Double]
    var lower: Double
    var upper: Double

    var testDescription: String { name }
  }

  @Test(arguments: try Fixtures.decode([Case].self, from: "statistics/descriptive.json"))
  func agreesWithSciPy(reference: Case) throws {
    let values = reference.values
    expect(try #require(mean(of: values)), near: reference.mean)
    expect(try #require(standardDeviation(of: values)), near: reference.standard_deviation)
    expect(try #require(median(of: values)), near: reference.median)
    for (quantile, expected) in zip(try #require(quantiles(reference.shares, of: values)), reference.quantiles) {
      expect(quantile, near: expected)
    }
    #expect(midRanks(of: values) == reference.ranks)
    let interval = try #require(ConfidenceInterval.mean(of: values))
    expect(interval.estimate, near: reference.mean)
    expect(interval.lower, near: reference.lower)
    expect(interval.upper, near: reference.upper)
  }

  @Test func isUndefinedWithoutEnoughValues() {
    #expect(mean(of: []) == nil)
    #expect(mean(of: [3]) == 3)
    #expect(standardDeviation(of: [3]) == nil)
    #expect(median(of: []) == nil)
    #expect(median(of: [1, .nan]) == nil)
    #expect(quantile(0.5, of: [.infinity, .infinity]) == .infinity)
    #expect(ConfidenceInterval.mean(of: [3]) == nil)
    #expect(Moments([2, 4]).variance == 2)
    #expect(Moments([2, 4]).standardError == 1)
    #expect(Moments().standardError == nil)
  }

  @Test func bootstrapIntervalsRepeatAndCover() throws {
    let bootstrap = Bootstrap(resamples: 200)
    var covered = 0
    var generator = SeedSequence(root: 5).generator()
    for _ in 0..<60 {
      let sample = (0..<40).map { _ in generator.uniform() }
      var draws = generator
      let interval = try #require(bootstrap.median(of: sample, using: &generator))
      #expect(interval == bootstrap.median(of: sample, using: &draws))
      #expect(interval.lower <= interval.estimate && interval.estimate <= interval.upper)
      if (interval.lower...interval.upper).contains(0.5) { covered += 1 }
    }
    #expect((52...60).contains(covered))
  }

  @Test func bootstrapsRatios() throws {
    var generator = SeedSequence(root: 6).generator()
    let slow = (0..<50).map { _ in 3 + 0.1 * generator.uniform() }
    let fast = (0..<60).map { _ in 1.5 + 0.05 * generator.uniform() }
    let bootstrap = Bootstrap(resamples: 500)
    let ratio = try #require(bootstrap.ratioOfMedians(slow, over: fast, using: &generator))
    #expect(ratio.lower > 1.97 && ratio.lower < ratio.estimate && ratio.estimate < ratio.upper && ratio.upper < 2.03)
    let paired = try #require(bootstrap.medianOfRatios(slow, over: slow.map { $0 / 2 }, using: &generator))
    #expect((paired.lower, paired.estimate, paired.upper) == (2, 2, 2))
    #expect(bootstrap.ratioOfMedians(slow, over: [0, 0], using: &generator) == nil)
    #expect(bootstrap.ratioOfMedians([], over: fast, using: &generator) == nil)
    #expect(bootstrap.medianOfRatios([1], over: [0], using: &generator) == nil)
    let means = try #require(bootstrap.interval(of: slow, using: &generator) { mean(of: $0) })
    let student = try #require(ConfidenceInterval.mean(of: slow))
    #expect(abs(means.lower - student.lower) < 0.005 && abs(means.upper - student.upper) < 0.005)
  }
}

/// Checks a number against its reference, relative to the reference's size.
func expect(
  _ value: Double, near expected: Double, tolerance: Double = 1e-10, _ comment: Comment? = nil,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let scale = max(abs(expected), 1e-300)
  #expect(
    abs(value - expected) <= tolerance * scale, comment ?? "\(value) is not \(expected)", sourceLocation: sourceLocation
  )
}
