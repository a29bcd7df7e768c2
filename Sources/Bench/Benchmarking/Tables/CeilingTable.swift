import Statistics

/// A machine's measured limits as `ceilings.csv`.
public enum CeilingTable {
  /// The columns.
  public static let columns = [
    "ceiling", "kind", "capacity_bytes", "working_set_bytes", "median", "low", "high", "unit",
  ]

  /// A row for each limit of computation, then two for each level of memory.
  public static func table(_ ceilings: MachineCeilings) -> MeasurementTable {
    var table = MeasurementTable(columns: columns)
    func add(_ name: String, _ kind: String, _ capacity: Int?, _ workingSet: Int?, _ samples: [Double], _ unit: String)
    {
      let timing = Timing(samples: samples)
      table.append(
        [name, kind, MeasurementTable.count(capacity), MeasurementTable.count(workingSet)]
          + [timing.median, timing.medianInterval?.lower, timing.medianInterval?.upper].map(MeasurementTable.number)
          + [unit])
    }
    add("multiply-add peak", "compute", nil, nil, ceilings.peak, "GFLOP/s")
    if !ceilings.dependentChain.isEmpty {
      add("one dependent chain", "compute", nil, nil, ceilings.dependentChain, "GFLOP/s")
    }
    for memory in ceilings.memory {
      add(memory.level.name, "read", memory.level.capacity, memory.workingSet, memory.read, "GB/s")
      add(memory.level.name, "triad", memory.level.capacity, memory.workingSet, memory.triad, "GB/s")
    }
    return table
  }

  /// The peak alone: the first row, as `peak.csv`.
  ///
  /// - Parameter samples: GFLOP/s.
  public static func table(peak samples: [Double]) -> MeasurementTable {
    table(MachineCeilings(peak: samples, dependentChain: [], memory: []))
  }

  /// The limits as lines of text.
  public static func text(_ ceilings: MachineCeilings) -> String {
    func line(_ name: String, _ samples: [Double], _ unit: String) -> String {
      let timing = Timing(samples: samples)
      let interval = timing.medianInterval.map { String(format: " [%.1f, %.1f]", $0.lower, $0.upper) } ?? ""
      return name.padding(toLength: 30, withPad: " ", startingAt: 0)
        + String(format: "%9.1f", timing.median) + interval + " " + unit
    }
    return
      ([
        line("multiply-add peak", ceilings.peak, "GFLOP/s"),
        line("one dependent chain", ceilings.dependentChain, "GFLOP/s"),
      ]
      + ceilings.memory.flatMap { memory in
        [
          line("\(memory.level.name) read (\(memory.workingSet / 1024) KiB)", memory.read, "GB/s"),
          line("\(memory.level.name) triad", memory.triad, "GB/s"),
        ]
      }).joined(separator: "\n")
  }

  /// The samples as series of a record.
  public static func series(_ ceilings: MachineCeilings) -> [BenchmarkRecord.Series] {
    func series(_ name: String, _ unit: String, _ samples: [Double], _ facts: [String: Double] = [:])
      -> BenchmarkRecord.Series
    {
      BenchmarkRecord.Series(
        name: "ceilings/\(name)", unit: unit, smallerIsBetter: false, samples: samples, facts: facts)
    }
    return [
      series("peak", "GFLOP/s", ceilings.peak), series("dependent_chain", "GFLOP/s", ceilings.dependentChain),
    ]
      + ceilings.memory.flatMap { memory in
        let facts = ["working_set_bytes": Double(memory.workingSet)]
        return [
          series("\(memory.level.name)/read", "GB/s", memory.read, facts),
          series("\(memory.level.name)/triad", "GB/s", memory.triad, facts),
        ]
      }
  }
}
