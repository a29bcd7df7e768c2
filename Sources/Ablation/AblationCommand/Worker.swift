import ArgumentParser
import Experiments

/// What `run` and `resume` start: one process for each core.
struct WorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker", abstract: "Train jobs that a coordinator sends on standard input.", shouldDisplay: false)

  func run() {
    TrainingWorker.serve()
  }
}
