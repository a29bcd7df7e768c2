/// Fisher's F distribution, the ratio of two mean squares, to about 1e-12 relative in the upper tail.
public struct FDistribution: Hashable, Sendable {
  /// The degrees of freedom of the numerator.
  public let numerator: Double
  /// The degrees of freedom of the denominator.
  public let denominator: Double

  /// The distribution with the given degrees of freedom.
  ///
  /// - Precondition: both are positive and finite.
  public init(numerator: Double, denominator: Double) {
    precondition(
      numerator > 0 && numerator.isFinite && denominator > 0 && denominator.isFinite,
      "the F distribution needs positive degrees of freedom, got \(numerator) and \(denominator)")
    self.numerator = numerator
    self.denominator = denominator
  }

  /// The probability of a value above `f`: the p value of an analysis of variance.
  public func upperTail(_ f: Double) -> Double {
    if f.isNaN { return .nan }
    if f <= 0 { return 1 }
    if f == .infinity { return 0 }
    let ratio = numerator / denominator * f
    let x = 1 / (1 + ratio)
    let complement = ratio.isFinite ? ratio / (1 + ratio) : 1
    return IncompleteBeta.regularized(x: x, complement: complement, a: 0.5 * denominator, b: 0.5 * numerator)
  }
}
