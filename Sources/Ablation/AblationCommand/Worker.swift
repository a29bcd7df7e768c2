import ArgumentParser
import Experiments
import Foundation

/// What `run` and `resume` start: one process for each core.
struct WorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker", abstract: "Train jobs that a coordinator sends on standard input.", shouldDisplay: false)

  func run() {
    // The coordinator ignores these to handle them itself, and a child inherits that.
    signal(SIGTERM, SIG_DFL)
    // A terminal's interruption is the coordinator's to handle; the input's end is this process' too.
    signal(SIGINT, SIG_IGN)
    TrainingWorker.serve()
  }
}
