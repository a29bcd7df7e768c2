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

/// `effects.csv`: the declared family.
enum AblationEffectsTable {
  static let columns = [
    "kind", "component", "arm", "reference", "seeds", "reference_mean", "reference_sd", "arm_mean", "arm_sd",
    "difference", "low", "high", "interval", "sd", "t_low", "t_high", "bca_low", "bca_high", "percentile_low",
    "percentile_high", "d_z", "improvement", "improvement_low", "improvement_high", "improvement_exact_low",
    "improvement_exact_high", "wins", "ties", "losses", "p_sign_flip", "p_holm", "p_wilcoxon", "p_t", "margin",
    "p_equivalence", "p_equivalence_holm", "star", "fewest_seeds", "verdict", "needed_seeds", "values",
  ]

  static func table(_ analysis: AblationAnalysis) -> CSVTable {
    var table = CSVTable(columns: columns)
    for effect in analysis.effects {
      let reference = SampleSummary(analysis.table.values(of: effect.reference))
      let arm = SampleSummary(analysis.table.values(of: effect.arm))
      let comparison = effect.comparison
      let estimate = comparison.effect
      let better = analysis.options.goal == .maximize
      var needed: Int?
      if case .undecided(let seeds) = effect.member.verdict { needed = seeds }
      let head: [CSVCell] = [
        .text(effect.kind.rawValue), .plain(effect.label), .plain(effect.arm), .plain(effect.reference),
        .count(estimate.count), .number(reference?.mean), .number(reference?.standardDeviation), .number(arm?.mean),
        .number(arm?.standardDeviation), .number(estimate.mean), .number(estimate.interval?.lower),
        .number(estimate.interval?.upper), .text(estimate.intervals.method.rawValue),
        .number(estimate.standardDeviation), .number(estimate.intervals.student?.lower),
        .number(estimate.intervals.student?.upper),
        .number(estimate.intervals.accelerated?.lower), .number(estimate.intervals.accelerated?.upper),
        .number(estimate.intervals.percentile?.lower), .number(estimate.intervals.percentile?.upper),
        .number(estimate.standardizedSize),
      ]
      let improvement: [CSVCell] = [
        .number(comparison.improvement), .number(comparison.improvementBootstrap?.lower),
        .number(comparison.improvementBootstrap?.upper), .number(comparison.improvementExact?.lower),
        .number(comparison.improvementExact?.upper), .count(better ? comparison.above : comparison.below),
        .count(comparison.equal), .count(better ? comparison.below : comparison.above),
      ]
      let tests: [CSVCell] = [
        .number(effect.member.pValue), .number(effect.member.adjustedPValue), .number(estimate.wilcoxon?.pValue),
        .number(estimate.tTest?.pValue), .number(analysis.options.margin), .number(effect.member.equivalence?.pValue),
        .number(effect.member.adjustedEquivalence), .flag(effect.member.isStarred), .count(analysis.fewestSeeds),
        .text(analysis.verdict(of: effect).kind.rawValue), .count(needed),
        .text(estimate.values.map { CSVCell.number($0).text }.joined(separator: " ")),
      ]
      table.append(head + improvement + tests)
    }
    return table
  }
}

/// `pairing.csv`: what training with the same seeds gave.
enum AblationPairingTable {
  static let columns = [
    "kind", "component", "arm", "reference", "correlation", "variance_ratio", "sd_paired", "sd_unpaired",
  ]

  static func table(_ analysis: AblationAnalysis) -> CSVTable {
    var table = CSVTable(columns: columns)
    for effect in analysis.effects {
      let deviation = effect.comparison.effect.standardDeviation
      let unpaired = [effect.arm, effect.reference].compactMap { Moments(analysis.table.values(of: $0)).variance }
      table.append([
        .text(effect.kind.rawValue), .plain(effect.label), .plain(effect.arm), .plain(effect.reference),
        .number(effect.comparison.correlation), .number(effect.comparison.varianceRatio), .number(deviation),
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
          arm: analysis.table.values(of: effect.arm, metric: metric),
          baseline: analysis.table.values(of: effect.reference, metric: metric), resamples: 1)
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
