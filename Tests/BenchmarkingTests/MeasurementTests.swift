import Foundation
import Machine
import Testing

@testable import Benchmarking

/// What a measurement leaves.
@Suite struct MeasurementTests {
  @Test func aRecordComesBackAsItWas() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "record-\(UUID().uuidString)/train.json")
    defer { try? FileManager.default.removeItem(at: file.deletingLastPathComponent()) }
    let series = BenchmarkRecord.Series(
      name: "train/lenet5/batch64", unit: "s", smallerIsBetter: true, samples: [0.1 + 0.2, 1e-9, 3],
      facts: ["parameters": 61_706])
    let record = BenchmarkRecord(benchmark: "train", series: [series])
    try record.write(to: file)
    let back = try JSONDecoder().decode(BenchmarkRecord.self, from: Data(contentsOf: file))
    #expect(back.format == BenchmarkRecord.currentFormat)
    #expect(back.benchmark == "train")
    #expect(back.machine == record.machine && back.build == record.build)
    #expect(back.series.map(\.name) == ["train/lenet5/batch64"])
    #expect(back.series[0].samples == series.samples)
    #expect(back.series[0].facts == series.facts)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: file.deletingLastPathComponent().path) == ["train.json"])
  }

  @Test func aTableWritesNothingThatIsNotANumber() {
    #expect(MeasurementTable.number(nil) == "" && MeasurementTable.number(.nan) == "")
    #expect(MeasurementTable.number(.infinity) == "" && MeasurementTable.number(1.25) == "1.25")
    var table = MeasurementTable(columns: ["a", "b"])
    table.append(["1", ""])
    #expect(table.text == "a,b\n1,\n")
  }

  @Test func energyIsEmptyWithoutACounterAndTheWorkIsDoneAnyway() {
    var runs = 0
    #expect(EnergyMeter(nil).measure { runs += 1 } == nil)
    #expect(runs == 1)
  }

  @Test func energyIsTheDifferenceOfTheCounter() throws {
    let root = FileManager.default.temporaryDirectory.appending(path: "powercap-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: root) }
    let file = root.appending(path: "intel-rapl:0/energy_uj")
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data("2000000\n".utf8).write(to: file)
    let meter = EnergyMeter(EnergyCounter(root: root.path))
    let joules = meter.measure { try? Data("2750000\n".utf8).write(to: file) }
    #expect(joules == 0.75)
  }

  @Test func aRatioOfPairsIgnoresADriftThatBothShare() throws {
    // Every round is slower than the one before; within a round the one takes 1.5 times the other.
    let base = (1...15).map(Double.init)
    let interval = try #require(PairedRatio.interval(base.map { 1.5 * $0 }, over: base))
    #expect(interval.estimate == 1.5 && interval.lower == 1.5 && interval.upper == 1.5)
    // Five values enclose the median with 94 % at most, six with 97 %.
    #expect(PairedRatio.interval([1, 2, 3, 4, 5], over: [1, 1, 1, 1, 1]) == nil)
    #expect(PairedRatio.interval([1, 2, 3, 4, 5, 6], over: [1, 1, 1, 1, 1, 1]) != nil)
  }
}
