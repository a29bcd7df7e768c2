import Statistics

/// What may be said of an effect, in words by fixed rules.
public struct AblationVerdict: Hashable, Sendable {
  /// The kinds of verdict.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The change makes the metric better.
    case helps
    /// The change makes it worse.
    case hurts
    /// Whatever difference there is lies within the margin.
    case noDifference = "no difference"
    /// The seeds do not decide.
    case undecided
  }

  /// The kind.
  public let kind: Kind
  /// One sentence with size, interval, seeds and p value.
  public let sentence: String
}

extension AblationAnalysis {
  /// The verdict of an effect of the declared family.
  public func verdict(of effect: AblationEffect) -> AblationVerdict {
    let mean = effect.comparison.effect.mean
    let seeds = AblationCount.text(table.seeds.count, "seed")
    let p = MetricUnit.pText(effect.member.adjustedPValue) + " after Holm"
    let subject = effect.change
    let margin = text(options.margin)
    switch effect.member.verdict {
    case .higher, .lower:
      let helps = isBetter(mean)
      let verb = effect.kind == .arm ? (helps ? "is better by" : "is worse by") : helps ? "gains" : "costs"
      return AblationVerdict(
        kind: helps ? .helps : .hurts, sentence: "\(subject) \(verb) \(size(effect.comparison.effect)), \(seeds), \(p)")
    case .noRelevantDifference:
      let claim =
        effect.kind == .arm
        ? "\(subject): no difference beyond \(margin)" : "\(subject) makes no difference beyond \(margin)"
      let equivalence = effect.member.adjustedEquivalence.map {
        MetricUnit.pText($0).replacing("p ", with: "equivalence p ")
      }
      let also = effect.member.isStarred ? "; there is one, but a smaller one (\(p))" : ""
      return AblationVerdict(
        kind: .noDifference,
        sentence: "\(claim): \(difference(effect.comparison.effect)), \(seeds), \(equivalence ?? "") after Holm\(also)")
    case .noSpread:
      let value = unit.text(mean, resolution: options.margin)
      return AblationVerdict(
        kind: .undecided,
        sentence: "\(subject): undecided (\(value)\(unit.suffix) on each of \(seeds)): all differences are equal, so "
          + "their spread is unknown and no test applies; either something did not vary with the seed, or models "
          + "collapsed to the same answer")
    case .undecided(let needed):
      return AblationVerdict(
        kind: .undecided,
        sentence: "\(subject): undecided (\(difference(effect.comparison.effect)), \(seeds), \(p)), "
          + need(needed))
    }
  }

  private func need(_ seeds: Int?) -> String {
    let carry =
      table.seeds.count < fewestSeeds
      ? "; \(AblationCount.text(table.seeds.count, "seed")) cannot carry a verdict among "
        + "\(AblationCount.text(familySize, "comparison")), at least \(fewestSeeds) are needed" : ""
    guard let seeds else {
      return (table.seeds.count < 2 ? "one seed says nothing of the spread" : "needs more than 100,000 seeds") + carry
    }
    return
      (seeds == table.seeds.count + 1 ? "needs more than \(table.seeds.count) seeds" : "needs about \(seeds) seeds")
      + carry
  }

  /// The size of a change and its interval without a sign, for "costs" and "gains".
  private func size(_ effect: EffectEstimate) -> String {
    let sign: Double = effect.mean < 0 ? -1 : 1
    let limits = effect.interval.map { [sign * $0.lower, sign * $0.upper].sorted() }
    return quantity(sign * effect.mean, limits, resolution(effect))
  }

  /// The signed difference and its interval.
  public func difference(_ effect: EffectEstimate) -> String {
    quantity(effect.mean, effect.interval.map { [$0.lower, $0.upper] }, resolution(effect), isSigned: true)
  }

  private func quantity(
    _ value: Double, _ limits: [Double]?, _ resolution: Double, isSigned: Bool = false
  ) -> String {
    func signed(_ value: Double) -> String {
      let text = unit.text(value, resolution: resolution)
      let isZero = !text.contains { ("1"..."9").contains($0) }
      return isSigned && value > 0 && !isZero ? "+" + text : text
    }
    let interval = limits.map { " [\(signed($0[0])), \(signed($0[1]))]" } ?? ""
    return signed(value) + unit.suffix + interval
  }

  /// How finely an effect is known: half the width of its interval.
  func resolution(_ effect: EffectEstimate) -> Double {
    guard let interval = effect.interval, interval.upper > interval.lower else { return options.margin }
    return (interval.upper - interval.lower) / 2
  }

  /// A difference in the report's units, such as the margin.
  public func text(_ difference: Double) -> String {
    let value = difference * unit.scale
    // As many digits as it was declared with.
    var text = MetricUnit.fixed(value, decimals: 8)
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text + unit.suffix
  }

  /// What the report says of planning: the smallest difference that as many seeds find with a probability of 80 %, for the
  /// effect with the largest spread, at the upper 80 % limit of its standard deviation; `nil` with one seed, and where no
  /// effect has any spread.
  public func detectableDifference(seeds: Int) -> Double? {
    guard seeds >= 2 else { return nil }
    let deviations = effects.compactMap { PairedPower.upperDeviation(of: $0.comparison.effect.values) }
    guard let largest = deviations.max(), largest > 0 else { return nil }
    return largest * PairedPower.detectableEffect(pairs: seeds, alpha: options.alpha / Double(familySize))
  }
}

/// Numbers of things: `1 seed`, `10 seeds`.
public enum AblationCount {
  /// A number with its noun, in the plural where it is not one.
  public static func text(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
