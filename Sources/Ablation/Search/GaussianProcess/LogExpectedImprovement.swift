/// The logarithm of the expected improvement below a threshold, stable however small it is.
///
/// After Ament, Daulton, Eriksson, Balandat and Bakshy (2023).
enum LogExpectedImprovement {
  /// The value for a normal prediction; minimisation.
  static func value(mean: Double, variance: Double, threshold: Double) -> Double {
    let deviation = variance.squareRoot()
    return Elementary.log(deviation) + standard((threshold - mean) / deviation).value
  }

  /// The value and its derivatives by the mean and the variance.
  static func gradient(
    mean: Double, variance: Double, threshold: Double
  ) -> (value: Double, byMean: Double, byVariance: Double) {
    let deviation = variance.squareRoot()
    let z = (threshold - mean) / deviation
    let (value, slope) = standard(z)
    // log EI = log s + h(z) with z = (t - m) / s.
    return (Elementary.log(deviation) + value, -slope / deviation, (1 - slope * z) / (2 * variance))
  }

  /// h(z) = log(phi(z) + z Phi(z)) and its derivative.
  static func standard(_ z: Double) -> (value: Double, slope: Double) {
    if z > -1 {
      let cdf = StandardNormal.cdf(z)
      let improvement = StandardNormal.density(z) + z * cdf
      return (Elementary.log(improvement), cdf / improvement)
    }
    let t = -z
    let logDensity = -0.5 * z * z - 0.918_938_533_204_672_7
    if t < 8 {
      let mills = StandardNormal.cdf(z) / StandardNormal.density(z)
      let rest = 1 - t * mills
      return (logDensity + Elementary.log(rest), mills / rest)
    }
    // Asymptotic series of 1 - t R(t), R the Mills ratio.
    let r = 1 / (t * t)
    let rest = r * (1 - r * (3 - r * (15 - r * (105 - r * 945))))
    let mills = (1 - rest) / t
    return (logDensity + Elementary.log(rest), mills / rest)
  }
}
