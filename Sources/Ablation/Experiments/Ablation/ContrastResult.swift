import Statistics

/// A main effect or an interaction of two components, averaged over all combinations of the others; explores.
public struct ContrastResult: Hashable, Sendable {
  /// The positions of the components: one or two.
  public let factors: [Int]
  /// The level of each, compared with the bare one.
  public let levels: [Int]
  /// The difference, or the difference of differences, with each seed.
  public let estimate: EffectEstimate
  /// The sign-flip p value after Benjamini and Hochberg's adjustment over all contrasts of as many components.
  public let adjustedPValue: Double

  static func all(
    _ table: AblationTable, factorial: FactorialData?, fraction: FractionalAnalysis?,
    estimate: (_ values: [Double], _ name: String) -> EffectEstimate?
  ) -> [ContrastResult] {
    var drafts: [(factors: [Int], levels: [Int], values: [Double])] = []
    if let factorial {
      let forms = table.factors.indices.flatMap { factor in
        (1..<table.factors[factor].levels.count).map { (factor: factor, level: $0) }
      }
      for form in forms {
        drafts.append(
          ([form.factor], [form.level], FactorialEffects.main(factorial, factor: form.factor, level: form.level)))
      }
      for (index, first) in forms.enumerated() {
        for second in forms[(index + 1)...] where second.factor != first.factor {
          drafts.append(
            (
              [first.factor, second.factor], [first.level, second.level],
              FactorialEffects.interaction(factorial, first, second)
            ))
        }
      }
    } else if let fraction {
      drafts = zip(fraction.effects, fraction.values).map { ($0, $0.map { _ in 1 }, $1) }
    }
    return [1, 2].flatMap { order -> [ContrastResult] in
      let group = drafts.filter { $0.factors.count == order }
      let estimates = group.compactMap { draft in
        estimate(draft.values, zip(draft.factors, draft.levels).map { "\($0).\($1)" }.joined(separator: "x"))
      }
      guard estimates.count == group.count else { return [] }
      let adjusted = benjaminiHochbergAdjusted(estimates.map(\.signFlip.pValue))
      return group.indices.map {
        ContrastResult(
          factors: group[$0].factors, levels: group[$0].levels, estimate: estimates[$0], adjustedPValue: adjusted[$0])
      }
    }
  }
}
