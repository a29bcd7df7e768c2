import Statistics
import Training

/// Predictions as CSV: `infer.csv` for batches, `latency.csv` for one image alone.
public enum InferenceTable {
  /// The columns of `infer.csv`.
  public static let columns =
    [
      "family", "batch", "images", "rounds", "time_s_median", "time_s_low", "time_s_high", "time_s_q1", "time_s_q3",
      "images_per_s", "gflop_per_s", "peak_share_percent", "energy_j",
    ] + NetworkFacts.columns + RateShare.columns
  /// The columns of `latency.csv`.
  public static let latencyColumns =
    [
      "family", "images", "latency_us_median", "latency_us_low", "latency_us_high", "latency_us_p95", "latency_us_p99",
      "latency_us_min", "latency_us_max", "processor_us_median", "processor_us_p95", "processor_us_p99",
    ] + NetworkFacts.columns

  /// `infer.csv`.
  public static func throughput(_ results: [(family: ModelFamily, result: InferenceBenchmark.Result)])
    -> MeasurementTable
  {
    var table = MeasurementTable(columns: columns)
    let number = MeasurementTable.number
    for (family, result) in results {
      for throughput in result.throughputs {
        let timing = throughput.timing
        let share = result.peakShareInterval(throughput)
        table.append(
          [
            family.rawValue, String(throughput.batch), String(result.images), String(timing.samples.count),
            number(timing.median), number(timing.medianInterval?.lower), number(timing.medianInterval?.upper),
            number(timing.lowerQuartile), number(timing.upperQuartile), number(Double(result.images) / timing.median),
            number(result.gflopPerSecond(throughput)), number(result.peakSharePercent(throughput)),
            number(throughput.energy.flatMap { median(of: $0) }),
          ] + result.facts.cells + [number(share?.lower), number(share?.upper)])
      }
    }
    return table
  }

  /// `latency.csv`.
  public static func latency(_ results: [(family: ModelFamily, result: InferenceBenchmark.Result)]) -> MeasurementTable
  {
    var table = MeasurementTable(columns: latencyColumns)
    for (family, result) in results {
      let samples = result.latency.samples
      let processor = result.processorLatency.samples
      let interval = result.latencyOfRounds.medianInterval
      let microseconds =
        [
          result.latencyOfRounds.median, interval?.lower, interval?.upper, quantile(0.95, of: samples),
          quantile(0.99, of: samples), samples.min(), samples.max(),
          median(of: processor), quantile(0.95, of: processor), quantile(0.99, of: processor),
        ] as [Double?]
      table.append(
        [family.rawValue, String(samples.count)]
          + microseconds.map { MeasurementTable.number($0.map { $0 * 1e6 }) } + result.facts.cells)
    }
    return table
  }
}
