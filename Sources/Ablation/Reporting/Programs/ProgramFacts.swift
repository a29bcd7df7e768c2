import Experiments
import Search
import Studies

/// What a report on a sweep of a program says, read from the store once.
struct ProgramFacts: SearchedStudy {
  let prepared: PreparedProgram
  let label: StudyLabel
  let trials: [Trial]
  let trialTimings: [Int: TrialTiming]
  let metadata: [String: String]

  init(_ run: ProgramRun) throws {
    prepared = run.prepared
    label = StudyLabel.labels(of: [run.prepared.definition])[0]
    let name = run.prepared.definition.name
    let isStored = try run.store.definition(ofStudy: name) != nil
    trials = isStored ? try run.store.trials(ofStudy: name).filter(\.state.isTerminal) : []
    trialTimings = isStored ? try run.store.trialTimings(ofStudy: name) : [:]
    metadata = try run.store.metadata()
  }

  var definition: StudyDefinition { prepared.definition }
  var space: SearchSpace { prepared.sweep.space }
  var metricName: String { definition.metric }
  var key: [CSVCell] { [.text(definition.family), .text(label.method)] }
  var rule: EarlyTermination? { prepared.sweep.rule }
  func curve(of trial: Trial) -> [Double] { prepared.curve(of: trial) }

  /// By its name and values, because the program does not say.
  var isAccuracy: Bool {
    definition.goal == .maximize && definition.metric.lowercased().contains("acc")
      && completeTrials.allSatisfy { (0...1).contains($0.value ?? -1) }
  }

  /// The best complete trial.
  var best: Trial? { Study.best(of: trials, goal: definition.goal) }

  /// The names of all metrics that were reported, the study's own first.
  var metricNames: [String] {
    let names = Set(trials.flatMap { $0.reports.flatMap(\.metrics.keys) }).subtracting([definition.metric])
    return [definition.metric] + names.sorted()
  }
}
