import Training

/// One training by its number of threads as `threads.csv`.
public enum ThreadTable {
  /// The columns.
  public static let columns =
    [
      "family", "batch", "threads", "images", "rounds", "epoch_s_median", "epoch_s_low", "epoch_s_high", "images_per_s",
      "speedup", "speedup_low", "speedup_high", "same_bits",
    ] + NetworkFacts.columns

  /// The table of results that were measured in the same rounds.
  public static func table(_ results: [ThreadBenchmark.Result], family: ModelFamily, batch: Int) -> MeasurementTable {
    var table = MeasurementTable(columns: columns)
    let number = MeasurementTable.number
    for result in results {
      let epoch = result.epoch
      table.append(
        [
          family.rawValue, String(batch), String(result.threads), String(result.images), String(epoch.samples.count),
          number(epoch.median), number(epoch.medianInterval?.lower), number(epoch.medianInterval?.upper),
          number(Double(result.images) / epoch.median), number(Timing(samples: result.speedups).median),
          number(result.speedup?.lower), number(result.speedup?.upper), result.hasSameBits ? "1" : "0",
        ] + result.facts.cells)
    }
    return table
  }
}
