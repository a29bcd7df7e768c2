import Foundation

/// Student's t distribution around another value than zero: what a t statistic follows where there is a difference.
///
/// By integrating the normal distribution over that of the estimated standard deviation; about 1e-11 absolute for the
/// degrees of freedom and noncentralities of planning (Johnson, Kotz and Balakrishnan 1995, chapter 31).
public struct NoncentralT: Hashable, Sendable {
  /// The degrees of freedom.
  public let degreesOfFreedom: Double
  /// The mean of the numerator in units of its standard deviation.
  public let noncentrality: Double

  /// The distribution with the given degrees of freedom around `noncentrality`.
  ///
  /// - Precondition: `degreesOfFreedom >= 1` and finite.
  public init(degreesOfFreedom: Double, noncentrality: Double) {
    precondition(
      degreesOfFreedom >= 1 && degreesOfFreedom.isFinite,
      "the noncentral t distribution needs at least 1 degree of freedom, got \(degreesOfFreedom)")
    self.degreesOfFreedom = degreesOfFreedom
    self.noncentrality = noncentrality
  }

  /// The probability of a value of at most `t`.
  public func cumulative(_ t: Double) -> Double {
    let n = degreesOfFreedom
    // s = sqrt(chi-square / n) has the log density n ln s - n s^2 / 2 + (a constant) with respect to ln s.
    let constant = log(2.0) + 0.5 * n * log(0.5 * n) - GammaFunction.logarithm(0.5 * n)
    // The integrand in u = ln s is smooth and dies fast on both sides, hence the trapezoid rule converges
    // exponentially.
    let width = 1 / (2 * n).squareRoot()
    let (from, to) = (-min(45 / n + 12 * width, 45.0), 0.5 * log(1 + 90 / n + 24 * width) + 0.05)
    let steps = 2_000
    let step = (to - from) / Double(steps)
    var sum = 0.0
    for index in 0...steps {
      let u = from + Double(index) * step
      let s = exp(u)
      let density = exp(constant + n * u - 0.5 * n * s * s)
      sum += density * StandardNormal.cumulative(t * s - noncentrality)
    }
    return sum * step
  }
}
