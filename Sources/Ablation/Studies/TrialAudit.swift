/// What became of a stopped trial when it was trained again, with the same seed and without a rule, to its end.
///
/// It is kept apart from the trial: what the search knew does not change by looking back.
public struct TrialAudit: Hashable, Sendable {
  /// The trial's number.
  public let trial: Int
  /// How the training ended.
  public var state: TrialState
  /// Why it is not complete.
  public var detail: String?
  /// The study's metric at the end.
  public var value: Double?
  /// The metric after each epoch; of a trial with replicates that of the first one.
  public var curve: [Double]
  /// Whether the curve is the stopped trial's, bit for bit, as far as that goes.
  public var repeats: Bool

  /// Describes an ending.
  public init(
    trial: Int, state: TrialState, detail: String? = nil, value: Double? = nil, curve: [Double] = [], repeats: Bool
  ) {
    self.trial = trial
    self.state = state
    self.detail = detail
    self.value = value
    self.curve = curve
    self.repeats = repeats
  }
}
