/// How much of a metric's variance lies between the levels of a category: what takes the place of a correlation.
public struct CategoryEffect: Hashable, Sendable {
  /// Eta squared, the share of the sample's variance, with the interval of the population's share.
  ///
  /// The interval inverts the noncentral F distribution (Steiger 2004), which supposes normal groups of equal variance;
  /// `nil` where no group has two values or the groups do not vary within. Eta squared itself overstates small effects,
  /// and can lie above its interval.
  public let etaSquared: Double
  /// The interval of the population's share.
  public let etaSquaredInterval: ConfidenceInterval?
  /// Omega squared, which corrects the overstatement; negative estimates are given as they are.
  public let omegaSquared: Double?
  /// Whether the levels differ at all, by ranks.
  public let kruskalWallis: KruskalWallis?

  /// Measures the effect of categories, which are any integers; `nil` as for ``Statistics/etaSquared(_:categories:)``.
  ///
  /// - Precondition: each value has its category, and `level` lies between 0 and 1.
  public init?(_ values: [Double], categories: [Int], level: Double = 0.95) {
    precondition(level > 0 && level < 1, "an interval's level lies between 0 and 1, got \(level)")
    guard let share = Statistics.etaSquared(values, categories: categories) else { return nil }
    etaSquared = share
    kruskalWallis = KruskalWallis(values, groups: categories)
    let n = Double(values.count)
    let numerator = Double(Set(categories).count - 1)
    let denominator = n - 1 - numerator
    guard denominator > 0, share < 1 else {
      etaSquaredInterval = nil
      omegaSquared = nil
      return
    }
    let within = (1 - share) / denominator
    omegaSquared = (share - numerator * within) / (1 + within)
    let f = share / numerator / within
    func limit(_ below: Double) -> Double {
      let noncentrality = NoncentralF.noncentrality(
        numerator: numerator, denominator: denominator, of: f, share: below)
      return noncentrality / (noncentrality + n)
    }
    etaSquaredInterval = ConfidenceInterval(
      estimate: share, lower: limit(0.5 + 0.5 * level), upper: limit(0.5 - 0.5 * level), level: level)
  }
}
