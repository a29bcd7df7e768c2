import Statistics

extension AblationAnalysis {
  /// Analyses that are judged as one declared family, such as those of frozen and of retuned arms.
  public static func together(_ analyses: [AblationAnalysis]) -> [AblationAnalysis] {
    guard let options = analyses.first?.options else { return [] }
    let estimates = analyses.flatMap { $0.effects.map(\.comparison.effect) }
    let size = analyses.reduce(0) { $0 + $1.familySize }
    let family = ComparisonFamily(
      estimates, lost: size - estimates.count, margin: options.margin, alpha: options.alpha)
    var members = family.members[...]
    return analyses.map { analysis in
      var result = analysis
      result.effects = zip(analysis.effects, members).map {
        AblationEffect(draft: $0.draft, comparison: $0.comparison, member: $1)
      }
      members = members.dropFirst(analysis.effects.count)
      (result.fewestSeeds, result.familySize) = (family.fewestSeeds, size)
      return result
    }
  }

  /// The arms that comparisons are between, each once: the baseline and what is compared with it, then the bare model and
  /// what is compared with that.
  public var comparedArms: [String] {
    Self.comparedArms(table, effects.map(\.draft) + explored.map(\.draft))
  }

  static func comparedArms(_ table: AblationTable, _ drafts: [EffectDraft]) -> [String] {
    let ofBaseline = drafts.filter { $0.reference == table.baseline }.map(\.arm)
    let others = drafts.filter { $0.reference != table.baseline && $0.kind != .mainEffect }
    var arms: [String] = []
    for arm in [table.baseline] + ofBaseline + others.prefix(1).map(\.reference) + others.map(\.arm)
    where !arms.contains(arm) { arms.append(arm) }
    return arms
  }

  /// What the design was made for and incomplete arms have cost.
  static func losses(_ table: AblationTable, hasFactorial: Bool, hasFraction: Bool) -> [String] {
    guard !table.incomplete.isEmpty, !table.factors.isEmpty else { return [] }
    let all = table.allArms.map { table.levels(of: $0) }
    let names = table.incomplete.map { "'\($0.name)'" }.joined(separator: ", ")
    let isAre = table.incomplete.count == 1 ? "is" : "are"
    if !hasFactorial, all.count == table.factors.reduce(1, { $0 * $1.levels.count }) {
      return [
        "The factorial is no longer balanced, because \(names) \(isAre) missing: no analysis of variance, interactions "
          + "and Shapley values, which average over every combination"
      ]
    }
    let isSwitches = table.factors.count >= 2 && table.factors.allSatisfy { $0.levels.count == 2 }
    if !hasFraction, isSwitches,
      FractionalAnalysis(runs: all.map { $0.map { $0 == 1 } }, values: all.map { _ in [0] }) != nil
    {
      return [
        "The effects of the fraction are no longer orthogonal, because \(names) \(isAre) missing: no main effects, "
          + "interactions and analysis of variance"
      ]
    }
    return []
  }
}

extension AblationTable {
  /// The position of the metric on validation data that belongs to the primary one: `val_accuracy` to `test_accuracy`.
  ///
  /// `nil` where the table has none, or the primary metric is one of validation data itself.
  var validationMetric: Int? {
    let primary = metricNames[0]
    let name =
      AblationMetric(rawValue: primary)?.validated.rawValue
      ?? (primary.hasPrefix("test_") ? "val_" + primary.dropFirst("test_".count) : primary)
    return name == primary ? nil : metricNames.firstIndex(of: name)
  }
}
