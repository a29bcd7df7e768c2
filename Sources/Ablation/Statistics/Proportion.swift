extension ConfidenceInterval {
  /// Wilson's 95 % score interval of a proportion (Wilson 1927), good for counts near zero too.
  ///
  /// - Precondition: `0 <= count <= total` and `total > 0`.
  public static func proportion(_ count: Int, of total: Int) -> ConfidenceInterval {
    precondition(total > 0 && (0...total).contains(count), "a proportion of \(count) in \(total)")
    let z = 1.959_963_984_540_054
    let n = Double(total)
    let share = Double(count) / n
    let centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    let half = z * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot() / (1 + z * z / n)
    // At the ends the formula gives 0 and 1 but for rounding.
    return ConfidenceInterval(
      estimate: share, lower: count == 0 ? 0 : centre - half, upper: count == total ? 1 : centre + half, level: 0.95)
  }
}
