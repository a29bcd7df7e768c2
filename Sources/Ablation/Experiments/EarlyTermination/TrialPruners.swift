import Search
import Studies

extension PreparedStudy {
  /// The curve by which rules judge a trial: the metric after each epoch.
  public func curve(of trial: Trial) -> [Double] {
    trial.judgedCurve.isEmpty ? trial.epochs.map { metric.value($0) ?? .nan } : trial.judgedCurve
  }

  /// What may stop a trial, made from the trials that it may depend on; `nil` without a rule.
  ///
  /// - Parameter epochs: those of the trial's training.
  func pruner(visible: [Trial], epochs: Int) -> TrialPruner? {
    sweep.pruner(visible, goal: definition.goal, lastEpoch: epochs, curve: curve)
  }
}

extension PreparedProgram {
  /// The curve by which rules judge a trial: the metric of each report that has it.
  public func curve(of trial: Trial) -> [Double] {
    trial.judgedCurve.isEmpty ? trial.reports.compactMap { $0.metrics[definition.metric] } : trial.judgedCurve
  }

  /// What may stop a trial, made from the trials that it may depend on; `nil` without a rule.
  ///
  /// How many reports a program will make is not known.
  func pruner(visible: [Trial]) -> TrialPruner? {
    sweep.pruner(visible, goal: definition.goal, lastEpoch: nil, curve: curve)
  }
}

extension SweepDefinition {
  fileprivate func pruner(
    _ visible: [Trial], goal: Goal, lastEpoch: Int?, curve: (Trial) -> [Double]
  ) -> TrialPruner? {
    rule.map { rule in
      TrialPruner(
        rule, goal: goal, reduction: settings.reduction, lastEpoch: lastEpoch,
        peers: visible.map { PeerCurve(curve($0), isComplete: $0.state == .complete) })
    }
  }
}
