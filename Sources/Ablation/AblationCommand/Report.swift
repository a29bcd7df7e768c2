import ArgumentParser
import Experiments
import Foundation
import PlotScripts
import Reporting

/// Writes a run's tables and figures again.
struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Write the CSV files and figures of a run again from its store.")

  @Argument(help: "The run's folder.")
  var folder: String

  func run() async throws {
    // Before any table is replaced.
    guard PlotScripts.isGnuplotInstalled() else { throw PlotError.gnuplotNotFound }
    if let program = try ProgramRun.open(URL(filePath: folder), writing: false) {
      let report = ProgramReport(program)
      try report.write { Console.say($0) }
      return Console.result(try report.summaryText())
    }
    if let ablation = try AblationRun.open(URL(filePath: folder), writing: false) {
      return try AblationSession.report(ablation) { Console.say($0) }
    }
    let run = try Run.open(URL(filePath: folder), writing: false)
    let report = RunReport(run)
    try report.write { Console.say($0) }
    Console.result(try report.summaryText())
    Console.result(report.readme.relativePath)
  }
}
