/// The declared family of comparisons of one study: which of them may carry a star, and what each allows to be said.
public struct ComparisonFamily: Hashable, Sendable {
  /// One comparison of the family.
  public struct Member: Hashable, Sendable {
    /// The sign-flip test's p value.
    public let pValue: Double
    /// The same after Holm's correction for the family.
    public let adjustedPValue: Double
    /// That the difference lies within the margin, after Holm's correction; `nil` with one seed, and without spread.
    public let equivalence: EquivalenceTest?
    /// The equivalence test's p value after Holm's correction for the family; `nil` where there is none.
    public let adjustedEquivalence: Double?
    /// Whether the difference is significant at alpha for the whole family, with seeds enough to say so.
    public let isStarred: Bool
    /// What may be said.
    public let verdict: Verdict
  }

  /// What may be said of a comparison, in the direction of the differences.
  public enum Verdict: Hashable, Sendable {
    /// The mean is above zero.
    case higher
    /// The mean is below zero.
    case lower
    /// The mean lies within the margin, whether or not it differs from zero.
    case noRelevantDifference
    /// All differences are equal: with no spread nothing is known of it, and no test applies.
    case noSpread
    /// Neither; about so many seeds would decide, `nil` where no number up to 100,000 would.
    case undecided(seeds: Int?)
  }

  /// The members in the order given.
  public let members: [Member]
  /// The level of the whole family.
  public let alpha: Double
  /// The largest difference that would not matter.
  public let margin: Double
  /// The fewest seeds with which a member could be starred, or be said to make no difference that matters.
  public let fewestSeeds: Int

  /// Judges a family of effects at once.
  ///
  /// The rules, first match first: no spread (two or more differences, all equal); within the margin (equivalence after
  /// Holm below alpha); higher or lower (sign-flip after Holm at most alpha); undecided. The second and the third need
  /// at least ``fewestSeeds`` seeds. The seeds that an undecided comparison
  /// needs are those with which a paired t test at alpha / members finds the larger of the observed mean and the margin
  /// with a probability of 80 %, at the upper 80 % limit of the standard deviation; never fewer than
  /// ``fewestSeeds`` or than one more than there were.
  ///
  /// - Parameter lost: comparisons that were declared and cannot be made. They count as p = 1: a family does not shrink with
  ///   its results.
  /// - Precondition: `margin` is positive, `alpha` lies between 0 and 1.
  public init(_ effects: [EffectEstimate], lost: Int = 0, margin: Double, alpha: Double = 0.05) {
    let size = effects.count + lost
    self.alpha = alpha
    self.margin = margin
    let fewest = SeedRequirement.fewestSeeds(comparisons: max(1, size), alpha: alpha)
    fewestSeeds = fewest
    let ofLost = [Double](repeating: 1, count: lost)
    let adjusted = holmAdjusted(effects.map(\.signFlip.pValue) + ofLost)
    let equivalences = effects.map { EquivalenceTest($0.values, margin: margin) }
    let adjustedEquivalences = holmAdjusted(equivalences.map { $0?.pValue ?? 1 } + ofLost)
    var members: [Member] = []
    for (index, effect) in effects.enumerated() {
      let hasSpread = effect.standardDeviation.map { $0 > 0 } ?? true
      let canDecide = hasSpread && effect.count >= fewest
      let isStarred = canDecide && adjusted[index] <= alpha
      let verdict: Verdict
      if !hasSpread {
        verdict = .noSpread
      } else if canDecide, equivalences[index] != nil, adjustedEquivalences[index] < alpha {
        verdict = .noRelevantDifference
      } else if isStarred {
        verdict = effect.mean > 0 ? .higher : .lower
      } else {
        verdict = .undecided(
          seeds: Self.seedsNeeded(effect, margin: margin, alpha: alpha / Double(size)).map {
            max($0, fewest, effect.count + 1)
          })
      }
      members.append(
        Member(
          pValue: effect.signFlip.pValue, adjustedPValue: adjusted[index], equivalence: equivalences[index],
          adjustedEquivalence: equivalences[index] == nil ? nil : adjustedEquivalences[index], isStarred: isStarred,
          verdict: verdict))
    }
    self.members = members
  }

  private static func seedsNeeded(_ effect: EffectEstimate, margin: Double, alpha: Double) -> Int? {
    guard let deviation = PairedPower.upperDeviation(of: effect.values) else { return nil }
    return PairedPower.pairs(effect: max(abs(effect.mean), margin) / deviation, alpha: alpha)
  }
}
