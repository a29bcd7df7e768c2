import Experiments
import Foundation
import Search
import Studies

/// What the report of an ablation study says of how the study was made.
struct AblationFacts {
  private let run: AblationRun
  private let metadata: [String: String]

  init(_ run: AblationRun) throws {
    self.run = run
    metadata = try run.store.metadata()
  }

  private var plan: AblationPlan { run.plan }

  /// What figures and texts call the study.
  var title: String {
    switch plan.subject {
    case .model(let model):
      let images = model.images.map { ", \($0) images" } ?? ""
      return "\(plan.name), \(model.data.source.name), \(model.configuration.epochs) "
        + "epoch\(model.configuration.epochs == 1 ? "" : "s")\(images)"
    case .program: return plan.name
    }
  }

  /// The names of the classes; empty for a program.
  var classNames: [String] { run.prepared.classNames }

  /// One item for each thing that a reader has to know.
  func provenance(_ way: TuningMode, notes: [String], arms: Int) throws -> [String] {
    var items: [String] = []
    if let command = metadata["command"] { items.append("Command: `\(command)`.") }
    switch plan.subject {
    case .model(let model):
      let tried =
        model.configurationsTried == 0
        ? "no configuration was tried before this study"
        : "\(model.configurationsTried) configurations were tried before this study to select it"
      items.append("Full model: \(model.origin); \(tried).")
      items.append(
        "Data: \(model.data.source.name) (training files `\(run.prepared.trainingDigest ?? "")`, test files "
          + "`\(metadata[Run.testDigestKey] ?? "not opened")`); trained on "
          + (model.images.map { "\($0) images" } ?? "all images") + " of the training split, "
          + "\(model.configuration.epochs) epoch\(model.configuration.epochs == 1 ? "" : "s"), the last one measured; "
          + "validation images drawn anew for each seed; every model meets the test files after its training alone (`test_openings.csv`). Nothing is selected by them."
      )
    case .program(let program):
      items.append(
        "A program's runs, described by `\(program.fileName)`; which data they are measured on, and how many "
          + "configurations were tried before this study, is for whoever made the program to say. Logs are in `logs/`.")
    }
    items.append(
      "Design: \(plan.design.rawValue), \(AblationCount.text(arms, "arm")); components "
        + run.prepared.components.map { "\($0.name) (\($0.fullForm), else \($0.bareForm))" }.joined(separator: ", ")
        + ".")
    items.append(
      "Seed \(plan.seed); seed r of the table is the same in every arm: initial weights where shapes agree, the split, "
        + "order, masks and transforms are shared. Roots: "
        + run.seeds.map { "\($0.name): \($0.root)" }.joined(separator: ", ")
        + ". Arms were trained in random order within each seed.")
    if way == .retuned, let tuning = plan.tuning {
      items.append(
        "Tuning: every arm had \(tuning.trials) trials over \(tuning.space.dimensions.map(\.name).joined(separator: ", ")) "
          + "(the full model's own values and quasi-random points, the same for all arms; one seed each), the best by "
          + "\(tuning.metric) on validation data. The choice was made once for all seeds: intervals do not hold its noise."
      )
    } else {
      items.append("Tuning: frozen, every arm has the full model's hyperparameters.")
    }
    let programs = try run.programs()
    if !programs.isEmpty {
      items.append(
        "Trained by the program with SHA-256 "
          + programs.map { "`\($0)`" }.joined(separator: ", then ") + "; `environment.json` has the machine.")
    }
    if plan.design == .path {
      items.append(
        "The path chose each next component by \(plan.metric); what it chose among is in `arms.csv`, and choosing flatters. "
          + "Declared are the comparisons whose arms it trains whatever the results: the bare model with each component, "
          + "and with all of them."
      )
    }
    return items + notes.map { $0.prefix(1).uppercased() + $0.dropFirst() + "." }
  }

  /// `environment.json`.
  func environment() throws -> Data {
    struct Document: Encodable {
      var environment: RunEnvironment
      var command: String?
      var plan: AblationPlan
      /// SHA-256 of each build that trained.
      var programs: [String]
      /// The root of each paired seed's streams; text, because JSON's numbers are doubles to most readers.
      var seeds: [String: String]
      var testDigest: String?
      var testOpenings: Int
      var trainingDigest: String?
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    let document = Document(
      environment: metadata[RunEnvironment.metadataKey].flatMap(RunEnvironment.decoding) ?? RunEnvironment.current(),
      command: metadata["command"], plan: plan, programs: try run.programs(),
      seeds: Dictionary(run.seeds.map { ($0.name, String($0.root)) }) { $1 }, testDigest: metadata[Run.testDigestKey],
      testOpenings: try run.store.testOpenings().count, trainingDigest: run.prepared.trainingDigest)
    return try encoder.encode(document) + [UInt8(ascii: "\n")]
  }
}
