import Datasets
import Foundation
import Machine
import Testing
import Training

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

  @Test func everySecondRoundGoesBackwards() {
    #expect((0..<3).map { RoundOrder.indices(3, round: $0) } == [[0, 1, 2], [2, 1, 0], [0, 1, 2]])
  }

  /// The core slows down by half from round to round, and the training with it: its share of the peak stays.
  @Test func aShareIsTakenWithinItsRound() throws {
    let slow = (0..<6).map { pow(0.5, Double($0)) }
    var facts = NetworkFacts([], peakResidentBytes: 1)
    facts.trainingMultiplyAdds = 30
    let result = TrainingBenchmark.Result(
      images: 1_000_000_000, epoch: Timing(samples: slow.map { 1 / $0 }), energy: nil, facts: facts,
      peaks: slow.map { 100 * $0 })
    #expect(abs(result.peakSharePercent - 60) < 1e-9)
    let interval = try #require(result.peakShareInterval)
    #expect(abs(interval.lower - 60) < 1e-9 && abs(interval.upper - 60) < 1e-9)
    let short = TrainingBenchmark.Result(
      images: 1, epoch: Timing(samples: [1, 2]), energy: nil, facts: facts, peaks: [1, 1])
    #expect(short.peakShareInterval == nil)
  }

  /// The second process goes on alone when the first has ended: it does not make their common rate any higher.
  @Test func processesShareOneWindow() {
    let rate = ProcessRate([
      ProcessEpoch(images: 100, start: 10, end: 12, processorSeconds: 2, peakResidentBytes: 5),
      ProcessEpoch(images: 100, start: 10.5, end: 14, processorSeconds: 2.5, peakResidentBytes: 7),
    ])
    #expect(rate.wall == 50)
    #expect(rate.processor == 90)
    #expect(rate.peakResidentBytes == 7)
  }

  @Test func threadsGiveTheSameBitsAndARatioForEachRound() throws {
    let pixels = (0..<96 * 28 * 28).map { UInt8(truncatingIfNeeded: $0 * 31 + $0 / 17) }
    let images = LabeledImages(
      height: 28, width: 28, classCount: 2, pixels: pixels, labels: (0..<96).map { UInt8($0 % 2) })
    let results = try ThreadBenchmark(configuration: ModelConfiguration(.lenet5), rounds: 6)
      .run(images: images, threads: [1, 2])
    #expect(results.map(\.threads) == [1, 2])
    #expect(results.allSatisfy { $0.hasSameBits && $0.epoch.samples.count == 6 && $0.speedup != nil })
    #expect(results[0].speedups == [1, 1, 1, 1, 1, 1])
    let rows = ThreadTable.table(results, family: .lenet5, batch: 64).text.split(separator: "\n")
    #expect(rows.count == 3 && rows[1].hasPrefix("lenet5,64,1,96,6,"))
    #expect(results[1].series(family: .lenet5, batch: 64).name == "scale/lenet5/batch64/threads2/epoch")
  }

  @Test func startUpHasARowForEachClock() {
    let times = (1...7).map { StartedProgram.Times(wall: 0.01 * Double($0), processor: 0.005) }
    let rows = [StartRow(what: "help", times: times, targetMilliseconds: 30)]
    #expect(
      StartTable.table(rows).text.split(separator: "\n").dropFirst()
        == ["help,wall,7,40,10,70,25,55,10,70,30", "help,processor,7,5,5,5,5,5,5,5,"])
    #expect(rows[0].series.map(\.name) == ["start/help/wall", "start/help/processor"])
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
