import Search

/// When a study ends before its budget, and what its sampler is told of trials without a value: the `target`, `impute` and
/// `impute_while_running` of a sweep file's metric.
public struct StudyRules: Hashable, Sendable {
  /// The value at which no further trial is created; trials under way are finished.
  public var target: Double?
  /// What stands in for the value of a trial that failed or diverged.
  public var imputation: SweepMetric.Imputation
  /// What stands in for the value of a trial under way; `nil` leaves it to the sampler.
  ///
  /// `latest` depends on the moment at which somebody looks and is therefore left to the sampler too.
  public var imputationWhileRunning: SweepMetric.Imputation?

  /// Describes the rules; by default studies have no target and failures count as the worst value.
  public init(
    target: Double? = nil, imputation: SweepMetric.Imputation = .worst,
    imputationWhileRunning: SweepMetric.Imputation? = nil
  ) {
    self.target = target
    self.imputation = imputation
    self.imputationWhileRunning = imputationWhileRunning
  }

  /// Whether a trial has ended with a value as good as the target, or better.
  func isTargetReached(_ trial: Trial, goal: Goal) -> Bool {
    guard let target, trial.state == .complete, let value = trial.value else { return false }
    return goal == .maximize ? value >= target : value <= target
  }

  /// What the sampler may know when it suggests a trial: the results of trials up to its number less the study's lag, and
  /// that those between are under way.
  ///
  /// - Parameters:
  ///   - trials: the study's trials by number; at least all before this one, and those whose results are read have ended.
  public func history(
    forTrial number: Int, among trials: [Trial], definition: StudyDefinition
  ) -> TrialHistory {
    let earlier = trials.prefix(number)
    let visible = earlier.prefix(max(0, number - definition.lag + 1))
    return history(
      visible: Array(visible), pending: Array(earlier.dropFirst(visible.count)), goal: definition.goal)
  }

  /// What the sampler may know.
  ///
  /// - Parameters:
  ///   - visible: the trials whose results may be read, all of them ended.
  ///   - pending: the later ones, whether they have ended or not.
  func history(visible: [Trial], pending: [Trial], goal: Goal) -> TrialHistory {
    let values = visible.compactMap { $0.outcome == nil || $0.state != .complete ? nil : $0.value }
    let best = goal == .maximize ? values.max() : values.min()
    let worst = goal == .maximize ? values.min() : values.max()
    var history = TrialHistory()
    for trial in visible {
      guard var outcome = trial.outcome else { continue }
      if outcome == .failed {
        // Where there is nothing to impute the sampler's own rule for failures holds: the worst value it has seen.
        switch imputation {
        case .worst: break
        case .best: outcome = best.map { .value($0) } ?? .failed
        case .latest: outcome = trial.latestValue.map { .value($0) } ?? .failed
        }
      }
      history.observations.append(
        Observation(trial: trial.number, configuration: trial.configuration, outcome: outcome))
    }
    let standIn = imputationWhileRunning == .best ? best : imputationWhileRunning == .worst ? worst : nil
    for trial in pending {
      if let standIn {
        history.observations.append(
          Observation(trial: trial.number, configuration: trial.configuration, outcome: .value(standIn)))
      } else {
        history.pending.append(trial.configuration)
      }
    }
    return history
  }
}
