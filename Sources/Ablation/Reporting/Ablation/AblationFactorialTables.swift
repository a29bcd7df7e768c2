import Experiments
import Statistics

/// `anova.csv`: the analysis of variance.
enum AblationAnovaTable {
  static let columns = [
    "source", "order", "sum_of_squares", "df", "mean_square", "f", "p", "partial_eta_squared", "omega_squared",
  ]

  static func table(_ anova: AnovaTable, factors: [Factor]) -> CSVTable {
    var table = CSVTable(columns: columns)
    func add(_ name: String, _ order: Int?, _ row: AnovaTable.Row) {
      table.append([
        .plain(name), .count(order), .number(row.sumOfSquares), .count(row.degreesOfFreedom),
        .number(row.sumOfSquares / Double(row.degreesOfFreedom)), .number(row.f), .number(row.pValue),
        .number(row.partialEtaSquared), .number(row.omegaSquared),
      ])
    }
    for row in anova.rows {
      add(row.factors.map { factors[$0].readableName }.joined(separator: " × "), row.factors.count, row)
    }
    if let block = anova.block { add("seed", nil, block) }
    table.append([
      "residuals", .empty, .number(anova.residualSumOfSquares), .count(anova.residualDegreesOfFreedom),
      .number(anova.residualMeanSquare), .empty, .empty, .empty, .empty,
    ])
    return table
  }
}

/// `interactions.csv`: main effects and interactions of pairs.
enum AblationInteractionsTable {
  static let columns = ["first", "second", "kind", "difference", "low", "high", "p_sign_flip", "p_bh"]

  static func table(_ analysis: AblationAnalysis) -> CSVTable {
    var table = CSVTable(columns: columns)
    for contrast in analysis.contrasts {
      let names = zip(contrast.factors, contrast.levels).map { analysis.formName($0, $1) }
      table.append([
        .plain(names[0]), .plain(names[names.count - 1]), .text(names.count == 1 ? "main" : "interaction"),
        .number(contrast.estimate.mean), .number(contrast.estimate.interval?.lower),
        .number(contrast.estimate.interval?.upper), .number(contrast.estimate.signFlip.pValue),
        .number(contrast.adjustedPValue),
      ])
    }
    return table
  }
}

/// `interaction_cells.csv`: the means of the two strongest pairs, for interaction plots.
enum AblationInteractionCellsTable {
  static let columns = ["rank", "first", "first_level", "second", "second_level", "mean", "low", "high"]

  static func table(_ analysis: AblationAnalysis) -> CSVTable? {
    guard let data = analysis.factorial else { return nil }
    var pairs: [[Int]] = []
    let ordered = analysis.contrasts.enumerated().filter { $0.element.factors.count == 2 }.sorted {
      (-abs($0.element.estimate.mean), $0.offset) < (-abs($1.element.estimate.mean), $1.offset)
    }
    for (_, contrast) in ordered where !pairs.contains(contrast.factors) { pairs.append(contrast.factors) }
    guard !pairs.isEmpty else { return nil }
    var table = CSVTable(columns: columns)
    for (rank, pair) in pairs.prefix(2).enumerated() {
      let (first, second) = (data.factors[pair[0]], data.factors[pair[1]])
      for secondLevel in second.levels.indices {
        for firstLevel in first.levels.indices {
          let cells = (0..<data.cellCount).filter {
            data.level(of: pair[0], in: $0) == firstLevel && data.level(of: pair[1], in: $0) == secondLevel
          }
          let means = data.seeds.indices.map { seed in
            cells.reduce(0) { $0 + data.values[$1][seed] } / Double(cells.count)
          }
          let interval = ConfidenceInterval.mean(of: means)
          table.append([
            .count(rank + 1), .plain(first.readableName), .plain(first.levels[firstLevel]),
            .plain(second.readableName), .plain(second.levels[secondLevel]), .number(mean(of: means)),
            .number(interval?.lower), .number(interval?.upper),
          ])
        }
      }
    }
    return table
  }
}

/// `shapley.csv`: what each component contributes between the bare and the full model.
enum AblationShapleyTable {
  static let columns = ["component", "value", "low", "high", "sd", "p_sign_flip"]

  static func table(_ analysis: AblationAnalysis) -> CSVTable {
    var table = CSVTable(columns: columns)
    let named = zip(analysis.table.factors, analysis.shapley).enumerated().sorted {
      (-$0.element.1.mean, $0.offset) < (-$1.element.1.mean, $1.offset)
    }
    for (_, (factor, value)) in named {
      table.append([
        .plain(factor.readableName), .number(value.mean), .number(value.interval?.lower),
        .number(value.interval?.upper), .number(value.standardDeviation), .number(value.signFlip.pValue),
      ])
    }
    return table
  }
}

/// `path.csv`: the greedy way from the bare to the full model.
enum AblationPathTable {
  static let columns = [
    "step", "component", "value", "gain", "gain_low", "gain_high", "low", "high", "values",
    "chosen_by",
  ]

  static func table(_ path: AblationPath, in table: AblationTable, chosenBy metric: String) -> CSVTable {
    var result = CSVTable(columns: columns)
    var levels = table.factors.map { _ in 0 }
    func add(_ step: Int, _ name: String, _ value: Double, gains: [Double]?) {
      let values = table.arm(at: levels).map { table.values(of: $0) } ?? []
      let interval = ConfidenceInterval.mean(of: values)
      let gain = gains.flatMap { ConfidenceInterval.mean(of: $0) }
      result.append([
        .count(step), .plain(name), .number(value), .number(gains.flatMap { mean(of: $0) }), .number(gain?.lower),
        .number(gain?.upper), .number(interval?.lower), .number(interval?.upper),
        .text(values.map { CSVCell.number($0).text }.joined(separator: " ")),
        gains == nil ? .empty : .plain(metric),
      ])
    }
    add(0, "(bare)", path.start, gains: nil)
    for (index, step) in path.steps.enumerated() {
      let factor = table.factors[step.factor]
      levels[step.factor] = factor.fullLevel
      add(index + 1, factor.readableName, step.value, gains: step.gains)
    }
    return result
  }
}

extension AblationAnalysis {
  /// A component, with its form where it has several.
  func formName(_ factor: Int, _ level: Int) -> String {
    table.factors[factor].formName(level)
  }
}
