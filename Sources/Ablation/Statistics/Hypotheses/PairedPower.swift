/// What a number of paired seeds can show, by the noncentral t distribution.
public enum PairedPower {
  /// The probability that a two-sided paired t test finds a mean difference of `effect` standard deviations.
  ///
  /// - Precondition: `pairs >= 2`, and `alpha` lies between 0 and 1.
  public static func power(effect: Double, pairs: Int, alpha: Double = 0.05) -> Double {
    precondition(pairs >= 2, "a paired t test needs at least 2 pairs, got \(pairs)")
    let freedom = Double(pairs - 1)
    let limit = StudentT(degreesOfFreedom: freedom).quantile(upperTail: alpha / 2)
    let t = NoncentralT(degreesOfFreedom: freedom, noncentrality: abs(effect) * Double(pairs).squareRoot())
    return min(1, max(alpha, 1 - t.cumulative(limit) + t.cumulative(-limit)))
  }

  /// The fewest pairs that find a difference of `effect` standard deviations with probability `power`.
  ///
  /// - Returns: `nil` for an effect of zero, and where more than 100,000 would be needed.
  public static func pairs(effect: Double, power wanted: Double = 0.8, alpha: Double = 0.05) -> Int? {
    let most = 100_000
    guard effect != 0, !effect.isNaN else { return nil }
    // The normal approximation is off by a pair or two at most; from there step by step.
    let limit = -StandardNormal.quantile(alpha / 2)
    let ratio = (limit + StandardNormal.quantile(wanted)) / effect
    var pairs = Int(min(max(2, ratio * ratio + limit * limit / 2), Double(most)))
    if power(effect: effect, pairs: pairs, alpha: alpha) >= wanted {
      while pairs > 2, power(effect: effect, pairs: pairs - 1, alpha: alpha) >= wanted { pairs -= 1 }
      return pairs
    }
    while pairs < most {
      pairs += 1
      if power(effect: effect, pairs: pairs, alpha: alpha) >= wanted { return pairs }
    }
    return nil
  }

  /// The smallest mean difference, in standard deviations, that `pairs` pairs find with probability `power`.
  ///
  /// - Precondition: `pairs >= 2`, and `power` lies between `alpha` and 1.
  public static func detectableEffect(pairs: Int, power wanted: Double = 0.8, alpha: Double = 0.05) -> Double {
    precondition(wanted > alpha && wanted < 1, "a power lies between alpha and 1, got \(wanted)")
    var (low, high) = (0.0, 1.0)
    while power(effect: high, pairs: pairs, alpha: alpha) < wanted { (low, high) = (high, 2 * high) }
    for _ in 0..<60 {
      let middle = 0.5 * (low + high)
      if power(effect: middle, pairs: pairs, alpha: alpha) >= wanted { high = middle } else { low = middle }
    }
    return high
  }

  /// The upper one-sided confidence limit of the standard deviation of a normal sample: what to plan with, because the
  /// deviation of a small pilot is as often too small as too large (Colas, Sigaud and Oudeyer 2018).
  ///
  /// - Returns: `nil` with fewer than two values.
  public static func upperDeviation(of pilot: [Double], level: Double = 0.8) -> Double? {
    let moments = Moments(pilot)
    guard let variance = moments.variance else { return nil }
    let freedom = Double(moments.count - 1)
    return (freedom * variance / ChiSquare(degreesOfFreedom: freedom).quantile(1 - level)).squareRoot()
  }
}
