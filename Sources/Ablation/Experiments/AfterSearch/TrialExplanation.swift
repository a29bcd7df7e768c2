import Search
import Studies

/// Why a trial was tried, from exactly what its sampler saw, and what came of it.
public struct TrialExplanation: Sendable {
  /// The study.
  public let definition: StudyDefinition
  /// The sampler's name.
  public let sampler: SamplerName
  /// The trial.
  public let trial: Trial
  /// How many trials the study has.
  public let trialCount: Int
  /// What the sampler saw.
  public let history: TrialHistory
  /// What the model says; `nil` for samplers without one.
  public let model: SamplerExplanation?
  /// The place in the sequence of a sampler without a model.
  public let place: SequencePlace?
  /// The trial's rank among the complete ones by the metric, from 1; `nil` unless it is complete.
  public let rank: (place: Int, of: Int)?
  /// The space, for the order of the parameters.
  let space: SearchSpace

  /// Makes the suggestion again and explains it.
  ///
  /// - Parameters:
  ///   - number: the trial, counted from 1 as people do.
  ///   - neighbours: how many of the nearest earlier trials to list.
  ///   - sweep: the study's sweep file.
  ///   - trialBudget: what the sampler was made with.
  ///   - store: the run's.
  /// - Throws: ``AfterSearchError/noTrial(study:asked:count:)``, ``AfterSearchError/suggestionDiffers(study:trial:stored:suggested:)``,
  ///   `SearchError` or `StudyError`.
  public init(
    ofTrial number: Int, neighbours: Int, sweep: SweepDefinition, definition: StudyDefinition, trialBudget: Int?,
    store: any StudyStore
  ) throws {
    let isStored = try store.definition(ofStudy: definition.name)
    if let stored = isStored {
      let differences = stored.differences(from: definition)
      guard differences.isEmpty else {
        throw StudyError.definitionDiffers(study: definition.name, differences: differences)
      }
    }
    let trials = isStored == nil ? [] : try store.trials(ofStudy: definition.name)
    guard trials.indices.contains(number - 1) else {
      throw AfterSearchError.noTrial(study: definition.name, asked: number, count: trials.count)
    }
    let trial = trials[number - 1]
    let history = sweep.studyRules.history(forTrial: trial.number, among: trials, definition: definition)
    let engine = try sweep.makeSampler(seed: definition.seed, trialBudget: trialBudget)
    let suggested = try engine.suggest(trial: trial.number, history: history)
    guard suggested?.canonicalKey == trial.configuration.canonicalKey else {
      throw AfterSearchError.suggestionDiffers(
        study: definition.name, trial: number, stored: trial.configuration.jsonText,
        suggested: suggested?.jsonText ?? "nothing")
    }
    self.definition = definition
    sampler = sweep.sampler
    self.trial = trial
    trialCount = trials.count
    self.history = history
    space = sweep.space
    switch sweep.sampler {
    case .gp, .tpe:
      model = try (engine as? any ExplainingSampler)?.explain(
        trial.configuration, trial: trial.number, history: history, neighbours: neighbours)
      place = nil
    case .grid, .shuffledGrid, .random, .sobol:
      model = nil
      place = try (engine as? any SequentialSampler)?.place(trial: trial.number, history: history)
    }
    let sign = definition.goal == .maximize ? -1.0 : 1.0
    let values = trials.filter { $0.state == .complete }.compactMap(\.value)
    rank =
      trial.state == .complete
      ? trial.value.map { own in (1 + values.count { sign * $0 < sign * own }, values.count) } : nil
  }
}

extension Run {
  /// Explains a trial of a study.
  public func explain(trial number: Int, study: PreparedStudy, neighbours: Int) throws -> TrialExplanation {
    try TrialExplanation(
      ofTrial: number, neighbours: neighbours, sweep: study.sweep, definition: study.definition,
      trialBudget: study.definition.trialBudget, store: store)
  }
}

extension ProgramRun {
  /// Explains a trial.
  public func explain(trial number: Int, neighbours: Int) throws -> TrialExplanation {
    try TrialExplanation(
      ofTrial: number, neighbours: neighbours, sweep: prepared.sweep, definition: prepared.definition,
      trialBudget: nil, store: store)
  }
}
