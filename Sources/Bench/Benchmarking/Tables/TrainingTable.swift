import Statistics
import Training

/// One measured training as a row of a table: `train.csv` and `augment.csv` share it.
public struct TrainingRow: Sendable {
  /// The family's identifier.
  public var family: ModelFamily
  /// Images in a batch.
  public var batch: Int
  /// Which transforms of the augmentation are on: `none`, `all` or one's name.
  public var augmentation: String
  /// What was measured.
  public var result: TrainingBenchmark.Result

  /// A row.
  public init(family: ModelFamily, batch: Int, augmentation: String, result: TrainingBenchmark.Result) {
    self.family = family
    self.batch = batch
    self.augmentation = augmentation
    self.result = result
  }
}

/// Whole epochs as CSV, each by the time of another row of the same rounds.
public enum TrainingTable {
  /// The columns of `train.csv` and `augment.csv`.
  public static let columns =
    [
      "family", "augmentation", "batch", "images", "rounds", "epoch_s_median", "epoch_s_low", "epoch_s_high",
      "epoch_s_q1", "epoch_s_q3", "images_per_s", "gflop_per_s", "peak_share_percent", "time_ratio", "time_ratio_low",
      "time_ratio_high", "energy_j",
    ] + NetworkFacts.columns + RateShare.columns

  /// The table of rows that were measured in the same rounds.
  ///
  /// - Parameter base: for a row's index, the index of the row that its time is divided by.
  public static func table(_ rows: [TrainingRow], base: (Int) -> Int) -> MeasurementTable {
    var table = MeasurementTable(columns: columns)
    let number = MeasurementTable.number
    for (index, row) in rows.enumerated() {
      let result = row.result
      let interval = result.epoch.medianInterval
      let share = result.peakShareInterval
      let ratio = ratio(rows, index, base: base)
      table.append(
        [
          row.family.rawValue, row.augmentation, String(row.batch), String(result.images),
          String(result.epoch.samples.count), number(result.epoch.median), number(interval?.lower),
          number(interval?.upper), number(result.epoch.lowerQuartile), number(result.epoch.upperQuartile),
          number(result.imagesPerSecond), number(result.gflopPerSecond), number(result.peakSharePercent),
          number(ratio?.estimate), number(ratio?.lower), number(ratio?.upper),
          number(result.energy.flatMap { median(of: $0) }),
        ] + result.facts.cells + [number(share?.lower), number(share?.upper)])
    }
    return table
  }

  /// A row's time by that of its base, with its interval; `nil` with fewer than six rounds.
  public static func ratio(_ rows: [TrainingRow], _ index: Int, base: (Int) -> Int) -> ConfidenceInterval? {
    PairedRatio.interval(rows[index].result.epoch.samples, over: rows[base(index)].result.epoch.samples)
  }
}
