/// How long a trial or a confirmation took and where it ran: everything about it that another run will not repeat.
///
/// Timings are stored in tables of their own, so that all the others are equal between two runs with the same seed.
public struct TrialTiming: Hashable, Sendable, Codable {
  /// The wall-clock time from hand-out to result, in seconds.
  public var durationSeconds: Double
  /// The processor time in seconds, all threads and a program's processes together: the cost, whatever else the machine did.
  ///
  /// `nil` in stores of versions that did not keep it.
  public var processorSeconds: Double?
  /// Training images processed per second; `nil` when nothing was trained.
  public var imagesPerSecond: Double?
  /// The worker that ran it, such as a slot number or a host name.
  public var worker: String?

  /// Describes the cost of one trial.
  public init(
    durationSeconds: Double, processorSeconds: Double? = nil, imagesPerSecond: Double? = nil, worker: String? = nil
  ) {
    self.durationSeconds = durationSeconds
    self.processorSeconds = processorSeconds
    self.imagesPerSecond = imagesPerSecond
    self.worker = worker
  }
}
