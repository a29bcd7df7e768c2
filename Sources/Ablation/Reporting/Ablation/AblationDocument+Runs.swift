import Experiments
import Foundation
import Statistics

/// The parts of a report that say what was run: arms, costs, the appendix of all runs.
extension AblationDocument {
  /// The most runs that the page itself lists.
  static let mostRuns = 100

  mutating func addArms(_ analysis: AblationAnalysis) {
    let unit = analysis.unit.suffix.isEmpty ? "" : ",\(analysis.unit.suffix)"
    blocks.append(.heading("Arms"))
    var rows = analysis.arms.map { arm -> [String] in
      let summary = arm.summary
      let values = [summary.median, summary.minimum, summary.maximum].map { level(analysis, $0) }
      return [
        arm.name, "\(summary.count)", level(analysis, summary), values[0],
        summary.interquartileMean.map { level(analysis, $0) } ?? "–", values[1], values[2],
      ]
    }
    rows += analysis.table.incomplete.map { arm in
      let complete = arm.states.count { $0 == .complete }
      return [arm.name, "\(complete) of \(arm.states.count)", "did not complete", "–", "–", "–", "–"]
    }
    blocks.append(
      .table(header: ["arm", "n", "mean ± sd\(unit)", "median", "interquartile mean", "min", "max"], rows: rows))
    if analysis.table.seeds.count < SampleSummary.fewestForInterquartileMean {
      blocks.append(
        .paragraph(
          "Interquartile means need at least \(SampleSummary.fewestForInterquartileMean) seeds. Every point is in "
            + "`arms.csv`."))
    } else {
      blocks.append(.paragraph("Every point is in `arms.csv`."))
    }
  }

  mutating func addCost(_ analysis: AblationAnalysis, figures: Set<String>) {
    let rows = analysis.arms.compactMap { arm -> [String]? in
      let runs = analysis.table.runs(of: arm.name)
      let seconds = runs.compactMap(\.seconds)
      guard let run = runs.first, !seconds.isEmpty || run.parameters != nil || run.multiplyAdds != nil else {
        return nil
      }
      let time = seconds.count == runs.count ? mean(of: seconds) : nil
      return [
        arm.name, level(analysis, arm.summary), time.map { String(format: "%.3g", $0) } ?? "–",
        run.parameters.map(String.init) ?? "–", run.multiplyAdds.map(String.init) ?? "–",
      ]
    }
    guard !rows.isEmpty else { return }
    blocks.append(.heading("Cost"))
    blocks.append(
      .table(
        header: ["arm", analysis.table.metricNames[0], "processor seconds", "parameters", "multiply-adds per image"],
        rows: rows))
    addFigure(
      "cost.png",
      "Metric against processor time of a training and, where they differ, multiply-adds of one image, with 95 % intervals; "
        + "the line joins the arms that no other arm beats in both (the Pareto front).", figures)
  }

  mutating func addRuns(_ runs: [AblationTable.Run], metricNames: [String]) {
    blocks.append(.heading("All runs"))
    guard runs.count <= Self.mostRuns else {
      return blocks.append(.paragraph("\(runs.count) runs; `runs.csv` has all of them."))
    }
    blocks.append(
      .appendix(
        summary: "\(AblationCount.text(runs.count, "run")), as in runs.csv",
        header: ["arm", "seed", "state"] + metricNames + ["seconds"],
        rows: runs.map { run in
          [run.arm, run.seed, run.state.rawValue]
            + run.metrics.map { run.state == .complete ? String(format: "%.6g", $0) : "–" }
            + [run.seconds.map { String(format: "%.3g", $0) } ?? "–"]
        }))
  }
}
