import ArgumentParser
import Experiments
import Foundation
import Reporting

/// Writes a run's tables and figures again.
struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Write the CSV files and figures of a run again from its store.")

  @Argument(help: "The run's folder.")
  var folder: String

  func run() async throws {
    let run = try Run.open(URL(filePath: folder), writing: false)
    try RunReport(run).write { FileHandle.standardError.write(Data("\($0)\n".utf8)) }
  }
}
