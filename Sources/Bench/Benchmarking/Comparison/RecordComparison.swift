import Seeding
import Statistics

/// Two records, A and B, compared series by series.
public struct RecordComparison: Sendable {
  /// The series that both records have, in A's order.
  public let series: [SeriesComparison]
  /// Names of series that only A has.
  public let onlyInA: [String]
  /// Names of series that only B has.
  public let onlyInB: [String]
  /// Facts that differ and do not forbid the comparison: system, kernel, instruction set, machine where it was allowed.
  public let remarks: [String]
  /// Whether sample i of both records came from the same round.
  public let isPaired: Bool
  /// How many series are judged, together at 5 %.
  public let judgedCount: Int
  /// The largest relative difference that counts as none.
  public let margin: Double

  /// Compares two records.
  ///
  /// - Parameters:
  ///   - paired: whether sample i of both came from one round, as `bench compare --baseline` measures; otherwise the
  ///     samples count as independent.
  ///   - margin: the largest relative difference that does not matter, such as 0.02.
  ///   - allowsDifferentMachines: whether processors may differ, as they are described or by their measured peaks.
  ///   - seed: of the resampling.
  ///   - resamples: of the bootstrap; `nil` for as many as the number of series needs.
  /// - Throws: `ComparisonError`.
  public init(
    a: BenchmarkRecord, b: BenchmarkRecord, paired: Bool = false, margin: Double = 0.02,
    allowsDifferentMachines: Bool = false, seed: UInt64 = 1, resamples: Int? = nil
  ) throws(ComparisonError) {
    // Pairs were measured in turn by one caller, hence on one machine; an earlier program may describe it less well.
    let differences =
      a.machine.differences(from: b.machine) + (paired ? [] : [a.peakDifference(from: b)].compactMap(\.self))
    guard differences.isEmpty || allowsDifferentMachines else { throw .differentMachines(differences) }
    var remarks = differences + (paired ? [] : a.machine.untold(by: b.machine))
    for (label, first, second) in [
      ("operating system", a.machine.operatingSystem, b.machine.operatingSystem),
      ("kernel", a.machine.kernel, b.machine.kernel),
      ("instruction set of the build", a.build.instructionSet, b.build.instructionSet),
    ] where first != second {
      remarks.append("\(label): '\(first ?? "unknown")' in A, '\(second ?? "unknown")' in B")
    }
    self.remarks = remarks
    isPaired = paired
    self.margin = margin

    let byName = Dictionary(b.series.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let names = Set(a.series.map(\.name))
    onlyInA = a.series.map(\.name).filter { byName[$0] == nil }
    onlyInB = b.series.map(\.name).filter { !names.contains($0) }
    var series: [SeriesComparison] = []
    let bootstrap = Bootstrap(
      resamples: resamples ?? SmallestPValue.resamplesNeeded(series: Self.judged(a.series.map(\.name)).count))
    for first in a.series {
      guard let second = byName[first.name] else { continue }
      guard first.unit == second.unit, first.smallerIsBetter == second.smallerIsBetter else {
        throw .differentUnits(series: first.name, a: first.unit, b: second.unit)
      }
      // A stream of its own, so that a series' interval does not depend on its neighbours.
      var generator = SeedSequence(root: seed).child("compare").child(first.name).generator()
      if paired {
        guard first.roundSamples.count == second.roundSamples.count else {
          throw .differentRounds(series: first.name, a: first.roundSamples.count, b: second.roundSamples.count)
        }
        series.append(try SeriesComparison(pairedA: first, b: second, bootstrap: bootstrap, generator: &generator))
      } else {
        series.append(try SeriesComparison(a: first, b: second, bootstrap: bootstrap, generator: &generator))
      }
    }
    guard !series.isEmpty else { throw .noCommonSeries(a: a.series.map(\.name), b: b.series.map(\.name)) }
    let judged = Self.judged(series.map(\.name))
    for (index, adjusted) in zip(judged, holmAdjusted(judged.map { series[$0].pValue })) {
      series[index].adjustedPValue = adjusted
    }
    for index in series.indices { series[index].decide(margin: margin, seriesCount: judged.count) }
    judgedCount = judged.count
    self.series = series
  }

  /// The places of the series that are judged, and that Holm's correction counts.
  ///
  /// All but the machine's limits, whose number would hide differences between the programs. Limits are judged where there
  /// is nothing else.
  static func judged(_ names: [String]) -> [Int] {
    let programs = names.indices.filter { !BenchmarkRecord.Series.isLimit(names[$0]) }
    return programs.isEmpty ? Array(names.indices) : programs
  }

  /// How many series two records would have to judge.
  public static func judgedCount(_ a: BenchmarkRecord, _ b: BenchmarkRecord) -> Int {
    let names = Set(b.series.map(\.name))
    return judged(a.series.map(\.name).filter(names.contains)).count
  }
}
