import Experiments
import Foundation
import Statistics

/// `arms.csv`: every arm, and each against the baseline.
enum AblationArmsTable {
  static let columns = [
    "arm", "baseline", "seeds", "mean", "sd", "median", "iqm", "min", "max", "difference", "low", "high", "d_z",
    "improvement", "improvement_low", "improvement_high", "p_sign_flip", "p_bh", "values",
  ]

  static func table(_ analysis: AblationAnalysis) -> CSVTable {
    let factors = analysis.table.factors
    var table = CSVTable(columns: columns + factors.map { "component.\($0.name)" })
    for arm in analysis.arms {
      let effect = arm.comparison?.effect
      let levels = zip(factors, analysis.table.levels(of: arm.name)).map { CSVCell.plain($0.levels[$1]) }
      let values = arm.values.map { CSVCell.number($0).text }.joined(separator: " ")
      table.append(
        [
          .plain(arm.name), .flag(arm.comparison == nil), .count(arm.summary.count), .number(arm.summary.mean),
          .number(arm.summary.standardDeviation), .number(arm.summary.median),
          .number(arm.summary.interquartileMean), .number(arm.summary.minimum), .number(arm.summary.maximum),
          .number(effect?.mean), .number(effect?.interval?.lower), .number(effect?.interval?.upper),
          .number(effect?.standardizedSize), .number(arm.comparison?.improvement),
          .number(arm.comparison?.improvementBootstrap?.lower), .number(arm.comparison?.improvementBootstrap?.upper),
          .number(effect?.signFlip.pValue), .number(arm.exploratoryPValue), .text(values),
        ] + levels)
    }
    return table
  }
}

/// `effects.csv`: the declared family, then comparisons that only explore.
enum AblationEffectsTable {
  static let columns = [
    "kind", "component", "arm", "reference", "declared", "seeds", "reference_mean", "reference_sd", "arm_mean",
    "arm_sd",
    "difference", "low", "high", "interval", "sd", "t_low", "t_high", "bca_low", "bca_high", "percentile_low",
    "percentile_high", "d_z", "improvement", "improvement_low", "improvement_high", "improvement_exact_low",
    "improvement_exact_high", "wins", "ties", "losses", "p_sign_flip", "p_holm", "p_bh", "p_wilcoxon", "p_t", "margin",
    "p_equivalence", "p_equivalence_holm", "star", "fewest_seeds", "verdict", "needed_seeds", "values",
  ]

  static func table(_ analysis: AblationAnalysis) -> CSVTable {
    var table = CSVTable(columns: columns)
    for effect in analysis.effects {
      var needed: Int?
      if case .undecided(let seeds) = effect.member.verdict { needed = seeds }
      let tests: [CSVCell] = [
        .number(effect.member.pValue), .number(effect.member.adjustedPValue), .empty,
        .number(effect.comparison.effect.wilcoxon?.pValue), .number(effect.comparison.effect.tTest?.pValue),
        .number(analysis.options.margin), .number(effect.member.equivalence?.pValue),
        .number(effect.member.adjustedEquivalence), .flag(effect.member.isStarred), .count(analysis.fewestSeeds),
        .text(analysis.verdict(of: effect).kind.rawValue), .count(needed),
      ]
      table.append(
        estimates(effect.draft, effect.comparison, isDeclared: true, analysis) + tests + values(effect.comparison))
    }
    for effect in analysis.explored {
      let estimate = effect.comparison.effect
      let tests: [CSVCell] = [
        .number(estimate.signFlip.pValue), .empty, .number(effect.adjustedPValue), .number(estimate.wilcoxon?.pValue),
        .number(estimate.tTest?.pValue), .number(analysis.options.margin), .empty, .empty, .flag(false), .empty,
        "explores", .empty,
      ]
      table.append(
        estimates(effect.draft, effect.comparison, isDeclared: false, analysis) + tests + values(effect.comparison))
    }
    return table
  }

  private static func estimates(
    _ draft: EffectDraft, _ comparison: PairedComparison, isDeclared: Bool, _ analysis: AblationAnalysis
  ) -> [CSVCell] {
    let reference = SampleSummary(analysis.table.values(averaging: draft.references))
    let arm = SampleSummary(analysis.table.values(averaging: draft.arms))
    let estimate = comparison.effect
    let intervals = estimate.intervals
    let wins = comparison.wins(analysis.options.goal)
    return [
      .text(draft.kind.rawValue), .plain(draft.label), .plain(draft.arm), .plain(draft.reference), .flag(isDeclared),
      .count(estimate.count), .number(reference?.mean), .number(reference?.standardDeviation), .number(arm?.mean),
      .number(arm?.standardDeviation), .number(estimate.mean), .number(estimate.interval?.lower),
      .number(estimate.interval?.upper), .text(intervals.method.rawValue), .number(estimate.standardDeviation),
      .number(intervals.student?.lower), .number(intervals.student?.upper), .number(intervals.accelerated?.lower),
      .number(intervals.accelerated?.upper), .number(intervals.percentile?.lower),
      .number(intervals.percentile?.upper), .number(estimate.standardizedSize), .number(comparison.improvement),
      .number(comparison.improvementBootstrap?.lower), .number(comparison.improvementBootstrap?.upper),
      .number(comparison.improvementExact?.lower), .number(comparison.improvementExact?.upper), .count(wins),
      .count(comparison.equal), .count(estimate.count - comparison.equal - wins),
    ]
  }

  private static func values(_ comparison: PairedComparison) -> [CSVCell] {
    [.text(comparison.effect.values.map { CSVCell.number($0).text }.joined(separator: " "))]
  }
}

extension PairedComparison {
  /// Seeds on which the arm is better.
  func wins(_ goal: AblationOptions.Goal) -> Int { goal == .maximize ? above : below }
}

/// `pairing.csv`: what training with the same seeds gave.
enum AblationPairingTable {
  static let columns = [
    "kind", "component", "arm", "reference", "correlation", "variance_ratio", "sd_paired", "sd_unpaired",
  ]

  static func table(_ analysis: AblationAnalysis) -> CSVTable {
    var table = CSVTable(columns: columns)
    let rows = analysis.effects.map { ($0.draft, $0.comparison) } + analysis.explored.map { ($0.draft, $0.comparison) }
    for (draft, comparison) in rows {
      let unpaired = [draft.arms, draft.references].compactMap {
        Moments(analysis.table.values(averaging: $0)).variance
      }
      table.append([
        .text(draft.kind.rawValue), .plain(draft.label), .plain(draft.arm), .plain(draft.reference),
        .number(comparison.correlation), .number(comparison.varianceRatio),
        .number(comparison.effect.standardDeviation),
        .number(unpaired.count == 2 ? (unpaired[0] + unpaired[1]).squareRoot() : nil),
      ])
    }
    return table
  }
}

/// `secondary.csv`: the other metrics, which explore.
enum AblationSecondaryTable {
  static let columns = ["metric", "kind", "component", "difference", "low", "high", "p_sign_flip", "p_bh"]

  static func table(_ analysis: AblationAnalysis) -> CSVTable {
    var table = CSVTable(columns: columns)
    for metric in analysis.table.metricNames.indices.dropFirst() {
      let comparisons = analysis.effects.compactMap { effect in
        PairedComparison(
          arm: analysis.table.values(averaging: effect.draft.arms, metric: metric),
          baseline: analysis.table.values(averaging: effect.draft.references, metric: metric), resamples: 1)
      }
      let adjusted = benjaminiHochbergAdjusted(comparisons.map(\.effect.signFlip.pValue))
      for (index, (effect, comparison)) in zip(analysis.effects, comparisons).enumerated() {
        let estimate = comparison.effect
        table.append([
          .plain(analysis.table.metricNames[metric]), .text(effect.kind.rawValue), .plain(effect.label),
          .number(estimate.mean), .number(estimate.intervals.student?.lower),
          .number(estimate.intervals.student?.upper),
          .number(estimate.signFlip.pValue), .number(adjusted[index]),
        ])
      }
    }
    return table
  }
}

extension CSVCell {
  /// Words for a figure: nothing in it ends a cell early.
  static func plain(_ value: String) -> CSVCell {
    .text(String(value.map { ",\"\t\n\r".contains($0) ? " " : $0 }))
  }
}
