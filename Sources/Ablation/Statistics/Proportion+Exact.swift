extension ConfidenceInterval {
  /// The exact interval of a proportion (Clopper and Pearson 1934): the shares at which a count as large, or as small,
  /// would be found with a probability of half of what the level leaves.
  ///
  /// - Precondition: `0 <= count <= total`, `total > 0` and `level` lies between 0 and 1.
  public static func exactProportion(_ count: Int, of total: Int, level: Double = 0.95) -> ConfidenceInterval {
    precondition(total > 0 && (0...total).contains(count), "a proportion of \(count) in \(total)")
    precondition(level > 0 && level < 1, "an interval's level lies between 0 and 1, got \(level)")
    let tail = (1 - level) / 2
    let (k, n) = (Double(count), Double(total))
    // P(X >= k) = I_p(k, n - k + 1) grows with p, and P(X <= k) = I_q(n - k, k + 1) with q = 1 - p.
    let lower =
      count == 0 ? 0 : share { IncompleteBeta.regularized(x: $0, complement: 1 - $0, a: k, b: n - k + 1) < tail }
    let upper =
      count == total ? 1 : share { IncompleteBeta.regularized(x: 1 - $0, complement: $0, a: n - k, b: k + 1) > tail }
    return ConfidenceInterval(estimate: k / n, lower: lower, upper: upper, level: level)
  }

  /// The share at which a condition that holds for small shares ends to hold, by bisection to the last bit.
  private static func share(below condition: (Double) -> Bool) -> Double {
    var (low, high) = (0.0, 1.0)
    while true {
      let middle = 0.5 * (low + high)
      if middle <= low || middle >= high { return middle }
      if condition(middle) { low = middle } else { high = middle }
    }
  }
}
