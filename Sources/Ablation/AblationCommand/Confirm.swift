import ArgumentParser
import Experiments
import Foundation
import PlotScripts
import Reporting

/// Trains the best configurations of a finished search again with fresh seeds.
struct ConfirmCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "confirm",
    abstract: "Train the best trials again with fresh seeds: how far the search flattered them, and which one to use.",
    discussion: """
      The trainings see the search's own training and validation images and epochs, so that their metric compares with \
      the one selected by. What has ended is kept: the same command goes on after an interruption, and more --top or \
      --seeds train only what is missing.
      """)

  @Argument(help: "The run's folder.")
  var folder: String

  @Option(help: "The study, if the run has several, such as lenet5/bayes.")
  var study: String?

  @Option(help: "How many of the best trials, by the search's metric.")
  var top: Int = 5

  @Option(help: "Fresh seeds of each; seed r of all trials shares its random streams.")
  var seeds: Int = 10

  @Flag(help: "Evaluate every network on the test set too; each opening of the test files is recorded.")
  var test = false

  @OptionGroup var workers: WorkerOptions

  func validate() throws {
    guard (1...100).contains(top) else { throw ValidationError("--top \(top): give 1 to 100") }
    guard (2...1_000).contains(seeds) else {
      throw ValidationError("--seeds \(seeds): give 2 to 1000; a single seed has no spread")
    }
  }

  func run() async throws {
    // Found out before the training, not after.
    guard PlotScripts.isGnuplotInstalled() else { throw PlotError.gnuplotNotFound }
    let place = URL(filePath: folder)
    if try ProgramRun.open(place, writing: false) != nil { throw AfterSearchError.programRun(folder: folder) }
    let run = try Run.open(place, writing: true)
    let prepared = try run.study(named: study)
    let progress = ProgressDisplay()
    let interruption = Interruption(advice: "the same command goes on")
    defer { withExtendedLifetime(interruption) {} }
    let coordinator = try RetrainingCoordinator(
      run, study: prepared, request: RetrainingRequest(top: top, seeds: seeds, opensTest: test),
      workers: workers.makeWorkers()
    ) { progress.say(Self.line($0, metric: prepared.definition.metric)) }
    try coordinator.execute()
    let report = RunReport(run)
    try report.write { Console.say($0) }
    Console.result(try report.confirmedText(ofStudy: prepared.definition.name))
    Console.result(report.readme.relativePath)
  }

  private static func line(_ event: RetrainingCoordinator.Event, metric: String) -> String {
    switch event {
    case .began(let study, let trials, let seeds, let done, let planned):
      let numbers = trials.map { "\($0.number + 1)" }.joined(separator: ", ")
      let going = done > 0 ? "; \(done) of \(planned) trainings have ended already" : ""
      return "\(study): trials \(numbers) are trained again with \(seeds) fresh seeds each\(going)"
    case .ended(let retraining, let done, let planned, let seconds):
      let result =
        retraining.value.map { "\(metric) \(String(format: "%.5g", $0))" }
        ?? "\(retraining.state.rawValue): \(retraining.detail ?? "no reason given")"
      let left = seconds.map { ", left about \(Int($0.rounded(.up))) s" } ?? ""
      return "\(done)/\(planned) trial \(retraining.trial + 1), seed \(retraining.replicate + 1): \(result)\(left)"
    case .note(let text): return "note: \(text)"
    }
  }
}
