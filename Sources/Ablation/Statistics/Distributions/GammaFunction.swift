import Foundation

/// Logarithms of the gamma and beta functions of positive arguments, to about 1e-15 relative.
///
/// Written out because the C library's `lgamma` differs between systems, and because subtracting three large
/// logarithms loses the digits that a large number of degrees of freedom needs (Didonato and Morris 1992).
enum GammaFunction {
  /// ln Γ(x) for x > 0.
  static func logarithm(_ x: Double) -> Double {
    var argument = x
    var product = 1.0
    while argument < 10 {
      product *= argument
      argument += 1
    }
    return (argument - 0.5) * log(argument) - argument + halfLogTwoPi + stirlingRemainder(argument) - log(product)
  }

  /// ln B(a, b) for positive a and b.
  static func logBeta(_ a: Double, _ b: Double) -> Double {
    let (small, large) = (min(a, b), max(a, b))
    guard large >= 10 else {
      return logarithm(small) + logarithm(large) - logarithm(small + large)
    }
    let sum = small + large
    if small >= 10 {
      let remainders = stirlingRemainder(small) + stirlingRemainder(large) - stirlingRemainder(sum)
      return halfLogTwoPi + remainders + small * log(small / sum) - (large - 0.5) * log1p(small / large)
        - 0.5 * log(small)
    }
    // ln Γ(large) - ln Γ(sum), with the large terms cancelled by hand.
    let difference =
      stirlingRemainder(large) - stirlingRemainder(sum) - (large - 0.5) * log1p(small / large) - small * log(sum)
      + small
    return logarithm(small) + difference
  }

  private static let halfLogTwoPi = 0.918_938_533_204_672_741_780_329_736_406

  /// ln Γ(x) - ((x - 1/2) ln x - x + ln(2 pi) / 2) for x >= 10, by the asymptotic series in Bernoulli numbers.
  private static func stirlingRemainder(_ x: Double) -> Double {
    let inverse = 1 / x
    let square = inverse * inverse
    let coefficients: [Double] = [
      1.0 / 12, -1.0 / 360, 1.0 / 1_260, -1.0 / 1_680, 1.0 / 1_188, -691.0 / 360_360, 1.0 / 156, -3_617.0 / 122_400,
    ]
    let series = coefficients.reversed().reduce(0.0) { sum, coefficient in sum * square + coefficient }
    return series * inverse
  }
}
