import ArgumentParser
import Experiments
import Foundation
import Machine
import PlotScripts
import Reporting
import Search
import Training

/// Trains and analyses ablation studies.
struct AblateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ablate",
    abstract: "Say what each component is worth: train every combination with paired seeds, test, draw, conclude.",
    discussion: """
      Without arguments PadocaNet's full factorial of five components with ten seeds. A YAML file says the same as the \
      options, and what a program's components are. --from-csv analyses a table of runs made elsewhere: the columns arm \
      and seed, a column for each metric, and optionally component.<name> (on, off or a form's name), seconds, \
      parameters, multiply_adds, predictions and curve (files). docs/ablation-studies.md describes designs, components \
      and every statistic.
      """)

  @Argument(help: "A YAML file that describes the study.")
  var file: String?

  @Option(name: .customLong("from-csv"), help: "A table of runs that were made elsewhere; nothing is trained.")
  var fromCSV: String?

  @OptionGroup var study: AblationStudyOptions

  @Option(help: "With --from-csv, the arm that the others are compared with. (default: the one with every component)")
  var baseline: String?

  @Option(
    help: """
      The primary metric: \(AblationMetric.allCases.map(\.rawValue).joined(separator: ", ")), or a column of the table. \
      (default: test_accuracy; of a path val_accuracy; of a table the only column)
      """)
  var metric: String?

  @Option(
    parsing: .unconditional,
    help: "The largest difference of the metric that would not matter, in its own units. (default: 0.001)")
  var margin: Double?

  @Option(
    help: """
      With --from-csv, whether the metric is to be large or small: maximize, minimize. (default: maximize, of test_loss and \
      val_loss minimize; needed for other losses)
      """)
  var goal: AblationOptions.Goal?

  @Option(
    help: """
      The primary interval: student (paired t), or bca-from-15 (BCa bootstrap from 15 seeds on); the others stand beside \
      it. (default: student)
      """)
  var interval: AblationInterval?

  @Option(parsing: .unconditional, help: "The seed of every random decision, resamples included. (default: 1)")
  var seed: UInt64?

  @Option(
    help:
      "The folder. (default: results/ablation-<what>-<data>-<design>-seed<seed>; of a table results/<file>-ablation, or <folder>-ablation of a runs.csv)"
  )
  var output: String?

  @Option(help: "With --from-csv, what the report calls the study. (default: the file's name)")
  var title: String?

  @Flag(
    help: """
      Only plan: arms, runs, time, and from a pilot of three seeds, which is trained, the smallest difference that the \
      study would find; with --from-csv the table is the pilot.
      """)
  var plan = false

  @OptionGroup var workers: WorkerOptions

  func validate() throws {
    if let margin, !(margin > 0 && margin.isFinite) {
      throw ValidationError("--margin \(margin): give a difference above 0")
    }
    if fromCSV != nil {
      if file != nil { throw ValidationError("give either a YAML file or --from-csv") }
      if let option = study.given.first {
        throw ValidationError("\(option) is for studies that are trained, not for --from-csv")
      }
    } else {
      let ofTables = [
        ("--baseline", baseline != nil), ("--goal", goal != nil), ("--title", title != nil),
      ]
      if let option = ofTables.first(where: \.1) { throw ValidationError("\(option.0) goes with --from-csv") }
    }
    if file != nil {
      let others = [
        ("--metric", metric != nil), ("--margin", margin != nil), ("--interval", interval != nil),
        ("--seed", seed != nil),
      ]
      if let option = study.given.first ?? others.first(where: \.1)?.0 {
        throw ValidationError("\(option): with a file the study is described there; write it into the file")
      }
    }
  }

  func run() async throws {
    if !plan || fromCSV == nil, !PlotScripts.isGnuplotInstalled() { throw PlotError.gnuplotNotFound }
    if let fromCSV { return try analyse(fromCSV) }
    let request = try file.map { try AblationRequest(file: $0) } ?? studyRequest()
    if plan { return try AblationPlanning(request.plan, workers: workers).show() }
    let run = try AblationRun.begin(
      request.plan, in: URL(filePath: output ?? "results/\(request.folderName)"),
      metadata: [
        "command": Console.command,
        RunEnvironment.metadataKey: RunEnvironment.current().encoded(),
      ])
    try AblationSession(run, workers: workers).execute()
  }

  /// The study that the options describe.
  private func studyRequest() throws -> AblationRequest {
    let base: AblationBase
    if let from = study.from {
      base = try AblationBase(bestOf: URL(filePath: from), study: study.study)
    } else {
      base = AblationBase(study.family ?? .padocanet)
    }
    var file = AblationFile()
    file.components = study.components.map { $0.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) } }
    file.design = study.design?.rawValue
    file.tuning.mode = study.tuning?.rawValue
    file.tuning.trials = study.tuningTrials
    (file.seeds, file.epochs, file.images, file.data) = (study.seeds, study.epochs, study.images, study.data)
    (file.metric, file.margin, file.interval, file.seed) = (metric, margin, interval?.rawValue, seed)
    let faults = AblationFileCheck.findings(file, nil, base: base)
    guard faults.isEmpty else {
      let lines = faults.map { finding in
        [
          finding.problem, finding.allowed.map { "allowed: \($0)" }, finding.nearest.map { "did you mean '\($0)'?" },
        ].compactMap(\.self).joined(separator: "; ")
      }
      throw ValidationError(lines.joined(separator: "\n"))
    }
    return try AblationRequest(file, base: base, stem: nil)
  }
}

/// What a study that is trained takes from the command line.
struct AblationStudyOptions: ParsableArguments {
  @Option(help: "The family whose published configuration is the full model. (default: padocanet)")
  var family: ModelFamily?

  @Option(help: "A run's folder: its best configuration is the full model.")
  var from: String?

  @Option(help: "With --from, the study whose best trial it is. (default: the only family's)")
  var study: String?

  @Option(
    help: """
      The components, separated by commas: \(ModelComponent.all(blocks: 2).map(\.name).joined(separator: ", ")). \
      (default: those of \(ModelComponent.usual.joined(separator: ", ")) that the full model has)
      """)
  var components: String?

  @Option(help: "Which arms: \(AblationDesign.allCases.map(\.rawValue).joined(separator: ", ")). (default: factorial)")
  var design: AblationDesign?

  @Option(help: "Paired seeds. (default: 10)")
  var seeds: Int?

  @Option(
    help: """
      Whether arms keep the full model's hyperparameters (frozen), get the best of a small sweep each (retuned), or \
      both, side by side. (default: frozen)
      """)
  var tuning: TuningMode?

  @Option(help: "Trials of each arm's sweep over the learning rate. (default: \(AblationBase.usualTrials))")
  var tuningTrials: Int?

  @Option(help: "Epochs of each training. (default: the full model's own)")
  var epochs: Int?

  @Option(help: "Training images, and the most validation images, for small studies. (default: all)")
  var images: Int?

  @Option(help: "mnist, fashion-mnist, or a folder with four IDX files. (default: mnist, or the run's)")
  var data: String?

  /// The options that were given.
  var given: [String] {
    [
      ("--family", family != nil), ("--from", from != nil), ("--study", study != nil),
      ("--components", components != nil), ("--design", design != nil), ("--seeds", seeds != nil),
      ("--tuning", tuning != nil), ("--tuning-trials", tuningTrials != nil), ("--epochs", epochs != nil),
      ("--images", images != nil), ("--data", data != nil),
    ].filter(\.1).map(\.0)
  }

  func validate() throws {
    if family != nil, from != nil { throw ValidationError("give either --family or --from") }
    if study != nil, from == nil { throw ValidationError("--study goes with --from") }
    if let components, components.split(separator: ",").allSatisfy({ $0.allSatisfy(\.isWhitespace) }) {
      throw ValidationError("--components: name at least one, or leave the option out for all of the full model's")
    }
    if let seeds, !(1...1_000).contains(seeds) { throw ValidationError("--seeds \(seeds): give 1 to 1000") }
    if let epochs, !(1...10_000).contains(epochs) { throw ValidationError("--epochs \(epochs): give 1 to 10000") }
    if let images, images < 1 { throw ValidationError("--images \(images): give at least 1") }
    if let trials = tuningTrials {
      guard (1...1_000).contains(trials) else { throw ValidationError("--tuning-trials \(trials): give 1 to 1000") }
      guard let tuning, tuning != .frozen else {
        throw ValidationError("--tuning-trials goes with --tuning retuned or --tuning both")
      }
    }
  }
}

extension AblationOptions.Goal: ExpressibleByArgument {}
extension AblationInterval: ExpressibleByArgument {}
extension AblationDesign: ExpressibleByArgument {}
extension TuningMode: ExpressibleByArgument {}
