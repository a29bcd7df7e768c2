import ArgumentParser
import Engine
import Experiments
import Foundation

/// What `run` and `resume` start: one process for each training under way.
struct WorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker", abstract: "Train jobs that a coordinator sends on standard input.", shouldDisplay: false)

  @Option(help: "Threads that share each training.")
  var threads = 1

  func validate() throws {
    guard (1...Network.maximumThreads).contains(threads) else {
      throw ValidationError("--threads \(threads): give 1 to \(Network.maximumThreads)")
    }
  }

  func run() {
    // The coordinator ignores these to handle them itself, and a child inherits that.
    signal(SIGTERM, SIG_DFL)
    // A terminal's interruption is the coordinator's to handle; the input's end is this process' too.
    signal(SIGINT, SIG_IGN)
    TrainingWorker.serve(threads: threads)
  }
}
