extension BenchmarkRecord {
  /// One record from short ones of the same measurement, each giving one sample: the median of its own.
  ///
  /// Series that some record lacks are left out, so that sample i of every series comes from record i.
  ///
  /// - Throws: `RecordError.noSeries` where nothing is common to all.
  public static func joined(_ records: [BenchmarkRecord]) throws(RecordError) -> BenchmarkRecord {
    guard var result = records.first else { throw .noSeries(file: "no round") }
    let tables = records.map { Dictionary($0.series.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first }) }
    result.series = result.series.compactMap { series in
      let samples = tables.compactMap { $0[series.name].map { Timing(samples: $0.roundSamples).median } }
      guard samples.count == records.count else { return nil }
      var joined = series
      joined.samples = samples
      joined.samplesOfRounds = nil
      return joined
    }
    if result.series.isEmpty { throw .noSeries(file: "the rounds together") }
    return result
  }
}
