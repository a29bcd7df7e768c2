/// A rule of early termination: answers whether a trial should stop.
///
/// Rules are pure: they see curves and keep nothing. In all curves here smaller is better (those of metrics to maximise
/// are negated), every value is finite, and element k is what the trial's metric would be if it ended after epoch k + 1.
public protocol Pruner: Sendable {
  /// Whether a trial is compared with others, so that their results must be known before it begins.
  var comparesTrials: Bool { get }

  /// The rung at an epoch, counted from 1; `nil` where no trial is judged.
  func rung(atEpoch epoch: Int) -> Int?

  /// What the rule must know of the other trials to judge one at an epoch.
  ///
  /// - Parameter peers: the curves of trials whose results may be read.
  func evidence(atEpoch epoch: Int, peers: [PeerCurve]) -> PruningEvidence

  /// Judges a trial by its curve at a rung.
  ///
  /// - Parameters:
  ///   - curve: the trial's own; has at least as many values as the epoch's number.
  ///   - evidence: what ``evidence(atEpoch:peers:)`` gave for the epoch.
  func judge(_ curve: [Double], atEpoch epoch: Int, evidence: PruningEvidence) -> PruningJudgement
}

/// What a rule knows of other trials at one epoch.
public struct PruningEvidence: Hashable, Sendable, Codable {
  /// The values that a trial is compared with, ascending; of the median rule their median alone.
  public var values: [Double]
  /// How many trials they come from.
  public var count: Int

  /// Describes the evidence; by default there is none.
  public init(_ values: [Double] = [], count: Int? = nil) {
    self.values = values
    self.count = count ?? values.count
  }
}

/// The outcome of one judgement, where smaller is better.
public struct PruningJudgement: Hashable, Sendable {
  /// What was compared.
  public var value: Double
  /// What it was compared with; `nil` where there was nothing.
  public var threshold: Double?
  /// How many values the threshold was made from.
  public var count: Int
  /// Whether the trial should stop.
  public var stops: Bool
}

extension EarlyTermination {
  /// The rule behind the settings.
  public var pruner: any Pruner {
    switch self {
    case .hyperband(let settings): HyperbandPruner(settings)
    case .successiveHalving(let settings): SuccessiveHalvingPruner(settings)
    case .median(let settings): MedianPruner(settings)
    case .patience(let settings): PatiencePruner(settings)
    }
  }
}

extension [Int] {
  /// The rung of an epoch on an ascending ladder, on which repeated epochs are one rung.
  func rung(atEpoch epoch: Int) -> Int? {
    var rung = 0
    var last = 0
    for band in self where band != last {
      rung += 1
      last = band
      if band == epoch { return rung }
    }
    return nil
  }
}
