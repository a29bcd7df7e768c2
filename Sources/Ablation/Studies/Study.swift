import Search
import Seeding
import Synchronization

/// A search in progress: hands out trials and takes in their results, keeping each step in a store.
///
/// Suggestion n is made from exactly the results of the trials numbered at most n - lag, with the trials between as
/// pending, however many of them have ended meanwhile. Hence neither the number of workers nor the order in which
/// they finish changes any trial. All functions may be called from any thread; a suggestion is computed while the
/// caller waits.
public final class Study: Sendable {
  /// What the study is.
  public let definition: StudyDefinition

  private let store: any StudyStore
  private let sampler: any Sampler
  private let retries: Int
  private let infeasibleLimit: Int
  private let rules: StudyRules
  private let feasibility: @Sendable (Configuration) -> String?
  private let state: Mutex<State>

  private struct State {
    /// The trials so far; each one's number is its index.
    var trials: [Trial]
    /// Whether the sampler had nothing left for the next number; a study never forgets it.
    var exhausted = false
    /// How often in a row each trial's attempts were cut off, since the study was opened.
    var interruptions: [Int: Int] = [:]
  }

  /// How often in a row an attempt at one trial may be cut off before the trial counts as failed.
  public static let interruptionLimit = 5

  /// Opens a study, new or stored; trials that a killed run had handed out wait again as they were.
  ///
  /// - Parameters:
  ///   - definition: What the study is; a stored study of the same name must have the same.
  ///   - store: Where it is kept, opened for writing.
  ///   - sampler: The search strategy, made from the definition's seed.
  ///   - retries: How often a failed trial is tried again, with the same number and seed.
  ///   - infeasibleLimit: How many infeasible suggestions in a row end the study.
  ///   - rules: When the study ends early, and what stands in for values that are missing.
  ///   - feasibility: Says why a configuration cannot be built, or `nil` when it can; must be a pure function.
  ///
  /// Throws ``StudyError``, in particular ``StudyError/definitionDiffers(study:differences:)``.
  public init(
    _ definition: StudyDefinition, in store: any StudyStore, sampler: any Sampler, retries: Int = 1,
    infeasibleLimit: Int = 1_000, rules: StudyRules = StudyRules(),
    feasibility: @escaping @Sendable (Configuration) -> String? = { _ in nil }
  ) throws {
    precondition(retries >= 0, "the number of retries is at least 0, got \(retries)")
    precondition(infeasibleLimit >= 1, "the limit of infeasible suggestions is at least 1, got \(infeasibleLimit)")
    try store.register(definition)
    var trials = try store.trials(ofStudy: definition.name)
    for index in trials.indices {
      guard trials[index].number == index else {
        throw StudyError.malformedRecord(
          table: "trials", record: "\(definition.name) \(index)", reason: "the trial before this number is missing")
      }
      if trials[index].state == .running {
        trials[index].state = .waiting
        try store.save(trials[index], ofStudy: definition.name, timing: nil)
      }
    }
    self.definition = definition
    self.store = store
    self.sampler = sampler
    self.retries = retries
    self.infeasibleLimit = infeasibleLimit
    self.rules = rules
    self.feasibility = feasibility
    state = Mutex(State(trials: trials))
  }

  /// The trials created so far, in the order of their numbers.
  public var trials: [Trial] {
    state.withLock { $0.trials }
  }

  /// The complete trial with the best value, the earliest one among equals; `nil` before the first has completed.
  public var best: Trial? {
    Study.best(of: trials, goal: definition.goal)
  }

  /// The complete trial with the best value, the earliest one among equals.
  public static func best(of trials: [Trial], goal: Goal) -> Trial? {
    var best: (trial: Trial, value: Double)?
    for trial in trials where trial.state == .complete {
      guard let value = trial.value else { continue }
      if let leader = best {
        let improves = goal == .maximize ? value > leader.value : value < leader.value
        guard improves else { continue }
      }
      best = (trial, value)
    }
    return best?.trial
  }

  /// What to do next: a waiting trial first, then a new one as soon as the lag allows it.
  ///
  /// The trial is stored as running before it is returned. Infeasible suggestions are recorded on the way, and count
  /// as trials. Throws ``StudyError`` and what the sampler throws.
  public func ask() throws -> Ask {
    try state.withLock { state in
      if let waiting = state.trials.first(where: { $0.state == .waiting }) {
        var trial = waiting
        trial.state = .running
        return .trial(try keep(trial, in: &state))
      }
      while true {
        let number = state.trials.count
        if let finish = finish(state) {
          let running = state.trials.first { !$0.state.isTerminal }
          return running.map { .waitForTrial($0.number) } ?? .finished(finish)
        }
        let visible = state.trials.prefix(max(0, number - definition.lag + 1))
        if let blocker = visible.first(where: { !$0.state.isTerminal }) {
          return .waitForTrial(blocker.number)
        }
        if let reaching = visible.first(where: { rules.isTargetReached($0, goal: definition.goal) }) {
          let running = state.trials.first { !$0.state.isTerminal }
          return running.map { .waitForTrial($0.number) } ?? .finished(.targetReached(trial: reaching.number))
        }
        let history = rules.history(forTrial: number, among: state.trials, definition: definition)
        guard let configuration = try sampler.suggest(trial: number, history: history) else {
          state.exhausted = true
          continue
        }
        let obstacle = feasibility(configuration)
        let trial = Trial(
          number: number, configuration: configuration, seed: definition.seedSequence(trial: number).seed,
          state: obstacle == nil ? .running : .infeasible, detail: obstacle)
        try keep(trial, in: &state)
        if obstacle == nil { return .trial(trial) }
      }
    }
  }

  /// Takes in how a trial ended, and returns the trial as it is now stored.
  ///
  /// A failed trial comes back as waiting while it has retries left. A complete one without a finite value is kept as
  /// diverged. A result for a trial that waits is welcome: a worker of a killed run may have finished it.
  /// An interrupted trial waits again as it was before it was handed out, as after a killed run; when that has happened
  /// ``interruptionLimit`` times in a row since the study was opened, the next interruption fails it for good.
  /// Throws ``StudyError/unknownTrial(study:number:)`` and ``StudyError/trialAlreadyEnded(study:number:state:)``.
  @discardableResult
  public func tell(number: Int, result: TrialResult) throws -> Trial {
    try state.withLock { state in
      guard state.trials.indices.contains(number) else {
        throw StudyError.unknownTrial(study: definition.name, number: number)
      }
      var trial = state.trials[number]
      guard !trial.state.isTerminal else {
        throw StudyError.trialAlreadyEnded(study: definition.name, number: number, state: trial.state)
      }
      if result.isInterruption {
        let count = state.interruptions[number, default: 0] + 1
        state.interruptions[number] = count
        if count <= Study.interruptionLimit {
          trial.state = .waiting
        } else {
          trial.state = .failed
          trial.detail = "interrupted \(count) times in a row, at last: \(result.detail ?? "no reason given")"
        }
        return try keep(trial, in: &state)
      }
      state.interruptions[number] = nil
      let result = result.normalized()
      trial.attempts += 1
      trial.state = result.state == .failed && trial.attempts <= retries ? .waiting : result.state
      trial.detail = result.detail
      trial.value = result.value
      trial.epochs = result.epochs
      trial.reports = result.reports
      trial.replicateValues = result.replicateValues
      trial.latestValue = result.latestValue.flatMap { $0.isFinite ? $0 : nil }
      trial.decisions = result.decisions
      trial.judgedCurve = result.judgedCurve
      trial.bestEpoch = result.bestEpoch
      trial.parameterCount = result.parameterCount
      trial.multiplyAdds = result.multiplyAdds
      return try keep(trial, in: &state, timing: result.timing)
    }
  }

  /// The trials whose results a trial may depend on, by the study's lag; all of them have ended when it is handed out.
  public func visibleTrials(to number: Int) -> [Trial] {
    Array(trials.prefix(max(0, number - definition.lag + 1)))
  }

  private func finish(_ state: State) -> Ask.Finish? {
    if let budget = definition.trialBudget, state.trials.count >= budget { return .budgetSpent }
    if state.exhausted { return .spaceExhausted }
    let infeasible = state.trials.reversed().prefix { $0.state == .infeasible && $0.attempts == 0 }.count
    return infeasible >= infeasibleLimit ? .onlyInfeasible(infeasible) : nil
  }

  /// Stores first, so that memory never knows more than the file.
  @discardableResult
  private func keep(_ trial: Trial, in state: inout State, timing: TrialTiming? = nil) throws -> Trial {
    try store.save(trial, ofStudy: definition.name, timing: timing)
    if trial.number == state.trials.count {
      state.trials.append(trial)
    } else {
      state.trials[trial.number] = trial
    }
    return trial
  }
}
