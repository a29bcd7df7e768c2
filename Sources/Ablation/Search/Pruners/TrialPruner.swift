/// A rule of early termination with all that it may know of other trials, so that whoever trains a trial can decide by
/// itself: made before the trial begins, and the same whoever trains it and when.
///
/// A trial is judged by its reduced curve: at an epoch by the value that it would have if it ended there.
public struct TrialPruner: Hashable, Sendable, Codable {
  /// The rule.
  public let rule: EarlyTermination
  /// Which direction of the metric is better.
  public let goal: Goal
  /// How a curve becomes a value.
  public let reduction: MetricReduction
  /// The epoch with which the trial ends, where that is known; there is nothing to be stopped at it.
  public let lastEpoch: Int?
  /// What is known of other trials, by epoch.
  private let evidence: [Int: PruningEvidence]

  /// Prepares the judgements of a trial.
  ///
  /// - Parameter peers: the raw curves of the trials whose results it may read.
  public init(
    _ rule: EarlyTermination, goal: Goal, reduction: MetricReduction = .last, lastEpoch: Int? = nil,
    peers: [PeerCurve]
  ) {
    self.rule = rule
    self.goal = goal
    self.reduction = reduction
    self.lastEpoch = lastEpoch
    let pruner = rule.pruner
    guard pruner.comparesTrials else {
      evidence = [:]
      return
    }
    let reduced = peers.map { peer in
      PeerCurve(Self.reduced(peer.values, goal: goal, reduction: reduction), isComplete: peer.isComplete)
    }
    let longest = reduced.map(\.values.count).max() ?? 0
    var evidence: [Int: PruningEvidence] = [:]
    if longest > 0 {
      for epoch in 1...min(longest, lastEpoch ?? longest) where pruner.rung(atEpoch: epoch) != nil {
        evidence[epoch] = pruner.evidence(atEpoch: epoch, peers: reduced)
      }
    }
    self.evidence = evidence
  }

  /// The rule for one of several replicates: the first one is compared with the first ones of other trials and decides
  /// for all; rules that compare nothing judge each by itself.
  public func judging(replicate: Int) -> TrialPruner? {
    replicate == 1 || !rule.comparesTrials ? self : nil
  }

  /// What the rule says of a trial after its latest epoch; `nil` where it is not judged.
  ///
  /// - Parameter values: the metric after each epoch so far. Values that are not finite do not count, as in W&B.
  public func decide(after values: [Double]) -> PruningDecision? {
    guard let latest = values.last, latest.isFinite else { return nil }
    let pruner = rule.pruner
    let epoch = values.count(where: \.isFinite)
    guard epoch < lastEpoch ?? .max, let rung = pruner.rung(atEpoch: epoch) else { return nil }
    let curve = Self.reduced(values, goal: goal, reduction: reduction)
    let judgement = pruner.judge(curve, atEpoch: epoch, evidence: evidence[epoch] ?? PruningEvidence())
    let sign = Self.sign(goal)
    return PruningDecision(
      rung: rung, epoch: epoch, value: sign * judgement.value, threshold: judgement.threshold.map { sign * $0 },
      count: judgement.count, stops: judgement.stops)
  }

  /// What a metric would be if its trial ended after each epoch, turned so that smaller is better.
  static func reduced(_ values: [Double], goal: Goal, reduction: MetricReduction) -> [Double] {
    let sign = Self.sign(goal)
    let finite = values.filter(\.isFinite)
    switch reduction {
    case .last: return finite.map { sign * $0 }
    case .best:
      var best = Double.infinity
      return finite.map { value in
        best = min(best, sign * value)
        return best
      }
    case .meanOfLast(let count):
      return finite.indices.map { index in
        let tail = finite[max(0, index + 1 - count)...index]
        return sign * (tail.reduce(0, +) / Double(tail.count))
      }
    }
  }

  private static func sign(_ goal: Goal) -> Double { goal == .maximize ? -1 : 1 }
}
