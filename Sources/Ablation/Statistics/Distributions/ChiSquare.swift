import Foundation

/// The chi-square distribution, to about 1e-12 relative in both tails.
public struct ChiSquare: Hashable, Sendable {
  /// The degrees of freedom.
  public let degreesOfFreedom: Double

  /// The distribution with the given degrees of freedom.
  ///
  /// - Precondition: `degreesOfFreedom` is positive and finite.
  public init(degreesOfFreedom: Double) {
    precondition(
      degreesOfFreedom > 0 && degreesOfFreedom.isFinite,
      "the chi-square distribution needs positive degrees of freedom, got \(degreesOfFreedom)")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The probability of a value of at most `x`.
  public func cumulative(_ x: Double) -> Double { tails(x).lower }

  /// The probability of a value above `x`, precise where it is small.
  public func upperTail(_ x: Double) -> Double { tails(x).upper }

  /// The value with the probability `share` below it.
  ///
  /// - Precondition: `share` lies within 0 and 1.
  public func quantile(_ share: Double) -> Double {
    precondition((0...1).contains(share), "a quantile's share lies within 0 and 1, got \(share)")
    if share == 0 { return 0 }
    if share == 1 { return .infinity }
    var (lower, upper) = (0.0, degreesOfFreedom)
    while cumulative(upper) < share { (lower, upper) = (upper, 2 * upper) }
    // Bisection to the last bit: slow next to Newton's method and safe for every shape of the density.
    while true {
      let middle = 0.5 * (lower + upper)
      if middle <= lower || middle >= upper { return middle }
      let tails = tails(middle)
      // Compared on the smaller tail, which has the more digits.
      if share <= 0.5 ? tails.lower < share : tails.upper > 1 - share { lower = middle } else { upper = middle }
    }
  }

  /// The regularised incomplete gamma functions P(a, y) and Q(a, y) for a = df / 2 and y = x / 2: the series of DLMF
  /// 8.11.4 below the mean, the continued fraction of DLMF 8.9.2 above it.
  private func tails(_ x: Double) -> (lower: Double, upper: Double) {
    if x.isNaN { return (.nan, .nan) }
    if x <= 0 { return (0, 1) }
    if x == .infinity { return (1, 0) }
    let (a, y) = (0.5 * degreesOfFreedom, 0.5 * x)
    let front = exp(a * log(y) - y - GammaFunction.logarithm(a))
    if y < a + 1 {
      var (term, sum, k) = (1 / a, 1 / a, a)
      while abs(term) > 1e-17 * abs(sum) {
        k += 1
        term *= y / k
        sum += term
      }
      return (front * sum, 1 - front * sum)
    }
    let tiny = 1e-300
    var b = y + 1 - a
    var c = 1 / tiny
    var d = 1 / b
    var value = d
    for step in 1...100_000 {
      let coefficient = -Double(step) * (Double(step) - a)
      b += 2
      d = coefficient * d + b
      d = 1 / (abs(d) < tiny ? tiny : d)
      c = b + coefficient / c
      c = abs(c) < tiny ? tiny : c
      value *= d * c
      if abs(d * c - 1) < 1e-16 { break }
    }
    return (1 - front * value, front * value)
  }
}
