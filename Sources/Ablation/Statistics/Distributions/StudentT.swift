import Foundation

/// Student's t distribution, to about 1e-12 relative in both tails.
public struct StudentT: Hashable, Sendable {
  /// The degrees of freedom; a sample of n values has n - 1.
  public let degreesOfFreedom: Double

  /// The distribution with the given degrees of freedom, which need not be whole.
  ///
  /// - Precondition: `degreesOfFreedom` is positive and finite.
  public init(degreesOfFreedom: Double) {
    precondition(
      degreesOfFreedom > 0 && degreesOfFreedom.isFinite,
      "Student's distribution needs positive degrees of freedom, got \(degreesOfFreedom)")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The probability of a value of at most `t`.
  public func cumulative(_ t: Double) -> Double {
    upperTail(-t)
  }

  /// The probability of a value above `t`, precise where it is small.
  public func upperTail(_ t: Double) -> Double {
    if t.isNaN { return .nan }
    if t < 0 { return 1 - upperTail(-t) }
    return halfTail(t)
  }

  /// The probability of a value at least as far from zero as `t`: the p-value of a two-sided test.
  public func twoSidedTail(_ t: Double) -> Double {
    t.isNaN ? .nan : 2 * halfTail(abs(t))
  }

  /// The value with the probability `share` below it.
  ///
  /// - Precondition: `share` lies within 0 and 1.
  public func quantile(_ share: Double) -> Double {
    precondition((0...1).contains(share), "a quantile's share lies within 0 and 1, got \(share)")
    return share <= 0.5 ? -quantile(upperTail: share) : quantile(upperTail: 1 - share)
  }

  /// The value with the probability `tail` above it.
  ///
  /// - Precondition: `tail` lies within 0 and 1.
  public func quantile(upperTail tail: Double) -> Double {
    precondition((0...1).contains(tail), "a tail lies within 0 and 1, got \(tail)")
    if tail > 0.5 { return -quantile(upperTail: 1 - tail) }
    if tail == 0.5 { return 0 }
    if tail == 0 { return .infinity }
    var lower = 0.0
    var upper = 1.0
    while halfTail(upper) > tail, upper < 1e300 {
      lower = upper
      upper *= 2
    }
    // Newton's method within a shrinking bracket; on the logarithm of the tail, which is the straighter curve.
    var t = 0.5 * (lower + upper)
    for _ in 0..<200 {
      let current = halfTail(t)
      if current > tail { lower = t } else { upper = t }
      let step = (log(current) - log(tail)) * current / density(t)
      var next = t + step
      if !(next > lower && next < upper) { next = 0.5 * (lower + upper) }
      let moved = abs(next - t)
      t = next
      if moved <= 1e-15 * t { break }
    }
    return t
  }

  /// The probability density at `t`.
  public func density(_ t: Double) -> Double {
    let n = degreesOfFreedom
    return exp(-0.5 * (n + 1) * log1p(t / n * t) - GammaFunction.logBeta(0.5 * n, 0.5)) / n.squareRoot()
  }

  /// The tail above t >= 0.
  private func halfTail(_ t: Double) -> Double {
    if t == .infinity { return 0 }
    let n = degreesOfFreedom
    // x = n / (n + t^2) and y = 1 - x, in a form that neither overflows nor cancels.
    let ratio = t / n * t
    let x = 1 / (1 + ratio)
    let y = ratio.isFinite ? ratio / (1 + ratio) : 1
    if x == 0 {
      // So far out that only the leading term of the tail is left.
      return 0.5 * exp(0.5 * n * (log(n) - 2 * log(t)) - GammaFunction.logBeta(0.5 * n, 0.5)) / (0.5 * n)
    }
    return 0.5 * IncompleteBeta.regularized(x: x, complement: y, a: 0.5 * n, b: 0.5)
  }
}
