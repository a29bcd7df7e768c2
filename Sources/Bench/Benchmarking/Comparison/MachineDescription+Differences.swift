import Statistics

extension MachineDescription {
  /// What makes times of two machines incomparable, in words; empty for the same processor, caches and number of cores.
  func differences(from other: MachineDescription) -> [String] {
    var result: [String] = []
    func compare<Value: Equatable>(_ name: String, _ a: Value?, _ b: Value?, _ text: (Value) -> String) {
      // What one record does not tell is said by `untold`.
      guard let a, let b, a != b else { return }
      result.append("\(name): \(text(a)) in A, \(text(b)) in B")
    }
    compare("processor", processor, other.processor) { "'\($0)'" }
    compare("processor family", processorFamily, other.processorFamily, String.init)
    compare("processor model", processorModel, other.processorModel, String.init)
    compare("processor stepping", processorStepping, other.processorStepping, String.init)
    compare("caches", caches, other.caches) { levels in
      levels.map { "\($0.name) \(($0.capacity ?? 0) / 1024) KiB" }.joined(separator: " ")
    }
    compare("cores", cores, other.cores, String.init)
    compare("vector extensions", vectorExtensions, other.vectorExtensions) {
      $0.isEmpty ? "none" : $0.joined(separator: " ")
    }
    return result
  }

  /// What could not be compared because one of the records does not tell it; empty where both tell as much.
  func untold(by other: MachineDescription) -> [String] {
    func tells(_ machine: MachineDescription) -> Bool { machine.processorFamily != nil || machine.caches != nil }
    guard tells(self) != tells(other) else { return [] }
    return [
      "\(tells(self) ? "B" : "A") does not tell the processor's family, model and caches (a record of an earlier "
        + "version), so that they could not be compared"
    ]
  }
}

extension BenchmarkRecord {
  /// The largest ratio of two measured peaks of one machine: clocks and neighbours move a peak by some percent, another
  /// processor of the same name by far more.
  static let largestPeakRatio = 1.25

  /// Says whether the peaks that both measured are those of one machine; `nil` where they are, or where nothing can be
  /// said: without common peaks, and between builds for different instruction sets, whose peaks differ anyway.
  func peakDifference(from other: BenchmarkRecord) -> String? {
    guard build.instructionSet == other.build.instructionSet else { return nil }
    func peaks(_ record: BenchmarkRecord) -> [Double] {
      record.series.filter { $0.unit == "GFLOP/s" && ($0.name == "peak" || $0.name.hasSuffix("/peak")) }
        .flatMap(\.samples)
    }
    guard let a = median(of: peaks(self)), let b = median(of: peaks(other)),
      max(a, b) > Self.largestPeakRatio * min(a, b)
    else { return nil }
    return "measured multiply-add peak: \(ComparisonText.number(a)) GFLOP/s in A, \(ComparisonText.number(b)) in B, "
      + "more than \(ComparisonText.number(100 * (Self.largestPeakRatio - 1))) % apart"
  }
}
