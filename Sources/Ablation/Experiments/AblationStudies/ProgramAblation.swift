import Foundation
import Search
import Studies
import Training

/// The ablation of a program that is not ours: components are values of its parameters.
struct ProgramAblation: AblationSubject {
  let plan: AblationPlan.ProgramSubject
  let file: AblationFile
  let components: [AblationComponent]
  /// Where the runs' logs lie.
  let logs: URL
  private let sweep: SweepDefinition
  private let command: ProgramCommand
  private let tuning: AblationPlan.Tuning?

  /// - Throws: `SweepFileError` with all faults of the file.
  init(_ plan: AblationPlan.ProgramSubject, tuning: AblationPlan.Tuning?, logs: URL) throws {
    self.plan = plan
    self.tuning = tuning
    self.logs = logs
    file = try AblationFile.parse(text: plan.text, fileName: plan.fileName, words: .known)
    guard let sweep = file.sweep else { throw AblationStudyError.noProgram(plan.fileName) }
    self.sweep = sweep
    command = ProgramCommand(sweep)
    components = file.switches.map { item in
      let isSwitch = [item.off, item.on].allSatisfy { $0.asBool != nil } && item.on.asBool == true
      return AblationComponent(
        name: item.name, bareForm: isSwitch ? "off" : item.off.description,
        fullForm: isSwitch ? "on" : item.on.description)
    }
  }

  var opensTest: Bool { false }

  var fields: [String: String] {
    get throws {
      [
        "space": try sweep.space.canonicalText(),
        "command": ParameterValue.list(command.parts.map(ParameterValue.string)).jsonText,
        "directory": plan.directory,
      ]
    }
  }

  func infeasibility(arm: Int, point: Configuration) -> String? { nil }

  func ownValue(of name: String) -> ParameterValue? { file.parameters[name] }

  func size(arm: Int, point: Configuration?) -> (parameters: Int, multiplyAdds: Int)? { nil }

  /// Fixed parameters, then the arm's own, then its components, so that no sweep brings back what the arm lacks.
  func configuration(arm: Int, point: Configuration?) -> Configuration {
    var configuration = file.parameters
    for (name, value) in point ?? [:] { configuration[name] = value }
    for (index, item) in file.switches.enumerated() {
      configuration[item.name] = arm >> index & 1 == 1 ? item.on : item.off
    }
    return configuration
  }

  func job(_ training: AblationTraining, id: Int) throws -> Job {
    let configuration = configuration(arm: training.arm, point: training.point)
    let environment = ProcessInfo.processInfo.environment
    let stem: String
    var metric = sweep.metric?.name ?? ""
    switch training.purpose {
    case .run: stem = "\(training.way.rawValue)-arm-\(training.arm)-seed-\(training.replicate + 1)"
    case .pilot: stem = "pilot-arm-\(training.arm)-seed-\(training.replicate + 1)"
    case .tuning(_, let trial):
      stem = "tuning-arm-\(training.arm)-trial-\(trial + 1)"
      metric = tuning?.metric ?? metric
    }
    let isTuning = metric != sweep.metric?.name
    let file = logs.appending(path: "\(stem).json").path
    let seed = PreparedProgram.small(training.seed)
    return .program(
      ProgramJob(
        id: id,
        replicates: [
          ProgramJob.Replicate(
            command: command.words(for: configuration, seed: seed, file: file, environment: environment),
            environment: [
              "ABLATION_SEED": String(seed), "ABLATION_TRIAL": String(training.arm + 1),
              "ABLATION_REPLICATE": String(training.replicate + 1),
            ], log: logs.appending(path: "\(stem).log").path)
        ],
        directory: plan.directory, argumentFile: command.needsFile ? file : nil,
        argumentText: command.json(configuration), timeoutSeconds: sweep.settings.timeoutSeconds, metric: metric,
        reduction: .last, goal: (isTuning ? tuning?.goal : sweep.metric?.goal) ?? .minimize))
  }

  func record(_ training: AblationTraining, _ result: JobResult) -> Confirmation {
    let ended = result.trial.retraining(trial: training.arm, replicate: training.replicate, seed: training.seed)
    var metrics: [String: Double] = [:]
    // What was reported last of each metric.
    for report in result.trial.reports {
      for (name, value) in report.metrics where value.isFinite { metrics[name] = value }
    }
    if let value = ended.value, let name = sweep.metric?.name { metrics[name] = value }
    return Confirmation(
      trial: training.arm, replicate: training.replicate, seed: training.seed, state: ended.state,
      detail: ended.detail, testMetrics: ended.state == .complete ? metrics : [:])
  }

  func metrics(_ run: Confirmation) -> [String: Double] { run.testMetrics }
}

extension AblationFile.Words {
  /// What this program knows.
  public static var known: AblationFile.Words {
    AblationFile.Words(
      families: ModelFamily.allCases.map(\.rawValue), designs: AblationDesign.allCases.map(\.rawValue),
      modes: TuningMode.allCases.map(\.rawValue), intervals: AblationInterval.allCases.map(\.rawValue))
  }
}
