/// How long a trial or a confirmation took and where it ran: everything about it that another run will not repeat.
///
/// Timings are stored in tables of their own, so that all the others are equal between two runs with the same seed.
public struct TrialTiming: Hashable, Sendable, Codable {
  /// The wall-clock time from hand-out to result, in seconds.
  public var durationSeconds: Double
  /// Training images processed per second; `nil` when nothing was trained.
  public var imagesPerSecond: Double?
  /// The worker that ran it, such as a slot number or a host name.
  public var worker: String?

  /// Describes the cost of one trial.
  public init(durationSeconds: Double, imagesPerSecond: Double? = nil, worker: String? = nil) {
    self.durationSeconds = durationSeconds
    self.imagesPerSecond = imagesPerSecond
    self.worker = worker
  }
}
