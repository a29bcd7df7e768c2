extension Elementary {
  /// ln Γ(x) for x > 0, to 2 units in the last place of the larger of the result and 10.
  ///
  /// Stirling's series, after the recurrence has carried the argument above 7.
  static func logGamma(_ x: Double) -> Double {
    var argument = x
    var product = 1.0
    while argument < 7 {
      product *= argument
      argument += 1
    }
    let inverse = 1 / argument
    let square = inverse * inverse
    var remainder = 0.0
    for coefficient in stirling { remainder = remainder * square + coefficient }
    return (argument - 0.5) * (log(argument) - 1) + (0.418_938_533_204_672_74 + remainder * inverse) - log(product)
  }

  /// B(2k) / (2k (2k - 1)) of the Bernoulli numbers, highest first.
  private static let stirling: [Double] = [
    43_867.0 / 244_188, -3_617.0 / 122_400, 1.0 / 156, -691.0 / 360_360, 1.0 / 1188, -1.0 / 1680, 1.0 / 1260,
    -1.0 / 360, 1.0 / 12,
  ]
}
