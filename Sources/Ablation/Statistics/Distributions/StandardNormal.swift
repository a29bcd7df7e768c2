import Foundation

/// The normal distribution with mean 0 and standard deviation 1, to about 1e-15 relative in both tails.
public enum StandardNormal {
  /// The probability of a value of at most `z`.
  public static func cumulative(_ z: Double) -> Double { 0.5 * erfc(-z / 2.0.squareRoot()) }

  /// The probability of a value above `z`, precise where it is small.
  public static func upperTail(_ z: Double) -> Double { 0.5 * erfc(z / 2.0.squareRoot()) }

  /// The probability density at `z`.
  public static func density(_ z: Double) -> Double { exp(-0.5 * z * z) / (2 * Double.pi).squareRoot() }

  /// The value with the probability `share` below it; infinite at 0 and 1.
  ///
  /// By the rational approximation of Abramowitz and Stegun (26.2.23), then Halley's method on the tail.
  ///
  /// - Precondition: `share` lies within 0 and 1.
  public static func quantile(_ share: Double) -> Double {
    precondition((0...1).contains(share), "a quantile's share lies within 0 and 1, got \(share)")
    if share == 0 { return -.infinity }
    if share == 1 { return .infinity }
    if share > 0.5 { return -quantile(1 - share) }
    let t = (-2 * log(share)).squareRoot()
    let numerator = 2.515517 + t * (0.802853 + t * 0.010328)
    let denominator = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
    var z = -(t - numerator / denominator)
    for _ in 0..<4 {
      // The ratio of two numbers that are both small far out, hence exact to the last digits there too.
      let error = (cumulative(z) - share) / density(z)
      z -= error / (1 + 0.5 * z * error)
    }
    return z
  }
}
