/// One start of a program, many times over.
public struct StartRow: Sendable {
  /// `help` or `first-step`.
  public var what: String
  /// Its samples.
  public var times: [StartedProgram.Times]
  /// Milliseconds by the wall clock that it should stay below.
  public var targetMilliseconds: Double

  /// A row.
  public init(what: String, times: [StartedProgram.Times], targetMilliseconds: Double) {
    self.what = what
    self.times = times
    self.targetMilliseconds = targetMilliseconds
  }

  /// Milliseconds by each clock.
  public var clocks: [(name: String, timing: Timing)] {
    [
      ("wall", Timing(samples: times.map { 1e3 * $0.wall })),
      ("processor", Timing(samples: times.map { 1e3 * $0.processor })),
    ]
  }

  /// The samples in seconds as series of a record.
  public var series: [BenchmarkRecord.Series] {
    [("wall", times.map(\.wall)), ("processor", times.map(\.processor))].map { clock, samples in
      BenchmarkRecord.Series(name: "start/\(what)/\(clock)", unit: "s", smallerIsBetter: true, samples: samples)
    }
  }
}

/// Start-up as `start.csv`.
public enum StartTable {
  /// The columns.
  public static let columns = [
    "what", "clock", "rounds", "ms_median", "ms_low", "ms_high", "ms_q1", "ms_q3", "ms_min", "ms_max", "target_ms",
  ]

  /// A row for each program and clock.
  public static func table(_ rows: [StartRow]) -> MeasurementTable {
    var table = MeasurementTable(columns: columns)
    let number = MeasurementTable.number
    for row in rows {
      for (clock, timing) in row.clocks {
        table.append(
          [row.what, clock, String(timing.samples.count)]
            + [
              timing.median, timing.medianInterval?.lower, timing.medianInterval?.upper, timing.lowerQuartile,
              timing.upperQuartile, timing.minimum, timing.samples.max(),
            ].map(number) + [clock == "wall" ? number(row.targetMilliseconds) : ""])
      }
    }
    return table
  }
}
