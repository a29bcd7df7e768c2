/// The standard normal distribution to double accuracy.
enum StandardNormal {
  /// The density at `z`.
  static func density(_ z: Double) -> Double {
    Elementary.exp(-0.5 * z * z) * 0.398_942_280_401_432_7
  }

  /// The probability of a value up to `z`.
  static func cdf(_ z: Double) -> Double {
    0.5 * Elementary.erfc(-z * 0.707_106_781_186_547_5)
  }

  /// The value below which the share `u` lies; infinite at 0 and 1.
  ///
  /// Wichura's algorithm AS 241 (1988), routine PPND16, whose relative error is about 1e-16.
  static func quantile(_ u: Double) -> Double {
    precondition(u >= 0 && u <= 1, "a probability lies in [0, 1], got \(u)")
    if u == 0 { return -.infinity }
    if u == 1 { return .infinity }
    let q = u - 0.5
    if abs(q) <= 0.425 {
      let r = 0.180625 - q * q
      return q * polynomial(centralNumerator, r) / polynomial(centralDenominator, r)
    }
    let tail = (-Elementary.log(q < 0 ? u : 1 - u)).squareRoot()
    let magnitude: Double
    if tail <= 5 {
      let r = tail - 1.6
      magnitude = polynomial(middleNumerator, r) / polynomial(middleDenominator, r)
    } else {
      let r = tail - 5
      magnitude = polynomial(farNumerator, r) / polynomial(farDenominator, r)
    }
    return q < 0 ? -magnitude : magnitude
  }

  private static func polynomial(_ coefficients: [Double], _ x: Double) -> Double {
    var result = 0.0
    for coefficient in coefficients.reversed() {
      result = result * x + coefficient
    }
    return result
  }

  private static let centralNumerator = [
    3.3871328727963666080, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
    4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3,
  ]
  private static let centralDenominator = [
    1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
    2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3,
  ]
  private static let middleNumerator = [
    1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504,
    1.27045825245236838258, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
  ]
  private static let middleDenominator = [
    1.0, 2.05319162663775882187, 1.67638483018380384940, 6.89767334985100004550e-1,
    1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
  ]
  private static let farNumerator = [
    6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 2.96560571828504891230e-1,
    2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
  ]
  private static let farDenominator = [
    1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
    7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
  ]
}
