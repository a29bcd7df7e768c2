/// Settings of the patience rule.
public struct PatienceSettings: Hashable, Sendable, Codable {
  /// Epochs without an improvement after which a trial stops; at least 1.
  public var epochs: Int
  /// What a value must be better by to count as an improvement; at least 0.
  public var minimumDelta: Double

  /// Describes a rule.
  public init(epochs: Int, minimumDelta: Double = 0) {
    self.epochs = epochs
    self.minimumDelta = minimumDelta
  }
}

/// Stops a trial that has not improved for some epochs, as Keras' `EarlyStopping` does.
///
/// An improvement is a value better than the one of the last improvement by more than `minimumDelta`. The compared value
/// is the best of the last epochs; it stops the trial unless it is strictly better than the threshold.
public struct PatiencePruner: Pruner {
  private let settings: PatienceSettings

  /// The rule with the given settings.
  public init(_ settings: PatienceSettings) {
    self.settings = settings
  }

  /// A trial is compared with itself only.
  public var comparesTrials: Bool { false }

  /// Every epoch that has enough before it is a rung.
  public func rung(atEpoch epoch: Int) -> Int? { epoch > settings.epochs ? epoch - settings.epochs : nil }

  /// Other trials do not matter.
  public func evidence(atEpoch epoch: Int, peers: [PeerCurve]) -> PruningEvidence { PruningEvidence() }

  /// Stops a trial without an improvement in its last epochs.
  public func judge(_ curve: [Double], atEpoch epoch: Int, evidence: PruningEvidence) -> PruningJudgement {
    var reference = Double.infinity
    for value in curve.prefix(epoch - settings.epochs) where value + settings.minimumDelta < reference {
      reference = value
    }
    let recent = curve[(epoch - settings.epochs)..<epoch]
    let best = recent.reduce(curve[epoch - 1]) { min($0, $1) }
    let stops = recent.allSatisfy { !($0 + settings.minimumDelta < reference) }
    return PruningJudgement(
      value: best, threshold: reference - settings.minimumDelta, count: settings.epochs, stops: stops)
  }
}
