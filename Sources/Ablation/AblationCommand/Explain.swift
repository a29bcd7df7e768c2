import ArgumentParser
import Datasets
import Experiments
import Foundation
import Search
import Training

/// Explains sweep files before a run, and trials after it.
struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Explain a sweep file (ablation explain FILE), or a trial of a run.",
    subcommands: [ExplainSweepCommand.self, ExplainTrialCommand.self], defaultSubcommand: ExplainSweepCommand.self)
}

/// Says what a sweep file means, without training anything but a short calibration.
struct ExplainSweepCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Say what a sweep file means: types and why, size of the space, infeasible share, rungs, time.")

  @Argument(help: "A sweep file in W&B's format.")
  var sweepFile: String

  @Option(help: "The family that the sweep is to train. (default: the file's own)")
  var family: ModelFamily?

  @OptionGroup var reading: SweepFileOptions

  @Option(
    help: "The budget that the time is estimated for: \(Budget.Name.allCases.map(\.rawValue).joined(separator: ", ")).")
  var budget: Budget.Name = .standard

  @Option(help: "mnist, fashion-mnist, or a folder with four IDX files.")
  var data: String = "mnist"

  @OptionGroup var workers: WorkerOptions

  @Option(help: "Forward multiply-adds a second and core that the time estimate assumes. (default: measured now)")
  var rate: Double?

  func validate() throws {
    if let rate, !(rate > 0 && rate.isFinite) { throw ValidationError("--rate \(rate): give a rate above 0") }
  }

  func run() async throws {
    let source = try SweepFolder.read(file: sweepFile, options: reading, family: family, isExplaining: true)
    switch source.trainee {
    case .family(let family): try explain(source, training: family)
    case .program, .nothing:
      let explanation = SweepExplanation(source.sweep, family: nil)
      show(["\(sweepFile): " + (source.trainee == .program ? "runs a program" : "neither a family nor a program")])
      show(explanation.head)
      if source.trainee == .program { show(try ProgramCheck.explanation(of: source.sweep, fileName: sweepFile)) }
      show(explanation.parameters)
      show(explanation.size(try measure(source.sweep) { _ in nil }))
      show(explanation.rungs(upTo: nil))
      let reason = source.trainee == .program ? "how long a program trains shows only when it runs" : "nothing is trained"
      show(["time: no estimate, \(reason)"])
    }
  }

  private func explain(_ source: SweepSource, training family: ModelFamily) throws {
    let seed = try SweepSource.seed(given: nil, [source])
    let plan = RunPlan(
      seed: seed, budget: Budget(budget),
      data: DataPlan(source: try DatasetSource(argument: data), splitSeed: seed), studies: [])
    let loaded = try LoadedData(plan.data)
    let study = try PreparedStudy(source.plan(training: family), run: plan, data: loaded)
    let explanation = SweepExplanation(source.sweep, family: family)
    let measure = try measure(source.sweep, infeasibility: study.infeasibility)
    show(["\(sweepFile): trains \(family.title)"])
    show(explanation.head)
    if let note = study.capNote { show(["  \(note)"]) }
    show(explanation.parameters)
    show(explanation.size(measure))
    show(explanation.rungs(upTo: plan.budget.searchEpochs(explanation.mostEpochs(study))))
    show(
      try explanation.time(
        study, budget: plan.budget, data: loaded, workers: workers.processes, rate: rate, measure: measure))
    if source.sweep.rule != nil { show(["  as if no trial were stopped early"]) }
  }

  private func measure(
    _ sweep: SweepDefinition, infeasibility: (Configuration) -> String?
  ) throws -> SpaceMeasure {
    try SpaceMeasure(
      sweep.space, rules: sweep.settings.rules, isGrid: sweep.method == .grid, infeasibility: infeasibility)
  }

  private func show(_ lines: [String]) {
    for line in lines { Console.result(line) }
  }
}
