import Experiments
import Foundation
import Statistics
import TestSupport
import Testing

@testable import Reporting

/// The tables that figures of ablation studies are drawn from.
struct AblationFigureTablesTests {
  /// The rows of a table by its columns.
  private static func rows(_ table: CSVTable) -> [[String: String]] {
    table.rows.map { row in Dictionary(uniqueKeysWithValues: zip(table.columns, row.map(\.text))) }
  }

  private static func table(_ name: String, _ report: AblationReport) throws -> [[String: String]] {
    rows(try #require(report.tables.first { $0.name == name }).table)
  }

  /// A study of named arms: accuracies, seconds and multiply-adds.
  private static func costs(
    _ arms: [(name: String, accuracy: [Double], seconds: [Double]?, multiplyAdds: Int?)]
  ) throws -> AblationReport {
    let runs = arms.flatMap { arm in
      arm.accuracy.indices.map { seed in
        AblationTable.Run(
          arm: arm.name, seed: "\(seed)", metrics: [arm.accuracy[seed]], seconds: arm.seconds?[seed],
          multiplyAdds: arm.multiplyAdds)
      }
    }
    let table = try AblationTable(metricNames: ["accuracy"], baseline: arms[0].name, runs: runs)
    let options = AblationOptions(margin: 0.001, resamples: 100, nestedResamples: 10)
    return AblationReport(AblationAnalysis(table, options: options), title: "costs", provenance: [])
  }

  /// Every cost has a front of its own; the interval of the time is Student's (t = 4.302653 for two degrees of freedom).
  @Test func everyCostHasItsFront() throws {
    let report = try Self.costs([
      ("full", [0.90, 0.91, 0.92], [1, 2, 3], 100), ("slow", [0.90, 0.91, 0.92], [2, 3, 4], 100),
      ("small", [0.80, 0.81, 0.82], [4, 5, 6], 50), ("quick", [0.80, 0.81, 0.82], [0.5, 0.5, 0.5], 100),
    ])
    let rows = try Self.table("cost.csv", report)
    #expect(rows.map { $0["pareto"] } == ["1", "0", "0", "1"])
    #expect(rows.map { $0["pareto_multiply_adds"] } == ["1", "1", "1", "0"])
    let low = try #require(rows[0]["seconds_low"].flatMap(Double.init))
    let high = try #require(rows[0]["seconds_high"].flatMap(Double.init))
    #expect(abs(low - (2 - 4.302652729749462 / 3.0.squareRoot())) < 1e-9)
    #expect(abs(high - (2 + 4.302652729749462 / 3.0.squareRoot())) < 1e-9)
    #expect(rows[3]["seconds_low"] == "0.5" && rows[3]["seconds_high"] == "0.5")
    #expect(report.drawings.map(\.name).contains("cost.png"))
  }

  /// Without times multiply-adds are drawn where they tell arms apart.
  @Test(arguments: [(100, 50, true), (100, 100, false), (100, nil, false)])
  func costsAreDrawnWhereThereAreAny(_ full: Int?, _ other: Int?, _ isDrawn: Bool) throws {
    let report = try Self.costs([("full", [0.9, 0.91], nil, full), ("other", [0.8, 0.81], nil, other)])
    #expect(report.drawings.map(\.name).contains("cost.png") == isDrawn)
    let rows = try Self.table("cost.csv", report)
    #expect(rows.allSatisfy { $0["pareto"] == "" && $0["seconds_low"] == "" })
    #expect(rows.map { $0["pareto_multiply_adds"] == "" } == [full == nil, other == nil])
  }

  @Test func thePathHasTheValuesOfItsArms() throws {
    let report = try AblationReportTests.report()
    let path = try Self.table("path.csv", report)
    let arms = try Self.table("arms.csv", report)
    for (step, arm) in [(0, "bare"), (3, "full")] {
      let row = try #require(arms.first { $0["arm"] == arm })
      #expect(path[step]["values"] == row["values"])
      let (value, mean) = (path[step]["value"].flatMap(Double.init), row["mean"].flatMap(Double.init))
      #expect(try abs(#require(value) - #require(mean)) < 1e-12)
    }
    for row in path {
      let values = try #require(row["values"]).split(separator: " ").compactMap { Double($0) }
      let interval = try #require(ConfidenceInterval.mean(of: values))
      #expect(values.count == 10)
      #expect(row["low"] == CSVCell.number(interval.lower).text && row["high"] == CSVCell.number(interval.upper).text)
    }
  }

  /// One seed of the same factorial: Lenth's contrasts with their names, and a half-normal plot in place of intervals.
  @Test func oneSeedHasAHalfNormalPlot() throws {
    let whole = try AblationReportTests.report().analysis
    let table = try AblationTable(
      factors: whole.table.factors, metricNames: ["accuracy"], baseline: whole.table.baseline,
      runs: whole.table.arms.map { arm in
        var run = whole.table.runs(of: arm)[0]
        (run.metrics, run.predictions, run.curve) = ([run.metrics[0]], nil, [])
        return run
      })
    let analysis = AblationAnalysis(table, options: whole.options)
    let report = AblationReport(analysis, title: "one seed", provenance: [])
    #expect(report.drawings.map(\.name) == ["interactions.png", "half_normal.png", "path.png", "cost.png"])
    let rows = try Self.table("lenth.csv", report)
    #expect(rows.count == 7)
    let sizes = rows.compactMap { $0["contrast"].flatMap(Double.init) }.map { abs($0) }
    #expect(sizes.count == 7 && sizes == sizes.sorted(by: >))
    for contrast in analysis.contrasts where contrast.factors.count == 1 {
      let name = table.factors[contrast.factors[0]].readableName
      let row = try #require(rows.first { $0["effect"] == name })
      let value = try #require(row["contrast"].flatMap(Double.init))
      #expect(abs(value - contrast.estimate.mean) < 1e-12 && row["order"] == "1")
    }
    #expect(Set(rows.compactMap { $0["effect"] }).count == 7)
    #expect(rows.filter { $0["order"] == "3" }.allSatisfy { $0["effect"]?.split(separator: "×").count == 3 })
    // SciPy: norm.ppf(0.5 + 0.5 * 6.5 / 7)
    let quantile = try #require(rows[0]["quantile"].flatMap(Double.init))
    #expect(sizes[0] == sizes[1] || abs(quantile - 1.8027430907391908) < 1e-9)
  }

  @Test(arguments: [
    ("batch_norm.block1", "batch norm: block 1"), ("augmentation.width_shift", "augmentation: width shift"),
    ("dropout", "dropout"), ("alpha_0.5", "alpha 0.5"), ("v1.2", "v1.2"),
  ])
  func componentsHaveReadableNames(_ name: String, _ expected: String) {
    #expect(Factor(name: name, levels: ["off", "on"], fullLevel: 1).readableName == expected)
  }
}
