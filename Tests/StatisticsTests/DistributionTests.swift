import Statistics
import TestSupport
import Testing

/// The distributions against SciPy and statsmodels.
struct DistributionTests {
  struct Reference: Decodable {
    var normal: [[Double]]
    var normal_quantiles: [[Double]]
    var f: [[Double]]
    var chi_square: [[Double]]
    var chi_square_quantiles: [[Double]]
    var binomial: [[Double]]
    var noncentral_t: [[Double]]
    var clopper_pearson: [[Double]]
    var power: [[Double]]
    var pairs: [[Double]]
  }

  let reference: Reference

  init() throws { reference = try Fixtures.decode(Reference.self, from: "statistics/distributions.json") }

  @Test func normalAgreesWithSciPy() {
    for row in reference.normal {
      expect(StandardNormal.cumulative(row[0]), near: row[1], tolerance: 1e-12, "\(row)")
      expect(StandardNormal.upperTail(-row[0]), near: row[1], tolerance: 1e-12, "\(row)")
    }
    for row in reference.normal_quantiles {
      #expect(abs(StandardNormal.quantile(row[0]) - row[1]) <= 1e-12 * max(1, abs(row[1])), "\(row)")
    }
    #expect(StandardNormal.quantile(0) == -.infinity && StandardNormal.quantile(1) == .infinity)
  }

  @Test func fAgreesWithSciPy() {
    for row in reference.f {
      expect(
        FDistribution(numerator: row[0], denominator: row[1]).upperTail(row[2]), near: row[3], tolerance: 1e-12,
        "\(row)")
    }
    let f = FDistribution(numerator: 3, denominator: 4)
    #expect(f.upperTail(0) == 1 && f.upperTail(.infinity) == 0 && f.upperTail(.nan).isNaN)
  }

  @Test func chiSquareAgreesWithSciPy() {
    for row in reference.chi_square {
      let distribution = ChiSquare(degreesOfFreedom: row[0])
      expect(distribution.cumulative(row[1]), near: row[2], tolerance: 1e-12, "\(row)")
      expect(distribution.upperTail(row[1]), near: row[3], tolerance: 1e-12, "\(row)")
    }
    for row in reference.chi_square_quantiles {
      expect(ChiSquare(degreesOfFreedom: row[0]).quantile(row[1]), near: row[2], tolerance: 1e-11, "\(row)")
    }
  }

  @Test func binomialAgreesWithSciPy() {
    for row in reference.binomial {
      let distribution = Binomial(trials: Int(row[0]), probability: row[2])
      expect(distribution.mass(Int(row[1])), near: row[3], tolerance: 1e-11, "\(row)")
      expect(distribution.cumulative(Int(row[1])), near: row[4], tolerance: 1e-11, "\(row)")
    }
    #expect(Binomial(trials: 5).mass(6) == 0 && Binomial(trials: 5).cumulative(-1) == 0)
    for row in reference.clopper_pearson {
      let interval = Binomial.exactInterval(Int(row[0]), of: Int(row[1]))
      #expect(abs(interval.lower - row[2]) < 1e-12 && abs(interval.upper - row[3]) < 1e-12, "\(row)")
    }
  }

  @Test func noncentralTAgreesWithSciPy() {
    for row in reference.noncentral_t {
      let value = NoncentralT(degreesOfFreedom: row[0], noncentrality: row[1]).cumulative(row[2])
      #expect(abs(value - row[3]) < 1e-10, "\(row): \(value)")
    }
  }

  @Test func powerAgreesWithStatsmodels() throws {
    for row in reference.power {
      let value = PairedPower.power(effect: row[0], pairs: Int(row[1]), alpha: row[2])
      #expect(abs(value - row[3]) < 1e-9, "\(row): \(value)")
    }
    for row in reference.pairs {
      #expect(PairedPower.pairs(effect: row[0], alpha: row[1]) == Int(row[2]), "\(row)")
    }
    #expect(PairedPower.pairs(effect: 0) == nil)
    #expect(PairedPower.pairs(effect: 1e-6) == nil)
    // The standard's two figures, and the way back.
    #expect(PairedPower.pairs(effect: 1) == 10 && PairedPower.pairs(effect: 0.5) == 34)
    let detectable = PairedPower.detectableEffect(pairs: 10)
    #expect(abs(PairedPower.power(effect: detectable, pairs: 10) - 0.8) < 1e-9)
    #expect(detectable > 0.99 && detectable < 1)
  }

  @Test func pilotsArePlannedWithTheUpperLimitOfTheirDeviation() throws {
    // Two degrees of freedom: chi-square's 20 % quantile is -2 ln 0.8.
    let limit = try #require(PairedPower.upperDeviation(of: [1, 2, 3]))
    expect(limit, near: (2 / 0.446_287_102_628_419_5).squareRoot(), tolerance: 1e-12)
    #expect(PairedPower.upperDeviation(of: [1]) == nil)
  }
}
