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

/// `cost.csv`: what each arm costs, and whether another is both better and faster.
enum AblationCostTable {
  static let columns = [
    "arm", "baseline", "mean", "low", "high", "seconds", "parameters", "multiply_adds", "pareto",
  ]

  static func table(_ analysis: AblationAnalysis) -> CSVTable {
    var table = CSVTable(columns: columns)
    let rows = analysis.arms.map { arm in
      let runs = analysis.table.runs(of: arm.name)
      let seconds = runs.compactMap(\.seconds)
      return (arm: arm, run: runs[0], seconds: seconds.count == runs.count ? mean(of: seconds) : nil)
    }
    for row in rows {
      let isBeaten = rows.contains { other in
        guard let own = row.seconds, let theirs = other.seconds else { return false }
        let gain = other.arm.summary.mean - row.arm.summary.mean
        let isAsGood = gain == 0 || analysis.isBetter(gain)
        return isAsGood && theirs <= own && (gain != 0 || theirs < own)
      }
      let interval = ConfidenceInterval.mean(of: row.arm.values)
      table.append([
        .plain(row.arm.name), .flag(row.arm.comparison == nil), .number(row.arm.summary.mean),
        .number(interval?.lower), .number(interval?.upper), .number(row.seconds), .count(row.run.parameters),
        .count(row.run.multiplyAdds), row.seconds == nil ? .empty : .flag(!isBeaten),
      ])
    }
    return table
  }
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
