import Search
import Studies

/// What a rule would have decided in a study that is over, from its stored curves and without training.
///
/// Trials are judged in their order, each against the curves that the rule would have left of the trials up to its number
/// minus the lag, exactly as in a run. What cannot be replayed are the suggestions: a sampler that learns from results
/// would have suggested other trials.
public struct RuleReplay: Sendable {
  /// A trial under the rule.
  public struct Outcome: Sendable {
    /// The trial.
    public var trial: Trial
    /// Its stored curve, or that of its audit.
    public var curve: [Double]
    /// Whether the stored curve goes to the trial's end.
    public var isWhole: Bool
    /// How much of the curve the rule would have let it train.
    public var trained: Int
    /// What the rule says at each rung.
    public var decisions: [PruningDecision]

    /// Whether the rule stops it.
    public var isStopped: Bool { decisions.last?.stops == true }
  }

  /// The rule.
  public let rule: EarlyTermination
  /// How far the evidence lags behind.
  public let lag: Int
  /// The trials with a curve, by number.
  public let outcomes: [Outcome]
  /// The best complete trial of the study.
  public let winner: Trial?
  private let study: JudgedStudy

  /// Decides again.
  ///
  /// - Parameter lag: `nil` for what the study's sweep file would have had with the rule.
  public init(_ rule: EarlyTermination, study: JudgedStudy, lag: Int? = nil) {
    self.rule = rule
    self.study = study
    let lag = lag ?? study.sweep.settings.lag ?? SweepDefinition.defaultLag
    self.lag = lag
    winner = study.best
    var outcomes: [Outcome] = []
    for trial in study.trials {
      let audit = study.audits[trial.number].flatMap { $0.state == .complete ? $0 : nil }
      let curve = audit?.curve ?? study.curve(of: trial)
      let isWhole = audit != nil || trial.state == .complete
      let peers = outcomes.filter { $0.trial.number <= trial.number - lag }.map { peer in
        PeerCurve(Array(peer.curve.prefix(peer.trained)), isComplete: peer.isWhole && !peer.isStopped)
      }
      let pruner = TrialPruner(
        rule, goal: study.definition.goal, reduction: study.sweep.settings.reduction,
        lastEpoch: isWhole ? curve.count : nil, peers: peers)
      var outcome = Outcome(trial: trial, curve: curve, isWhole: isWhole, trained: 0, decisions: [])
      while outcome.trained < curve.count, !outcome.isStopped {
        outcome.trained += 1
        if let decision = pruner.decide(after: Array(curve.prefix(outcome.trained))) {
          outcome.decisions.append(decision)
        }
      }
      if !curve.isEmpty { outcomes.append(outcome) }
    }
    self.outcomes = outcomes
  }

  /// Whether the study was run with this very rule and lag.
  public var isOwn: Bool {
    rule == study.sweep.rule && lag == study.sweep.settings.lag ?? SweepDefinition.defaultLag
  }

  /// The trials that the rule stops.
  public var stopped: [Outcome] { outcomes.filter(\.isStopped) }

  /// Epochs of all stored curves, and those that the rule would have trained.
  public var epochs: (all: Int, trained: Int) {
    outcomes.reduce((0, 0)) { ($0.0 + $1.curve.count, $0.1 + $1.trained) }
  }

  /// Whether the study's best trial would have been stopped.
  public var stopsWinner: Bool { stopped.contains { $0.trial.number == winner?.number } }

  /// The best trial among those that the rule lets finish, with its place among all complete trials, counted from 1.
  ///
  /// A rule that compares nothing takes a trial's value where it stops it.
  public var survivor: (trial: Int, value: Double, rank: Int)? {
    let finished = outcomes.compactMap { outcome -> (trial: Int, value: Double)? in
      guard outcome.isWhole else { return nil }
      if outcome.isStopped {
        guard !rule.comparesTrials else { return nil }
        let curve = Array(outcome.curve.prefix(outcome.trained))
        let value = study.sweep.settings.reduction.value(of: curve, goal: study.definition.goal)?.value
        return value.map { (outcome.trial.number, $0) }
      }
      let value = study.audits[outcome.trial.number]?.value ?? outcome.trial.value
      return value.map { (outcome.trial.number, $0) }
    }
    var best: (trial: Int, value: Double)?
    for entry in finished {
      if let leader = best, !study.isBetter(entry.value, than: leader.value) { continue }
      best = entry
    }
    guard let best else { return nil }
    let better = study.trials.count { trial in
      trial.state == .complete && trial.value.map { study.isBetter($0, than: best.value) } == true
    }
    return (best.trial, best.value, better + 1)
  }

  /// How much worse the best trial left is than the study's best: at least 0; `nil` where nothing is left.
  public var regret: Double? {
    guard let value = survivor?.value, let best = winner?.value else { return nil }
    return max(0, study.definition.goal == .maximize ? best - value : value - best)
  }
}
