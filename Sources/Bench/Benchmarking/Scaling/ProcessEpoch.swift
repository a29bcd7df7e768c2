import Machine

/// What one of several training processes says of the epoch that all train at the same time.
public struct ProcessEpoch: Codable, Hashable, Sendable {
  /// Images of the epoch.
  public var images: Int
  /// When it began, by ``Stopwatch/wallSeconds()``, which all processes share.
  public var start: Double
  /// When it ended, by the same clock.
  public var end: Double
  /// Processor time of the training thread.
  public var processorSeconds: Double
  /// The largest resident set of the process, in bytes.
  public var peakResidentBytes: Int

  /// An epoch.
  public init(images: Int, start: Double, end: Double, processorSeconds: Double, peakResidentBytes: Int) {
    self.images = images
    self.start = start
    self.end = end
    self.processorSeconds = processorSeconds
    self.peakResidentBytes = peakResidentBytes
  }
}

/// Images a second of some processes together.
public struct ProcessRate: Hashable, Sendable {
  /// All images by the time from the first process's start to the last one's end.
  ///
  /// Not the sum of each process's rate over its own time: once one has ended, the others have the machine for themselves,
  /// and the sum would be more than was ever reached.
  public var wall: Double
  /// The sum of the rates by each process's own processor time: what the cores would do if nobody else wanted them.
  public var processor: Double
  /// The largest resident set of any one process, in bytes.
  public var peakResidentBytes: Int

  /// The rate of epochs that were trained at the same time.
  ///
  /// - Precondition: at least one epoch.
  public init(_ epochs: [ProcessEpoch]) {
    precondition(!epochs.isEmpty, "a rate needs at least one epoch")
    let start = epochs.map(\.start).min() ?? 0
    let end = epochs.map(\.end).max() ?? 0
    wall = Double(epochs.reduce(0) { $0 + $1.images }) / (end - start)
    processor = epochs.reduce(0) { $0 + Double($1.images) / $1.processorSeconds }
    peakResidentBytes = epochs.map(\.peakResidentBytes).max() ?? 0
  }
}
