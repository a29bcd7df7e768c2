import ArgumentParser
import Experiments
import Reporting

/// Says why trials of a run were stopped or went on.
struct DecisionsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decisions",
    abstract: "Say why early termination stopped trials of a run or let them go on: rung, value, threshold, n.")

  @Argument(help: "The run's folder.")
  var folder: String

  @Option(help: "Only this study, by its name.")
  var study: String?

  @Option(help: "Only this trial, with every rung that it reached.")
  var trial: Int?

  func run() async throws {
    let run = try JudgedRun(folder, study: study)
    let judged = run.studies.filter { $0.sweep.rule != nil }
    guard !judged.isEmpty else { throw JudgedRunError.noRule(folder: folder) }
    let found = judged.filter { study in trial == nil || study.trials.contains { $0.number + 1 == trial } }
    guard !found.isEmpty else {
      throw JudgedRunError.unknownTrial(trial ?? 0, counts: judged.map { ($0.definition.name, $0.trials.count) })
    }
    for study in found { Console.result(String(DecisionsText.text(study, trial: trial).dropLast())) }
  }
}
