import Seeding
import Statistics

/// Two measurements of one quantity, A and B, and what can be said about their ratio.
public struct SeriesComparison: Sendable {
  /// What the samples allow to be said.
  public enum Verdict: String, Sendable, Codable {
    /// B is better, beyond the margin or across it, and beyond what chance explains.
    case better
    /// B is worse, in the same sense.
    case worse
    /// The interval lies within the margin around 1: any difference is smaller than what matters.
    case same
    /// Neither; more rounds are needed.
    case undecided
    /// Not judged: a limit of the machine, which tells whether the machine was the same and not which program is better.
    case limit
  }

  /// The quantity's name, as the records spell it.
  public let name: String
  /// The unit of the samples.
  public let unit: String
  /// Whether a smaller value is better.
  public let smallerIsBetter: Bool
  /// Median and number of samples of A, one a round.
  public let a: (median: Double, count: Int)
  /// Median and number of samples of B, one a round.
  public let b: (median: Double, count: Int)
  /// B by A with its interval at the series' own level.
  public let ratio: ConfidenceInterval
  /// The chance of a ratio this far from 1 if there were no difference, for this series alone.
  public let pValue: Double
  /// The same after Holm's correction for all series that are judged; `nil` for one that is not.
  public internal(set) var adjustedPValue: Double?
  /// Whether sample i of A and B is from the same round.
  private let isPaired: Bool
  /// What can be said, at 5 % for all series together.
  public internal(set) var verdict: Verdict = .undecided
  /// Why there is no verdict, in words; empty where there is one.
  public internal(set) var reason = ""

  /// The fewest samples from which a 95 % interval of a median can be made: the smallest and the largest of n
  /// values enclose the true median with probability 1 - 2^(1-n), below 95 % for n < 6.
  public static let fewestSamples = 6

  /// Compares independent samples by the ratio of their medians.
  init(
    a: BenchmarkRecord.Series, b: BenchmarkRecord.Series, bootstrap: Bootstrap, generator: inout Xoshiro256
  ) throws(ComparisonError) {
    guard
      let result = bootstrap.testedRatioOfMedians(b.roundSamples, over: a.roundSamples, using: &generator)
    else { throw .undefinedRatio(series: a.name) }
    self.init(series: a, b: b, result: result, isPaired: false)
  }

  /// Compares samples measured in pairs, sample i of both in the same round, by the median of the ratios' logarithms.
  init(
    pairedA a: BenchmarkRecord.Series, b: BenchmarkRecord.Series, bootstrap: Bootstrap, generator: inout Xoshiro256
  ) throws(ComparisonError) {
    guard
      let result = bootstrap.testedPairedRatio(b.roundSamples, over: a.roundSamples, using: &generator)
    else { throw .undefinedRatio(series: a.name) }
    self.init(series: a, b: b, result: result, isPaired: true)
  }

  private init(series: BenchmarkRecord.Series, b: BenchmarkRecord.Series, result: TestedRatio, isPaired: Bool) {
    self.isPaired = isPaired
    name = series.name
    unit = series.unit
    smallerIsBetter = series.smallerIsBetter
    a = (Timing(samples: series.roundSamples).median, series.roundSamples.count)
    self.b = (Timing(samples: b.roundSamples).median, b.roundSamples.count)
    ratio = result.interval
    pValue = result.pValue
  }

  /// Decides from the adjusted p value and the interval; a series without one is a limit and not judged.
  ///
  /// - Parameters:
  ///   - margin: the largest relative difference that does not matter, such as 0.02.
  ///   - seriesCount: how many series are judged.
  mutating func decide(margin: Double, seriesCount: Int) {
    guard let adjustedPValue else {
      verdict = .limit
      return
    }
    if min(a.count, b.count) < Self.fewestSamples {
      reason =
        "only \(min(a.count, b.count)) samples, and an interval of 95 % needs \(Self.fewestSamples)"
      return
    }
    let excludesOne = ratio.lower > 1 || ratio.upper < 1
    // The margin first: a difference that does not matter is none, however surely it is there.
    if ratio.lower >= 1 / (1 + margin), ratio.upper <= 1 + margin {
      verdict = .same
    } else if adjustedPValue < 1 - ratio.level, excludesOne {
      verdict = (ratio.estimate < 1) == smallerIsBetter ? .better : .worse
    } else if excludesOne {
      reason = unseen(seriesCount)
    } else {
      reason = "the noise hides differences beyond \(Self.percent(margin)) %; measure more rounds"
    }
  }

  /// Why a series that differs alone gets no verdict among many: chance may do as much, or the samples are too few to
  /// tell anything from chance.
  private func unseen(_ seriesCount: Int) -> String {
    let floor = isPaired ? SmallestPValue.paired(rounds: a.count) : SmallestPValue.independent(a.count, b.count)
    guard Double(seriesCount) * floor < 1 - ratio.level else {
      return "alone it differs, but \(min(a.count, b.count)) samples cannot show any difference among \(seriesCount) "
        + "series, however large: measure at least "
        + "\(SmallestPValue.roundsNeeded(series: seriesCount, paired: isPaired)) rounds, or fewer series"
    }
    return "alone it would differ, but one of \(seriesCount) series may do so by chance; measure more rounds"
  }

  private static func percent(_ share: Double) -> String { ComparisonText.number(100 * share) }
}

/// Why two records cannot be compared.
public enum ComparisonError: Error, Hashable, Sendable, CustomStringConvertible {
  case noCommonSeries(a: [String], b: [String])
  case differentUnits(series: String, a: String, b: String)
  case differentMachines([String])
  case undefinedRatio(series: String)
  case differentRounds(series: String, a: Int, b: Int)

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .noCommonSeries(let a, let b):
      "the two records have no series in common: A has \(Self.list(a)), B has \(Self.list(b)) - measure the same with "
        + "both programs"
    case .differentUnits(let series, let a, let b):
      "the series '\(series)' is in '\(a)' in A and in '\(b)' in B - measure both with programs that agree"
    case .differentMachines(let fields):
      "the records come from different machines: \(fields.joined(separator: "; ")) - measure both on one, or give "
        + "--different-machines to compare the machines"
    case .undefinedRatio(let series): "the ratio of '\(series)' is undefined - measure again"
    case .differentRounds(let series, let a, let b):
      "the series '\(series)' has \(a) rounds in A and \(b) in B, and pairs need as many - measure again"
    }
  }

  private static func list(_ names: [String]) -> String {
    names.prefix(5).map { "'\($0)'" }.joined(separator: ", ") + (names.count > 5 ? ", ..." : "")
  }
}
