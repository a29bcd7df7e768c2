import ArgumentParser
import Datasets
import Experiments
import Foundation
import PlotScripts
import Reporting
import Statistics

/// Analyses an ablation study.
struct AblateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ablate",
    abstract: "Say what each component costs, with intervals, tests and verdicts.",
    discussion: """
      Reads a CSV table with a row for each run: the columns arm and seed, a column for each metric, and optionally \
      component.<name> (on, off or a form's name), seconds, parameters, multiply_adds, predictions and curve (files). \
      docs/ablation-studies.md describes them and every statistic.
      """)

  /// Which interval is the primary one.
  enum IntervalName: String, ExpressibleByArgument, CaseIterable {
    case student
    case bcaFrom15 = "bca-from-15"
  }

  @Option(name: .customLong("from-csv"), help: "A table of runs that were made elsewhere.")
  var fromCSV: String

  @Option(help: "The arm that the others are compared with. (default: the one with every component)")
  var baseline: String?

  @Option(help: "The primary metric's column. (default: the only one)")
  var metric: String?

  @Option(help: "The largest difference of the metric that would not matter, in its own units.")
  var margin: Double = 0.001

  @Option(help: "Whether the metric is to be large or small: maximize, minimize.")
  var goal: AblationOptions.Goal = .maximize

  @Option(help: "The primary interval: student (paired t), or bca-from-15 (BCa bootstrap from 15 seeds on).")
  var interval: IntervalName = .student

  @Option(help: "The seed of the bootstrap's resamples.")
  var seed: UInt64 = 1

  @Option(help: "The folder for tables, figures and texts. (default: results/<file>-ablation)")
  var output: String?

  @Option(help: "What the report calls the study. (default: the file's name)")
  var title: String?

  @Flag(help: "Read the table as a pilot: say which differences how many seeds would find, and write nothing.")
  var plan = false

  func validate() throws {
    if !(margin > 0 && margin.isFinite) { throw ValidationError("--margin \(margin): give a difference above 0") }
  }

  func run() async throws {
    if !plan, !PlotScripts.isGnuplotInstalled() { throw PlotError.gnuplotNotFound }
    let url = URL(filePath: fromCSV)
    let reading = try AblationCSV.read(url, baseline: baseline, metric: metric)
    for note in reading.notes { Console.say(note) }
    let options = AblationOptions(
      goal: goal, margin: margin, seed: seed, rule: interval == .student ? .student : .acceleratedFromFifteen)
    let analysis = AblationAnalysis(reading.table, options: options)
    guard !analysis.effects.isEmpty || !analysis.contrasts.isEmpty else {
      throw ValidationError(
        "\(fromCSV): no arm differs from '\(reading.table.baseline)' or from the bare model in one component alone; add "
          + "such arms, or leave the component columns out to compare all arms with the baseline")
    }
    if plan { return sayPlan(analysis) }
    let stem = url.deletingPathExtension().lastPathComponent
    let folder = URL(filePath: output ?? "results/\(stem)-ablation")
    let report = AblationReport(analysis, title: title ?? stem, provenance: try provenance(of: url))
    try report.write(to: folder)
    for effect in analysis.effects { Console.result(analysis.verdict(of: effect).sentence) }
    Console.result(folder.appending(path: "README.md").relativePath)
  }

  private func provenance(of url: URL) throws -> [String] {
    [
      "Runs: made elsewhere, read from `\(url.lastPathComponent)` (SHA-256 `\(try FileDigest.sha256(of: url))`); how they "
        + "were tuned, which epoch and which split were measured, and how many configurations were tried before is for "
        + "whoever made them to say."
    ]
  }

  /// What the pilot promises.
  private func sayPlan(_ analysis: AblationAnalysis) {
    Console.result(
      "\(analysis.effects.count) comparisons: at least \(analysis.fewestSeeds) seeds for a star; pilot of "
        + "\(analysis.table.seeds.count) seeds")
    guard analysis.table.seeds.count > 1 else {
      return Console.result("one seed says nothing of the spread; run the pilot with 3 seeds or more")
    }
    for seeds in Set([analysis.fewestSeeds, 10, 15, 20, 30]).sorted() {
      guard let difference = analysis.detectableDifference(seeds: seeds) else { continue }
      Console.result(
        "\(seeds) seeds find a difference of \(analysis.unit.text(difference, resolution: difference))"
          + "\(analysis.unit.suffix) with a probability of 80 %")
    }
  }
}

extension AblationOptions.Goal: ExpressibleByArgument {}
