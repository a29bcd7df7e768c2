/// Settings of the median rule.
public struct MedianSettings: Hashable, Sendable, Codable {
  /// Epochs at the beginning in which no trial is judged.
  public var warmUp: Int
  /// How many trials must be complete before any is judged; at least 1.
  public var minimumTrials: Int
  /// Epochs from one judgement to the next; at least 1.
  public var interval: Int

  /// Describes a rule.
  public init(warmUp: Int = 0, minimumTrials: Int = 5, interval: Int = 1) {
    self.warmUp = warmUp
    self.minimumTrials = minimumTrials
    self.interval = interval
  }
}

/// Stops a trial whose best value so far is worse than the median of the complete trials' values at the same epoch, as
/// Optuna's `MedianPruner` does.
public struct MedianPruner: Pruner {
  private let settings: MedianSettings

  /// The rule with the given settings.
  public init(_ settings: MedianSettings) {
    self.settings = settings
  }

  /// Medians are made from other trials.
  public var comparesTrials: Bool { true }

  /// Every `interval`-th epoch after the warm-up is a rung.
  public func rung(atEpoch epoch: Int) -> Int? {
    let after = epoch - settings.warmUp - 1
    return after >= 0 && after % settings.interval == 0 ? after / settings.interval + 1 : nil
  }

  /// The median of the complete trials that have a value at the epoch; nothing before enough trials are complete.
  public func evidence(atEpoch epoch: Int, peers: [PeerCurve]) -> PruningEvidence {
    let complete = peers.filter(\.isComplete)
    let values = complete.filter { $0.values.count >= epoch }.map { $0.values[epoch - 1] }.sorted()
    guard complete.count >= settings.minimumTrials, !values.isEmpty else {
      return PruningEvidence(count: values.count)
    }
    let middle = values.count / 2
    let median = values.count % 2 == 1 ? values[middle] : values[middle - 1] / 2 + values[middle] / 2
    return PruningEvidence([median], count: values.count)
  }

  /// Stops a trial that was never as good as the median.
  public func judge(_ curve: [Double], atEpoch epoch: Int, evidence: PruningEvidence) -> PruningJudgement {
    let best = curve.prefix(epoch).reduce(curve[epoch - 1]) { min($0, $1) }
    let threshold = evidence.values.first
    return PruningJudgement(
      value: best, threshold: threshold, count: evidence.count, stops: threshold.map { best > $0 } ?? false)
  }
}
