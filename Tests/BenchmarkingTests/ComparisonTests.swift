import Foundation
import Seeding
import Statistics
import TestSupport
import Testing

@testable import Benchmarking

/// What is said of two records.
@Suite struct ComparisonTests {
  private static func record(_ series: [(String, [Double])], unit: String = "s", smaller: Bool = true)
    -> BenchmarkRecord
  {
    var record = BenchmarkRecord(
      benchmark: "train",
      series: series.map {
        BenchmarkRecord.Series(name: $0.0, unit: unit, smallerIsBetter: smaller, samples: $0.1)
      })
    record.machine = MachineDescription(processor: "P", cores: 2, vectorExtensions: ["avx2", "fma"])
    return record
  }

  /// Ten values around `centre` that spread by `spread` of it to either side.
  private static func samples(_ centre: Double, spread: Double = 0.01, shift: Double = 0) -> [Double] {
    (0..<10).map { centre * (1 + spread * (Double($0 * 7 % 10) + shift - 4.5) / 4.5) }
  }

  private func compared(
    _ a: BenchmarkRecord, _ b: BenchmarkRecord, paired: Bool = false, resamples: Int? = 2_000
  ) throws -> RecordComparison {
    try RecordComparison(a: a, b: b, paired: paired, resamples: resamples)
  }

  @Test func verdictsInWords() throws {
    let a = Self.record([
      ("faster", Self.samples(1)), ("slower", Self.samples(1)), ("same", Self.samples(1)),
      ("noisy", Self.samples(1, spread: 0.5)), ("few", [1, 1.01, 1.02]),
    ])
    let b = Self.record([
      ("faster", Self.samples(0.8)), ("slower", Self.samples(1.25)), ("same", Self.samples(1, shift: 0.2)),
      ("noisy", Self.samples(1.05, spread: 0.5)), ("few", [0.5, 0.51, 0.52]),
    ])
    let comparison = try compared(a, b)
    #expect(comparison.series.map(\.verdict) == [.better, .worse, .same, .undecided, .undecided])
    let words = comparison.series.map { ComparisonText.verdict($0) }
    #expect(words[0].hasPrefix("B is 25 % faster ["))
    #expect(words[1].hasPrefix("B is 20 % slower ["))
    #expect(words[2].hasPrefix("no difference that matters: ratio 1"))
    #expect(words[3].contains("measure more rounds"))
    #expect(words[4].contains("only 3 samples"))
  }

  @Test func largerMayBeBetterAndAmountsAreNotSpeeds() throws {
    let rates = try compared(
      Self.record([("peak", Self.samples(200))], unit: "GFLOP/s", smaller: false),
      Self.record([("peak", Self.samples(220))], unit: "GFLOP/s", smaller: false))
    #expect(rates.series[0].verdict == .better)
    #expect(ComparisonText.verdict(rates.series[0]).hasPrefix("B is 10 % faster"))
    let bytes = try compared(
      Self.record([("memory", Self.samples(200))], unit: "bytes"),
      Self.record([("memory", Self.samples(150))], unit: "bytes"))
    #expect(ComparisonText.verdict(bytes.series[0]).hasPrefix("B needs 25 % less than A"))
  }

  @Test func otherMachinesAreRefused() throws {
    let a = Self.record([("x", Self.samples(1))])
    var b = a
    b.machine.cores = 8
    b.machine.vectorExtensions = ["avx2"]
    #expect(
      throws: ComparisonError.differentMachines([
        "cores: 2 in A, 8 in B", "vector extensions: avx2 fma in A, avx2 in B",
      ])
    ) { try RecordComparison(a: a, b: b) }
    let allowed = try RecordComparison(a: a, b: b, allowsDifferentMachines: true)
    #expect(allowed.remarks.count == 2)
    var kernel = a
    kernel.machine.kernel = "6.2"
    #expect(try RecordComparison(a: a, b: kernel).remarks == ["kernel: 'unknown' in A, '6.2' in B"])
  }

  /// Virtual machines call many processors "AMD EPYC".
  @Test func processorsOfOneNameAreToldApart() throws {
    let a = Self.record([("x", Self.samples(1))])
    func described(_ family: Int, _ model: Int, _ stepping: Int, _ kilobytes: Int) -> BenchmarkRecord {
      var record = a
      record.machine.processorFamily = family
      record.machine.processorModel = model
      record.machine.processorStepping = stepping
      record.machine.caches = [MemoryLevel(name: "L1", capacity: kilobytes << 10)]
      return record
    }
    #expect(
      throws: ComparisonError.differentMachines([
        "processor family: 26 in A, 25 in B", "processor model: 2 in A, 17 in B", "processor stepping: 0 in A, 1 in B",
        "caches: L1 48 KiB in A, L1 32 KiB in B",
      ])
    ) { try RecordComparison(a: described(26, 2, 0, 48), b: described(25, 17, 1, 32)) }
    #expect(try RecordComparison(a: described(26, 2, 0, 48), b: described(26, 2, 0, 48)).remarks.isEmpty)
    // A record of an earlier version is read, and the gap is said.
    let older = try RecordComparison(a: a, b: described(26, 2, 0, 48)).remarks
    #expect(older.count == 1 && older[0].hasPrefix("A does not tell the processor's family"))
  }

  @Test func measuredPeaksTellMachinesApart() throws {
    func measured(_ peak: Double) -> BenchmarkRecord {
      var record = Self.record([("x", Self.samples(1))])
      record.series.append(
        BenchmarkRecord.Series(
          name: "train/peak", unit: "GFLOP/s", smallerIsBetter: false, samples: Self.samples(peak)))
      return record
    }
    let error = #expect(throws: ComparisonError.self) { try RecordComparison(a: measured(227), b: measured(115)) }
    #expect(
      error?.description.contains("measured multiply-add peak: 227 GFLOP/s in A, 115 in B, more than 25 %") == true)
    #expect(error?.description.contains("--different-machines") == true)
    let allowed = try RecordComparison(a: measured(227), b: measured(115), allowsDifferentMachines: true)
    #expect(allowed.remarks.count == 1)
    #expect(try RecordComparison(a: measured(227), b: measured(200)).remarks.isEmpty)
    // Other builds have other peaks on one machine: that is a remark of its own.
    var other = measured(115)
    other.build.instructionSet = "x86-64-v3"
    #expect(try RecordComparison(a: measured(227), b: other).remarks.count == 1)
    // Programs that took turns were on one machine.
    #expect(try RecordComparison(a: measured(227), b: measured(115), paired: true).remarks.isEmpty)
  }

  @Test func seriesOfOneRecordAreListed() throws {
    let comparison = try compared(
      Self.record([("x", Self.samples(1)), ("old", [1])]), Self.record([("new", [1]), ("x", Self.samples(1))]))
    #expect(comparison.series.map(\.name) == ["x"])
    #expect(comparison.onlyInA == ["old"])
    #expect(comparison.onlyInB == ["new"])
    let text = ComparisonText.text(comparison, a: "a.json", b: "b.json")
    #expect(text.contains("only in A: old") && text.contains("only in B: new"))
    #expect(throws: ComparisonError.noCommonSeries(a: ["x"], b: ["y"])) {
      try RecordComparison(a: Self.record([("x", [1])]), b: Self.record([("y", [1])]))
    }
    #expect(throws: ComparisonError.differentUnits(series: "x", a: "s", b: "J")) {
      try RecordComparison(a: Self.record([("x", [1])]), b: Self.record([("x", [1])], unit: "J"))
    }
    #expect(throws: ComparisonError.differentRounds(series: "x", a: 1, b: 2)) {
      try RecordComparison(a: Self.record([("x", [1])]), b: Self.record([("x", [1, 2])]), paired: true)
    }
  }

  /// Pairs remove a drift that both programs share and that hides the difference otherwise.
  @Test func pairsRemoveSharedDrift() throws {
    let drift = (0..<12).map { 1 + 0.4 * Double($0 * 5 % 12) / 12 }
    let a = Self.record([("x", drift)])
    let b = Self.record([("x", drift.enumerated().map { $1 * (0.95 + 0.001 * Double($0 % 3)) })])
    #expect(try compared(a, b).series[0].verdict == .undecided)
    let paired = try compared(a, b, paired: true).series[0]
    #expect(paired.verdict == .better)
    #expect(abs(paired.ratio.estimate - 0.951) < 1e-9)
  }

  /// Without any difference, about one comparison of twenty series in twenty may find one at all.
  @Test func manySeriesDoNotMakeADifference() throws {
    var generator = SeedSequence(root: 11).generator()
    var found = 0
    let repeats = 60
    for _ in 0..<repeats {
      func noise() -> [Double] { (0..<8).map { _ in exp(0.05 * normal(&generator)) } }
      let a = Self.record((0..<20).map { ("s\($0)", noise()) })
      let b = Self.record((0..<20).map { ("s\($0)", noise()) })
      let comparison = try RecordComparison(a: a, b: b, resamples: 1_000)
      if comparison.series.contains(where: { $0.verdict == .better || $0.verdict == .worse }) { found += 1 }
    }
    #expect(found <= 8, "\(found) of \(repeats) comparisons of equals found a difference")
  }

  private static func halved(_ count: Int, samples: Int) -> (a: BenchmarkRecord, b: BenchmarkRecord) {
    let values = (0..<samples).map { 1 + 0.001 * Double($0) }
    return (
      record((0..<count).map { ("s\($0)", values) }), record((0..<count).map { ("s\($0)", values.map { $0 / 2 }) })
    )
  }

  /// Twice as fast everywhere must be seen, however many series there are, when there are enough rounds; otherwise the
  /// reason is the number of rounds and not chance.
  @Test(arguments: [(false, 6), (true, 10)]) func manySeriesNeedEnoughRounds(_ paired: Bool, _ tooFew: Int) throws {
    let few = Self.halved(26, samples: tooFew)
    let unseen = try compared(few.a, few.b, paired: paired)
    #expect(unseen.series.allSatisfy { $0.verdict == .undecided })
    let needed = SmallestPValue.roundsNeeded(series: 26, paired: paired)
    // Nor does the bootstrap's own floor hide anything in a comparison of many.
    #expect(2 / Double(SmallestPValue.resamplesNeeded(series: 1_000) + 1) * 1_000 < 0.05)
    #expect(needed == tooFew + 1)
    #expect(
      unseen.series[0].reason
        == "alone it differs, but \(tooFew) samples cannot show any difference among 26 series, however large: measure "
        + "at least \(needed) rounds, or fewer series")
    let enough = Self.halved(26, samples: needed)
    #expect(try compared(enough.a, enough.b, paired: paired).series.allSatisfy { $0.verdict == .better })
  }

  /// The floor that is foretold is the one that the test really has.
  @Test(arguments: 6...9) func theSmallestPValueIsTheTests(_ rounds: Int) throws {
    let (a, b) = Self.halved(1, samples: rounds)
    let paired = try compared(a, b, paired: true, resamples: 100_000).series[0].pValue
    #expect(abs(paired - SmallestPValue.paired(rounds: rounds)) < 1e-12)
    let independent = try compared(a, b, resamples: 100_000).series[0].pValue
    #expect(abs(independent - SmallestPValue.independent(rounds, rounds)) < 1e-12)
  }

  @Test func theMachinesLimitsAreShownButNotJudged() throws {
    let names = ["train/lenet5/batch64", "train/peak", "ceilings/L1/read", "layers/lenet5/batch16/peak"]
    let a = Self.record(names.map { ($0, Self.samples(1)) })
    let b = Self.record(names.map { ($0, Self.samples(0.8)) })
    let comparison = try compared(a, b)
    #expect(comparison.series.map(\.verdict) == [.better, .limit, .limit, .limit])
    #expect(comparison.judgedCount == 1 && comparison.series[0].adjustedPValue == comparison.series[0].pValue)
    #expect(comparison.series[1].adjustedPValue == nil)
    #expect(ComparisonText.verdict(comparison.series[1]).hasPrefix("a limit of the machine, not judged: ratio 0.8"))
    #expect(ComparisonText.csv(comparison).contains(",,limit\n"))
    // Where there is nothing else, they are the question.
    let limits = try compared(Self.record([("peak", Self.samples(1))]), Self.record([("peak", Self.samples(0.8))]))
    #expect(limits.series.map(\.verdict) == [.better])
  }

  /// Half a percent, surely there, is nothing beside a margin of two.
  @Test func theMarginComesFirst() throws {
    let a = Self.record([("x", Self.samples(1, spread: 0.001))])
    let b = Self.record([("x", Self.samples(1.005, spread: 0.001))])
    let compared = try RecordComparison(a: a, b: b).series[0]
    #expect(compared.ratio.lower > 1 && compared.pValue < 0.01)
    #expect(compared.verdict == .same)
    #expect(ComparisonText.verdict(compared).hasPrefix("no difference that matters"))
    #expect(try RecordComparison(a: a, b: b, margin: 0.001).series[0].verdict == .worse)
  }

  /// A thousand calls of one round are one observation of what the machine did in that round.
  @Test func callsOfARoundCountOnce() throws {
    func record(_ rounds: [Double]) -> BenchmarkRecord {
      var record = Self.record([("infer/lenet5/single_image", rounds.flatMap { [$0, 9, $0, 0.1, $0] })])
      record.series[0].samplesOfRounds = rounds.map { _ in 5 }
      return record
    }
    let a = record((0..<7).map { 1 + 0.01 * Double($0) })
    let b = record((0..<7).map { 1.004 + 0.01 * Double($0 * 3 % 7) })
    let compared = try RecordComparison(a: a, b: b).series[0]
    #expect(compared.a.count == 7 && compared.a.median == 1.03)
    #expect(compared.verdict == .undecided)
  }

  @Test func theTableHasTheDocumentedColumns() throws {
    let document = try String(
      contentsOf: Fixtures.projectRoot.appending(path: "docs/csv-columns.md"), encoding: .utf8)
    let part = try #require(document.components(separatedBy: "## `comparison.csv`").dropFirst().first)
    let table = part.components(separatedBy: "\n## ")[0]
    for column in ComparisonText.columns { #expect(table.contains("`\(column)`"), "\(column)") }
    let comparison = try compared(Self.record([("a,b", Self.samples(1))]), Self.record([("a,b", Self.samples(1))]))
    let lines = ComparisonText.csv(comparison).split(separator: "\n")
    #expect(lines[0] == ComparisonText.columns.joined(separator: ",")[...])
    #expect(lines[1].hasPrefix("\"a,b\",s,1,"))
  }
}

/// A standard normal deviate (Box and Muller 1958).
private func normal(_ generator: inout Xoshiro256) -> Double {
  let radius = (-2 * log(1 - generator.uniform())).squareRoot()
  return radius * cos(2 * Double.pi * generator.uniform())
}
