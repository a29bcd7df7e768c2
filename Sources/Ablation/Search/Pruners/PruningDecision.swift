/// What a rule of early termination said of a trial at one rung.
///
/// Values and thresholds are in the metric's own units, whatever its direction.
public struct PruningDecision: Hashable, Sendable, Codable {
  /// Which training of the trial was judged, counted from 1; above 1 only where a trial has replicates.
  public var replicate: Int
  /// Which rung of the rule it is, counted from 1.
  public var rung: Int
  /// The number of values of the metric that the trial had reported: the epoch, for built-in families.
  public var epoch: Int
  /// What was compared.
  public var value: Double
  /// What it was compared with; `nil` where there was nothing to compare with, and the trial went on.
  public var threshold: Double?
  /// How many values the threshold was made from.
  public var count: Int
  /// Whether the trial was stopped.
  public var stops: Bool

  /// Describes a decision.
  public init(
    replicate: Int = 1, rung: Int, epoch: Int, value: Double, threshold: Double?, count: Int, stops: Bool
  ) {
    self.replicate = replicate
    self.rung = rung
    self.epoch = epoch
    self.value = value
    self.threshold = threshold
    self.count = count
    self.stops = stops
  }
}

extension PruningDecision {
  /// What was decided and why, in words.
  public func sentence(metric: String) -> String {
    let place = "rung \(rung), epoch \(epoch)"
    guard let threshold else { return "goes on at \(place): too few trials to compare \(metric) \(value) with" }
    let verdict = stops ? "stopped after" : "goes on at"
    let relation = stops ? "not within" : "within"
    return "\(verdict) \(place): \(metric) \(value) is \(relation) the threshold \(threshold) (n = \(count))"
  }
}

/// The curve of another trial, as a rule sees it.
public struct PeerCurve: Hashable, Sendable {
  /// The metric after each epoch, in its own direction; what is not finite does not count.
  public var values: [Double]
  /// Whether the trial was trained to its end.
  public var isComplete: Bool

  /// Describes a curve.
  public init(_ values: [Double], isComplete: Bool) {
    self.values = values
    self.isComplete = isComplete
  }
}
