import Foundation
import Testing

@testable import Benchmarking

/// What a record's file may hold.
@Suite struct RecordTests {
  static func text(format: String = "1", series: String, machine: String = machine) -> String {
    """
    {"format": \(format), "benchmark": "train", "machine": \(machine),
     "build": {"instructionSet": "native"}, "series": [\(series)]}
    """
  }
  static let machine = #"{"processor": "P", "cores": 2, "vectorExtensions": ["avx2"]}"#

  static func series(_ name: String, _ samples: String) -> String {
    #"{"name": "\#(name)", "unit": "s", "smallerIsBetter": true, "samples": [\#(samples)], "facts": {}}"#
  }

  @Test(arguments: [
    ("{", "not valid JSON"), ("[1]", "not a benchmark record"), ("{}", "'format' is missing"),
    (text(format: "2", series: series("a", "1")), "has format 2, this program reads up to 1"),
    (#"{"format": 9, "rounds": 3}"#, "has format 9"), (text(format: "0", series: ""), "no format 0"),
    (text(series: ""), "holds no series"), (text(series: series("a", "")), "'a' has no samples"),
    (text(series: series("a", "1") + "," + series("a", "2")), "two series named 'a'"),
    (text(series: series("a", "1, 0")), "0.0 in round 2"), (text(series: series("a", "-1, 1")), "-1.0 in round 1"),
    (text(series: series("a", "1, NaN")), "not valid JSON"), (text(series: series("a", "1, null")), "another type"),
    (text(series: series("a", "1, 1e999")), "not valid JSON"), (text(series: series("a", #""1""#)), "another type"),
    (text(series: series("a", "1"), machine: "{}"), "'machine.processor' is missing"),
  ])
  func faultsAreNamed(_ text: String, _ says: String) throws {
    let error = #expect(throws: RecordError.self) {
      try BenchmarkRecord.decode(Data(text.utf8), from: "r.json")
    }
    #expect(error?.description.contains(says) == true, "\(error?.description ?? "")")
    #expect(error?.description.contains("r.json") == true)
  }

  @Test func aMissingFileIsNamed() {
    let error = #expect(throws: RecordError.self) {
      try BenchmarkRecord.read(URL(filePath: "/nowhere/r.json"))
    }
    #expect(error?.description.hasPrefix("cannot read '/nowhere/r.json'") == true)
  }

  @Test func whatIsWrittenIsRead() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "record-\(UUID().uuidString).json")
    defer { try? FileManager.default.removeItem(at: file) }
    let series = BenchmarkRecord.Series(name: "a/b", unit: "s", smallerIsBetter: true, samples: [0.1, 1e-9, 3])
    try BenchmarkRecord(benchmark: "train", series: [series]).write(to: file)
    let record = try BenchmarkRecord.read(file)
    #expect(record.series[0].samples == [0.1, 1e-9, 3])
    #expect(record.machine == .current())
  }

  /// Earlier records took each R-th image in one of R rounds and did not say so.
  @Test func singleImagesOfEarlierRecordsAreDividedIntoRounds() throws {
    let text = Self.text(
      series: Self.series("infer/lenet5/peak", "5, 5, 5") + ","
        + Self.series("infer/lenet5/single_image", "1, 2, 3, 10, 20, 30, 7") + ","
        + Self.series("infer/lenet5/batch64", "1"))
    let record = try BenchmarkRecord.decode(Data(text.utf8), from: "r.json")
    #expect(record.series[1].samplesOfRounds == [3, 2, 2])
    #expect(record.series[1].roundSamples == [2, 15, 18.5])
    #expect(record.series[0].samplesOfRounds == nil && record.series[2].roundSamples == [1])
  }

  @Test(arguments: ["[2, 2]", "[]", "[3, 0]", "[4, -1]"]) func roundsAddUpToTheSamples(_ rounds: String) {
    let series = Self.series("a", "1, 2, 3").dropLast() + #", "samplesOfRounds": \#(rounds)}"#
    let error = #expect(throws: RecordError.self) {
      try BenchmarkRecord.decode(Data(Self.text(series: String(series)).utf8), from: "r.json")
    }
    #expect(error?.description.contains("rounds of the series 'a' do not add up") == true)
  }

  @Test func roundsAreJoinedByTheirMedians() throws {
    func record(_ samples: [Double], _ others: [String]) -> BenchmarkRecord {
      BenchmarkRecord(
        benchmark: "train",
        series: [BenchmarkRecord.Series(name: "a", unit: "s", smallerIsBetter: true, samples: samples)]
          + others.map { BenchmarkRecord.Series(name: $0, unit: "s", smallerIsBetter: true, samples: [1]) })
    }
    let joined = try BenchmarkRecord.joined([record([1, 5, 2], ["b", "c"]), record([4], ["c"])])
    #expect(joined.series.map(\.name) == ["a", "c"])
    #expect(joined.series[0].samples == [2, 4])
    #expect(throws: RecordError.self) { try BenchmarkRecord.joined([]) }
  }
}
