import Experiments
import Statistics

/// `mcnemar.csv`: two trained models of one seed against each other.
enum AblationMcNemarTable {
  static let columns = ["first", "second", "seed", "images", "only_first", "only_second", "p_exact", "p_mid", "p_holm"]

  static func table(_ models: ModelComparison) -> CSVTable {
    var table = CSVTable(columns: columns)
    for row in models.rows {
      table.append([
        .plain(row.first), .plain(row.second), .plain(row.seed), .count(models.images), .count(row.test.onlyFirst),
        .count(row.test.onlySecond), .number(row.test.exactPValue), .number(row.test.midPValue),
        .number(row.adjustedPValue),
      ])
    }
    return table
  }
}

/// `mcnemar_matrix.csv`: how often the seeds agree; a row for each ordered pair of models.
enum AblationMcNemarMatrixTable {
  static let columns = ["first", "second", "seeds", "first_better", "second_better", "significant", "difference"]

  static func table(_ models: ModelComparison, alpha: Double) -> CSVTable {
    var table = CSVTable(columns: columns)
    for first in models.arms {
      for second in models.arms where first != second {
        let rows = models.rows.filter {
          [$0.first, $0.second] == [first, second] || [$0.second, $0.first] == [first, second]
        }
        let gaps = rows.map { row in
          (row.test.onlyFirst - row.test.onlySecond) * (row.first == first ? 1 : -1)
        }
        table.append([
          .plain(first), .plain(second), .count(rows.count), .count(gaps.count { $0 > 0 }),
          .count(gaps.count { $0 < 0 }), .count(rows.count { $0.adjustedPValue < alpha }),
          .number(Double(gaps.reduce(0, +)) / Double(models.images * max(1, rows.count))),
        ])
      }
    }
    return table
  }
}

/// `cochran.csv`: whether any of the models of a seed differ.
enum AblationCochranTable {
  static let columns = ["seed", "models", "q", "df", "p"]

  static func table(_ models: ModelComparison) -> CSVTable {
    var table = CSVTable(columns: columns)
    for row in models.seeds {
      table.append([
        .plain(row.seed), .count(models.arms.count), .number(row.cochran?.statistic),
        .count(row.cochran.map { Int($0.degreesOfFreedom) }), .number(row.cochran?.pValue),
      ])
    }
    return table
  }
}

/// `classes.csv`: F1 by class.
enum AblationClassesTable {
  static let columns = [
    "kind", "component", "class", "reference_f1", "arm_f1", "difference", "low", "high", "p_sign_flip", "p_bh",
  ]

  static func table(_ analysis: AblationAnalysis) -> CSVTable {
    var table = CSVTable(columns: columns)
    for row in analysis.classes {
      let effect = analysis.effects[row.effect]
      let name = row.classIndex.map { index in
        index < analysis.table.classNames.count ? analysis.table.classNames[index] : "\(index)"
      }
      table.append([
        .text(effect.kind.rawValue), .plain(effect.label), .plain(name ?? "macro average"), .number(row.reference),
        .number(row.arm), .number(row.interval.estimate), .number(row.interval.lower), .number(row.interval.upper),
        .number(row.pValue), .number(row.adjustedPValue),
      ])
    }
    return table
  }
}

/// `cost.csv`: what each arm costs, and whether another is both better and cheaper.
enum AblationCostTable {
  static let columns = [
    "arm", "baseline", "mean", "low", "high", "seconds", "parameters", "multiply_adds", "pareto", "seconds_low",
    "seconds_high", "pareto_multiply_adds",
  ]

  static func table(_ analysis: AblationAnalysis) -> CSVTable {
    var table = CSVTable(columns: columns)
    let seconds = analysis.arms.map { arm -> [Double]? in
      let known = analysis.table.runs(of: arm.name).compactMap(\.seconds)
      return known.count == arm.values.count ? known : nil
    }
    let multiplyAdds = analysis.arms.map { analysis.table.runs(of: $0.name)[0].multiplyAdds }
    let fastest = front(analysis, costs: seconds.map { $0.flatMap { mean(of: $0) } })
    let smallest = front(analysis, costs: multiplyAdds.map { $0.map(Double.init) })
    for (index, arm) in analysis.arms.enumerated() {
      let interval = ConfidenceInterval.mean(of: arm.values)
      let time = seconds[index].flatMap { ConfidenceInterval.mean(of: $0) }
      table.append([
        .plain(arm.name), .flag(arm.comparison == nil), .number(arm.summary.mean), .number(interval?.lower),
        .number(interval?.upper), .number(seconds[index].flatMap { mean(of: $0) }),
        .count(analysis.table.runs(of: arm.name)[0].parameters), .count(multiplyAdds[index]), flag(fastest[index]),
        .number(time?.lower), .number(time?.upper), flag(smallest[index]),
      ])
    }
    return table
  }

  /// Whether no other arm is as good for no more cost, better in one of both; `nil` for an arm without the cost.
  private static func front(_ analysis: AblationAnalysis, costs: [Double?]) -> [Bool?] {
    analysis.arms.indices.map { own in
      guard let cost = costs[own] else { return nil }
      return !analysis.arms.indices.contains { other in
        guard let theirs = costs[other] else { return false }
        let gain = analysis.arms[other].summary.mean - analysis.arms[own].summary.mean
        return (gain == 0 || analysis.isBetter(gain)) && theirs <= cost && (gain != 0 || theirs < cost)
      }
    }
  }

  private static func flag(_ value: Bool?) -> CSVCell { value.map { .flag($0) } ?? .empty }
}

/// `curves.csv`: learning curves of the arms that are compared, the baseline first.
enum AblationCurvesTable {
  static let columns = ["arm", "baseline", "epoch", "mean", "low", "high", "seeds"]

  static func table(_ analysis: AblationAnalysis) -> CSVTable? {
    let table = analysis.table
    var result = CSVTable(columns: columns)
    for arm in analysis.comparedArms {
      var byEpoch: [Int: [Double]] = [:]
      for run in table.runs(of: arm) {
        for point in run.curve { byEpoch[point.epoch, default: []].append(point.value) }
      }
      for (epoch, values) in byEpoch.sorted(by: { $0.key < $1.key }) {
        let interval = ConfidenceInterval.mean(of: values)
        result.append([
          .plain(arm), .flag(arm == table.baseline), .count(epoch), .number(mean(of: values)),
          .number(interval?.lower), .number(interval?.upper), .count(values.count),
        ])
      }
    }
    return result.rows.isEmpty ? nil : result
  }
}
