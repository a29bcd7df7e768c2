import Foundation
import Search
import Studies
import Training

/// The full model of an ablation study: a configuration, where it comes from, and the data.
public struct AblationBase: Sendable {
  /// The configuration, with its epochs.
  public var configuration: ModelConfiguration
  /// Where it comes from, in words.
  public var origin: String
  /// How many configurations were tried before it was selected.
  public var configurationsTried: Int
  /// What the study is called.
  public var name: String
  /// The data that it was selected on; `nil` for a published configuration.
  public var data: DataPlan?

  /// A family's original configuration.
  public init(_ family: ModelFamily) {
    configuration = ModelConfiguration(family)
    origin = "\(family.title) as published"
    configurationsTried = 0
    name = family.rawValue
  }

  /// The best configuration of a run: of the study named, or of the only family.
  ///
  /// - Throws: `RunError`, ``AfterSearchError`` or ``AblationStudyError``.
  public init(bestOf folder: URL, study: String?) throws {
    if try ProgramRun.open(folder, writing: false) != nil {
      throw AfterSearchError.programRun(folder: folder.relativePath)
    }
    let run = try Run.open(folder, writing: false)
    let prepared: PreparedStudy
    if let study {
      prepared = try run.study(named: study)
    } else {
      let best = try run.selections().filter(\.isBestOfFamily)
      guard !best.isEmpty else { throw AblationStudyError.nothingSelected(folder: folder.relativePath) }
      guard best.count == 1 else { throw AblationStudyError.severalStudies(run.studies.map(\.definition.name)) }
      prepared = best[0].study
    }
    let trials = try run.store.trials(ofStudy: prepared.definition.name)
    guard let trial = Study.best(of: trials, goal: prepared.definition.goal) else {
      throw AblationStudyError.nothingSelected(folder: folder.relativePath)
    }
    configuration = try prepared.modelConfiguration(trial.configuration)
    origin =
      "best trial (\(trial.number + 1)) of \(prepared.definition.name) in \(folder.lastPathComponent), by validation"
    let rivals = run.studies.filter { $0.plan.family == prepared.plan.family }
    configurationsTried = try rivals.reduce(0) { try $0 + run.store.trials(ofStudy: $1.definition.name).count }
    name = "\(prepared.definition.name.replacing("/", with: "-"))-best"
    data = run.plan.data
  }

  /// The sweep of every arm unless the study says otherwise: the learning rate, a factor of four around the base's.
  public var usualTuning: AblationPlan.Tuning {
    let rate = configuration.learningRate
    return AblationPlan.Tuning(
      space: SearchSpace([
        Parameter("learning_rate", .continuous(.logUniform(min: rate / 4, max: rate * 4)))
      ]), trials: Self.usualTrials, metric: Metric.validationAccuracy.rawValue, goal: .maximize)
  }

  /// Trials of each arm's sweep unless the study says otherwise.
  public static let usualTrials = 8
}
