/// Settings of asynchronous successive halving.
public struct SuccessiveHalvingSettings: Hashable, Sendable, Codable {
  /// The first rung, epochs; at least 1.
  public var minimumEpochs: Int
  /// The ratio of successive rungs, at least 2; about one trial in `eta` goes on from a rung.
  public var eta: Int

  /// Describes a rule.
  public init(minimumEpochs: Int = 1, eta: Int = 3) {
    self.minimumEpochs = minimumEpochs
    self.eta = eta
  }

  /// The epochs at which trials are compared, ascending, up to a limit.
  public func rungs(upTo limit: Int) -> [Int] {
    var result: [Int] = []
    var rung = minimumEpochs
    while rung <= limit {
      result.append(rung)
      let (next, overflow) = rung.multipliedReportingOverflow(by: eta)
      if overflow { break }
      rung = next
    }
    return result
  }
}

/// Successive halving without waiting (ASHA, Li 2018), in the form of Optuna's `SuccessiveHalvingPruner`.
///
/// At a rung a trial goes on if it is among the best floor(n / eta) of the n trials that have reached it, itself
/// included, or the best of all while there are fewer than eta. The synchronous form would have a whole bracket of
/// trials wait for the slowest at every rung; in this one a trial waits for nobody, and the fixed lag of the study says
/// which trials it is compared with.
public struct SuccessiveHalvingPruner: Pruner {
  private let settings: SuccessiveHalvingSettings

  /// The rule with the given settings.
  public init(_ settings: SuccessiveHalvingSettings) {
    self.settings = settings
  }

  /// Rungs keep the best of all trials.
  public var comparesTrials: Bool { true }

  /// The rung at an epoch.
  public func rung(atEpoch epoch: Int) -> Int? { settings.rungs(upTo: epoch).rung(atEpoch: epoch) }

  /// The values of all trials that have reached the rung, whatever became of them.
  public func evidence(atEpoch epoch: Int, peers: [PeerCurve]) -> PruningEvidence {
    PruningEvidence(peers.filter { $0.values.count >= epoch }.map { $0.values[epoch - 1] }.sorted())
  }

  /// Stops a trial that is not among the best.
  public func judge(_ curve: [Double], atEpoch epoch: Int, evidence: PruningEvidence) -> PruningJudgement {
    let own = curve[epoch - 1]
    let all = (evidence.values + [own]).sorted()
    let threshold = all[max(0, all.count / settings.eta - 1)]
    return PruningJudgement(value: own, threshold: threshold, count: all.count, stops: own > threshold)
  }
}
