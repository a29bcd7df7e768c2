import ArgumentParser
import Experiments
import Foundation

/// Says why a trial of a run was tried.
struct ExplainTrialCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trial",
    abstract: "Say why a trial was tried: what its sampler knew and expected, what drove it, and what came of it.",
    discussion: """
      The sampler's model is made again from the results that it could see, and must suggest the trial again; nothing \
      is trained.
      """)

  @Argument(help: "The trial's number, from 1, as tables have it.")
  var trial: Int

  @Option(name: .customLong("run"), help: "The run's folder.")
  var folder: String

  @Option(help: "The study, if the run has several, such as lenet5/bayes.")
  var study: String?

  @Option(help: "How many of the nearest earlier trials to list.")
  var neighbours: Int = 3

  func validate() throws {
    guard (0...100).contains(neighbours) else { throw ValidationError("--neighbours \(neighbours): give 0 to 100") }
  }

  func run() async throws {
    let folder = URL(filePath: folder)
    let explanation: TrialExplanation
    if let program = try ProgramRun.open(folder, writing: false) {
      let name = program.prepared.definition.name
      if let study, study != name { throw AfterSearchError.unknownStudy(study, known: [name]) }
      explanation = try program.explain(trial: trial, neighbours: neighbours)
    } else {
      let opened = try Run.open(folder, writing: false)
      explanation = try opened.explain(trial: trial, study: opened.study(named: study), neighbours: neighbours)
    }
    for line in explanation.lines { Console.result(line) }
  }
}
