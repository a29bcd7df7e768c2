import Experiments
import Search
import Studies
import Training

/// What a report says, read from the store once and put into the order of every table.
struct RunFacts {
  /// The plan.
  let plan: RunPlan
  /// The studies by family, by method, then in the plan's order.
  let studies: [StudyFacts]
  /// Names of the classes in the order of their labels.
  let classNames: [String]
  /// Every evaluation for which the test files were to be opened, in the order of the studies.
  let openings: [(study: StudyFacts, opening: TestOpening)]
  /// The facts about the run that are no table.
  let metadata: [String: String]

  /// - Throws: ``ReportError/otherData(source:studies:stored:now:)`` before anything else when the data have changed.
  init(_ run: Run) throws {
    let definitions = try run.store.definitions()
    try Self.checkData(of: definitions, run)
    plan = run.plan
    classNames = run.data.training.classNames
    metadata = try run.store.metadata()
    let selections = try run.selections()
    let sorted = run.studies.enumerated().sorted { Self.rank($0) < Self.rank($1) }.map(\.element)
    let labels = StudyLabel.labels(of: sorted.map(\.definition))
    let stored = Set(definitions.map(\.name))
    studies = try zip(sorted, labels).map { prepared, label in
      let name = prepared.definition.name
      let isStored = stored.contains(name)
      return StudyFacts(
        prepared: prepared, label: label,
        trials: isStored ? try run.store.trials(ofStudy: name).filter(\.state.isTerminal) : [],
        trialTimings: isStored ? try run.store.trialTimings(ofStudy: name) : [:],
        confirmations: isStored ? try run.store.confirmations(ofStudy: name).filter(\.state.isTerminal) : [],
        confirmationTimings: isStored ? try run.store.confirmationTimings(ofStudy: name) : [:],
        mistakes: try run.mistakes(ofStudy: name),
        selection: selections.first { $0.study.definition.name == name },
        review: isStored ? try SelectionReview(prepared, in: run) : nil,
        retrainingTimings: isStored ? try run.store.retrainingTimings(ofStudy: name) : [:])
    }
    let all = try run.store.testOpenings()
    openings = studies.flatMap { study in
      all.filter { $0.study == study.definition.name }.map { (study, $0) }
    }
  }

  /// The families of the run in the order of `ModelFamily`.
  var families: [ModelFamily] {
    ModelFamily.allCases.filter { family in studies.contains { $0.family == family } }
  }

  /// The best study of a family by validation, if any of its trials is complete.
  func best(of family: ModelFamily) -> StudyFacts? {
    studies.first { $0.family == family && $0.selection?.isBestOfFamily == true }
  }

  /// Digits, splits and class names are read from the files again, and would be wrong beside the stored numbers.
  private static func checkData(of definitions: [StudyDefinition], _ run: Run) throws {
    let now = run.data.training.digest
    let planned = Set(run.studies.map(\.definition.name))
    let others = definitions.filter { definition in
      planned.contains(definition.name) && definition.fields["data"].map { $0 != now } == true
    }
    guard let stored = others.first?.fields["data"] else { return }
    throw ReportError.otherData(
      source: run.plan.data.source.name, studies: others.map(\.name), stored: stored, now: now)
  }

  private static func rank(_ entry: (offset: Int, element: PreparedStudy)) -> (Int, Int, Int) {
    let family = ModelFamily.allCases.firstIndex(of: entry.element.plan.family) ?? 0
    let method = SweepMethod.allCases.firstIndex(of: entry.element.sweep.method) ?? 0
    return (family, method, entry.offset)
  }
}

/// A study whose trials are shown, whatever was trained.
protocol SearchedStudy {
  var definition: StudyDefinition { get }
  var label: StudyLabel { get }
  var space: SearchSpace { get }
  /// The trials that have ended, by number.
  var trials: [Trial] { get }
  /// What tables and figures call the metric.
  var metricName: String { get }
  /// Whether the metric is a share, not a loss.
  var isAccuracy: Bool { get }
  /// The cells with which the rows of most tables begin.
  var key: [CSVCell] { get }
  /// The rule of early termination.
  var rule: EarlyTermination? { get }
  /// The curve by which a trial was judged.
  func curve(of trial: Trial) -> [Double]
}

extension SearchedStudy {
  /// The trials that have a metric.
  var completeTrials: [Trial] { trials.filter { $0.state == .complete && $0.value != nil } }
}

/// One study's part of a report.
struct StudyFacts: SearchedStudy {
  let prepared: PreparedStudy
  /// What tables and figures call it.
  let label: StudyLabel
  /// The trials that have ended, by number.
  let trials: [Trial]
  let trialTimings: [Int: TrialTiming]
  /// The confirmations that have ended, by trial and replicate.
  let confirmations: [Confirmation]
  let confirmationTimings: [Confirmation.Key: TrialTiming]
  /// The most confident mistakes of the first replicate.
  let mistakes: [TestEvaluation.Mistake]
  /// The best trial; `nil` when none is complete.
  let selection: Run.Selection?
  /// What fresh seeds say of the best trials; `nil` before anybody asked by `ablation confirm`.
  let review: SelectionReview?
  let retrainingTimings: [Confirmation.Key: TrialTiming]

  var definition: StudyDefinition { prepared.definition }
  var family: ModelFamily { prepared.plan.family }
  var space: SearchSpace { prepared.sweep.space }
  var best: Trial? { selection?.trial }
  var metricName: String { prepared.metric.columnName }
  var isAccuracy: Bool { prepared.metric.isAccuracy }
  var key: [CSVCell] { [.text(family.rawValue), .text(label.method)] }
  var rule: EarlyTermination? { prepared.sweep.rule }
  func curve(of trial: Trial) -> [Double] { prepared.curve(of: trial) }

  /// The replicates of the best trial that were evaluated on the test set.
  var tested: [Confirmation] {
    confirmations.filter { $0.trial == best?.number && !$0.confusion.isEmpty }
  }
}
