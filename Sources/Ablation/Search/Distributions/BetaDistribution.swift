/// The beta distribution on [0, 1] with both shapes positive, to double accuracy.
struct BetaDistribution {
  let a: Double
  let b: Double

  /// The probability of a value up to `x`: the regularised incomplete beta function.
  func cdf(_ x: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    // The continued fraction converges fast below the mean; above it the reflection is used.
    if x < (a + 1) / (a + b + 2) {
      return Elementary.exp(logPrefactor(x)) * continuedFraction(a, b, x) / a
    }
    return 1 - Elementary.exp(logPrefactor(x)) * continuedFraction(b, a, 1 - x) / b
  }

  /// The value below which the share `u` lies.
  ///
  /// Bisection to a bracket, then Newton steps on the logarithm of the smaller tail, kept inside the bracket; solved
  /// for the complement where the answer lies near 1, so that the error stays relative to the answer at either end.
  func quantile(_ u: Double) -> Double {
    if u <= 0 { return 0 }
    if u >= 1 { return 1 }
    if cdf(0.5) < u {
      return 1 - BetaDistribution(a: b, b: a).lowerHalfQuantile(1 - u)
    }
    return lowerHalfQuantile(u)
  }

  /// Solves on (0, 0.5] in the logarithm of the value, where steep starts (a < 1) are straight lines.
  private func lowerHalfQuantile(_ u: Double) -> Double {
    // cdf(x) is near x^a / (a B(a, b)) at 0, which brackets the logarithm from below with room to spare.
    var low = min((Elementary.log(u) + Elementary.log(a) + logBeta) / a - 1, -1)
    var high = -0.693_147_180_559_945_3
    if low < -745 { return 0 }
    var logX = max(low, min(high, low + 1))
    for _ in 0..<200 {
      let x = Elementary.exp(logX)
      let value = cdf(x)
      if value < u { low = logX } else { high = logX }
      // d cdf / d log x = x times the density.
      let slope = Elementary.exp(logPrefactor(x)) / (1 - x)
      var next = slope > 0 ? logX - (value - u) / slope : 0.5 * (low + high)
      if !(next > low && next < high) { next = 0.5 * (low + high) }
      if abs(next - logX) <= 2e-16 * max(1, abs(logX)) { return Elementary.exp(next) }
      logX = next
    }
    return Elementary.exp(logX)
  }

  /// The logarithm of x^a (1 - x)^b / B(a, b).
  private func logPrefactor(_ x: Double) -> Double {
    a * Elementary.log(x) + b * Elementary.log1p(-x) - logBeta
  }

  private var logBeta: Double {
    Elementary.logGamma(a) + Elementary.logGamma(b) - Elementary.logGamma(a + b)
  }

  /// Lentz's evaluation of the continued fraction of DiDonato and Morris (1992).
  private func continuedFraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    var c = 1.0
    var d = 1 - (a + b) * x / (a + 1)
    d = 1 / (abs(d) < tiny ? tiny : d)
    var result = d
    for step in 1...10_000 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 + even * d
      d = 1 / (abs(d) < tiny ? tiny : d)
      c = 1 + even / c
      if abs(c) < tiny { c = tiny }
      result *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 + odd * d
      d = 1 / (abs(d) < tiny ? tiny : d)
      c = 1 + odd / c
      if abs(c) < tiny { c = tiny }
      let factor = d * c
      result *= factor
      if abs(factor - 1) < 1e-16 { break }
    }
    return result
  }
}
