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
      goal: goal ?? .maximize, margin: margin ?? 0.001, seed: seed ?? 1,
      rule: interval == .student ? .student : .acceleratedFromFifteen)
    let analysis = AblationAnalysis(reading.table, options: options)
    guard !analysis.effects.isEmpty || !analysis.contrasts.isEmpty else {
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
    for effect in analysis.effects { Console.result(analysis.verdict(of: effect).sentence) }
    Console.result(folder.appending(path: "README.md").relativePath)
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
