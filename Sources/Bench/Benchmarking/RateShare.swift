import Statistics

/// Rates as shares of the peak that was measured in the same rounds.
enum RateShare {
  /// Percent of the peak, a sample a round.
  ///
  /// - Precondition: as many rates as peaks.
  static func timing(_ rates: [Double], of peaks: [Double]) -> Timing {
    precondition(rates.count == peaks.count, "\(rates.count) rates and \(peaks.count) peaks")
    return Timing(samples: zip(rates, peaks).map { 100 * $0 / $1 })
  }

  /// The median share in percent with its 95 % bootstrap interval over rounds; `nil` for fewer than six.
  static func interval(_ rates: [Double], of peaks: [Double]) -> ConfidenceInterval? {
    PairedRatio.interval(rates.map { 100 * $0 }, over: peaks)
  }

  /// The columns of the interval.
  static let columns = ["peak_share_percent_low", "peak_share_percent_high"]
}
