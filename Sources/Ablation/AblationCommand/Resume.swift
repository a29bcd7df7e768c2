import ArgumentParser
import Experiments
import Foundation

/// Goes on with an interrupted run.
struct ResumeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Go on with an interrupted run: what has ended is kept, what was under way is trained again.")

  @Argument(help: "The run's folder, such as results/mnist-standard-seed1.")
  var folder: String

  @OptionGroup var workers: WorkerOptions

  func run() async throws {
    if let program = try ProgramRun.open(URL(filePath: folder), writing: true) {
      return try ProgramSession(program, workers: workers.processes).execute()
    }
    if let ablation = try AblationRun.open(URL(filePath: folder), writing: true) {
      return try AblationSession(ablation, workers: workers).execute()
    }
    let run = try Run.open(URL(filePath: folder), writing: true)
    try RunSession(run, workers: workers.makeWorkers()).execute()
  }
}
