/// W&B's `hyperband` (package `sweeps` 0.3.0, `hyperband_stopping.py`): one ladder of bands.
///
/// At a band the values of all trials that have reached it, the judged one among them, are sorted; the threshold is the
/// one at place `Int(n / eta)` from the best. A strictly worse trial stops: of n the best floor(n / eta) + 1 go on, a
/// trial alone always does. Where `strict` is false a trial's best value so far is compared instead.
///
/// The package looks at running trials every few minutes and by the last band only; here each trial is judged once at
/// each band, at the moment when it reaches it.
public struct HyperbandPruner: Pruner {
  private let settings: HyperbandSettings

  /// The rule with the given settings.
  public init(_ settings: HyperbandSettings) {
    self.settings = settings
  }

  /// Thresholds are made from other trials.
  public var comparesTrials: Bool { true }

  /// The band at an epoch.
  public func rung(atEpoch epoch: Int) -> Int? { settings.bands(upTo: epoch).rung(atEpoch: epoch) }

  /// The values of all trials that have reached the band, whatever became of them.
  public func evidence(atEpoch epoch: Int, peers: [PeerCurve]) -> PruningEvidence {
    PruningEvidence(peers.filter { $0.values.count >= epoch }.map { $0.values[epoch - 1] }.sorted())
  }

  /// Stops a trial that is worse than the threshold.
  public func judge(_ curve: [Double], atEpoch epoch: Int, evidence: PruningEvidence) -> PruningJudgement {
    let own = curve[epoch - 1]
    let all = (evidence.values + [own]).sorted()
    // As the package computes it: the product with a rounded reciprocal.
    let threshold = all[Int(1 / settings.eta * Double(all.count))]
    let value = settings.isStrict ? own : curve.reduce(own) { min($0, $1) }
    return PruningJudgement(value: value, threshold: threshold, count: all.count, stops: value > threshold)
  }
}
