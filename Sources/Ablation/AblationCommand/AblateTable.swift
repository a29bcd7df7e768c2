import ArgumentParser
import Datasets
import Experiments
import Foundation
import PlotScripts
import Reporting
import Statistics

extension AblateCommand {
  /// Analyses a table of runs that were made elsewhere.
  func analyse(_ file: String) throws {
    if !plan, !PlotScripts.isGnuplotInstalled() { throw PlotError.gnuplotNotFound }
    let url = URL(filePath: file)
    let reading = try AblationCSV.read(url, baseline: baseline, metric: metric)
    for note in reading.notes { Console.say(note) }
    let options = AblationOptions(
      goal: try goal(of: reading.table.metricNames[0]), margin: margin ?? 0.001, seed: seed ?? 1,
      rule: (interval ?? .student).rule)
    let analysis = AblationAnalysis(reading.table, options: options)
    guard !analysis.effects.isEmpty || !analysis.contrasts.isEmpty else {
      guard reading.table.incomplete.isEmpty else { throw reading.table.nothingCompleted }
      throw ValidationError(
        "\(file): no arm differs from '\(reading.table.baseline)' or from the bare model in one component alone; add "
          + "such arms, or leave the component columns out to compare all arms with the baseline")
    }
    if plan { return sayPlan(analysis) }
    let stem = Self.name(of: url)
    let folder = URL(filePath: output ?? "results/\(stem)-ablation")
    if let reason = AblationReport.occupant(of: folder, table: url) {
      throw AblationStudyError.occupied(folder: folder.relativePath, reason: reason)
    }
    let report = AblationReport(analysis, title: title ?? stem, provenance: try provenance(of: url))
    try report.write(to: folder)
    for sentence in report.sentences { Console.result(sentence) }
    Console.result(folder.appending(path: "README.md").relativePath)
  }

  /// The better direction of a metric: what was given, else that of a metric of our own.
  ///
  /// - Throws: `ValidationError` for a name that speaks of a loss: half of the verdicts would be the wrong way round.
  private func goal(of metric: String) throws -> AblationOptions.Goal {
    if let goal { return goal }
    if let own = AblationMetric(rawValue: metric) { return own.goal == .maximize ? .maximize : .minimize }
    guard metric.lowercased().firstMatch(of: /loss|error|nll|perplexity|rmse|mae/) == nil else {
      throw ValidationError(
        "'\(metric)' sounds like something that is to be small: give --goal minimize, or --goal maximize if it is not")
    }
    return .maximize
  }

  /// What a table is called: its file, or its folder where it has the name that all of our own tables have.
  private static func name(of table: URL) -> String {
    let stem = table.deletingPathExtension().lastPathComponent
    guard stem == "runs" else { return stem }
    let folder = table.standardizedFileURL.deletingLastPathComponent().lastPathComponent
    return folder.isEmpty || folder == "/" ? stem : folder
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
      "\(AblationCount.text(analysis.familySize, "comparison")): at least "
        + "\(AblationCount.text(analysis.fewestSeeds, "seed")) for a verdict; pilot of "
        + AblationCount.text(analysis.table.seeds.count, "seed"))
    guard analysis.table.seeds.count > 1 else {
      return Console.result("one seed says nothing of the spread; run the pilot with 3 seeds or more")
    }
    guard analysis.detectableDifference(seeds: analysis.fewestSeeds) != nil else {
      return Console.result("all differences of a comparison are equal, so the pilot says nothing of the spread")
    }
    for seeds in Set([analysis.fewestSeeds, 10, 15, 20, 30]).sorted() {
      guard let difference = analysis.detectableDifference(seeds: seeds) else { continue }
      Console.result(
        "\(seeds) seeds find a difference of \(analysis.unit.text(difference, resolution: difference))"
          + "\(analysis.unit.suffix) with a probability of 80 %")
    }
  }
}
