import Statistics

/// Samples of one quantity, summarised by what noise can hardly move.
public struct Timing: Sendable, Hashable, Codable {
  /// Seconds of one run in each sample.
  public let samples: [Double]

  /// Keeps the samples as they are.
  ///
  /// - Precondition: at least one sample.
  public init(samples: [Double]) {
    precondition(!samples.isEmpty, "a timing needs at least one sample")
    self.samples = samples
  }

  /// Seconds.
  public var median: Double { quantile(0.5, of: samples) ?? 0 }
  /// Seconds.
  public var lowerQuartile: Double { quantile(0.25, of: samples) ?? 0 }
  /// Seconds.
  public var upperQuartile: Double { quantile(0.75, of: samples) ?? 0 }
  /// Seconds.
  public var minimum: Double { samples.min() ?? 0 }
}

extension Timing {
  /// The 95 % interval of the median between two order statistics; `nil` for fewer than 6 samples.
  public var medianInterval: ConfidenceInterval? { ConfidenceInterval.median(of: samples) }
}
