import Statistics
import Training

/// Some training processes at the same time.
public struct ScalingRow: Sendable {
  /// Processes.
  public var workers: Int
  /// Images a second of all processes together by the wall clock, a sample a round.
  public var wall: [Double]
  /// The same by the processes' own processor time.
  public var processor: [Double]

  /// A row.
  public init(workers: Int, wall: [Double], processor: [Double]) {
    self.workers = workers
    self.wall = wall
    self.processor = processor
  }

  /// Rates by those of one process in the same rounds; `nil` with fewer than six rounds.
  public func speedups(over one: ScalingRow) -> (wall: ConfidenceInterval?, processor: ConfidenceInterval?) {
    (PairedRatio.interval(wall, over: one.wall), PairedRatio.interval(processor, over: one.processor))
  }

  /// The samples as series of a record.
  public func series(family: ModelFamily, batch: Int, facts: NetworkFacts) -> [BenchmarkRecord.Series] {
    [("wall_clock", wall), ("processor_time", processor)].map { name, samples in
      BenchmarkRecord.Series(
        name: "scale/\(family.rawValue)/batch\(batch)/workers\(workers)/\(name)", unit: "images/s",
        smallerIsBetter: false, samples: samples, facts: facts.record)
    }
  }
}

/// The throughput by the number of processes as `scale.csv`.
public enum ScalingTable {
  /// The columns.
  public static let columns =
    [
      "family", "batch", "workers", "rounds", "images_per_s_median", "images_per_s_low", "images_per_s_high", "speedup",
      "speedup_low", "speedup_high", "processor_speedup", "processor_speedup_low", "processor_speedup_high",
    ] + NetworkFacts.columns

  /// The table of rows that were measured in the same rounds; the first is one process.
  public static func table(_ rows: [ScalingRow], family: ModelFamily, batch: Int, facts: NetworkFacts)
    -> MeasurementTable
  {
    var table = MeasurementTable(columns: columns)
    for row in rows {
      let timing = Timing(samples: row.wall)
      let (wall, processor) = row.speedups(over: rows[0])
      let numbers = [
        timing.median, timing.medianInterval?.lower, timing.medianInterval?.upper, wall?.estimate, wall?.lower,
        wall?.upper, processor?.estimate, processor?.lower, processor?.upper,
      ]
      table.append(
        [family.rawValue, String(batch), String(row.workers), String(row.wall.count)]
          + numbers.map(MeasurementTable.number) + facts.cells)
    }
    return table
  }
}
