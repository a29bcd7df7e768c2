import Foundation

/// Everything that one measurement saw: what was run, where, and every raw sample, so that it can be judged again later.
///
/// Written as JSON by every `bench` command and read by `bench compare`.
public struct BenchmarkRecord: Codable, Sendable {
  /// The version of this format.
  public static let currentFormat = 1

  /// One measured quantity.
  public struct Series: Codable, Sendable {
    /// What is measured, unique in its record, such as `train/lenet5/batch64`.
    public var name: String
    /// `s`, `GFLOP/s`, `GB/s`, `images/s`, `J` or `bytes`.
    public var unit: String
    /// Whether a smaller value is better.
    public var smallerIsBetter: Bool
    /// One value a round, in the order in which they were measured; sample i of every series comes from round i.
    ///
    /// Only the series of single predictions, `.../single_image...`, have one sample an image instead.
    public var samples: [Double]
    /// How many of the samples each round gave, where that is not one; they add up to the number of samples.
    public var samplesOfRounds: [Int]?
    /// Facts about the series that do not vary: parameters, multiply-adds, bytes, error against the reference.
    public var facts: [String: Double]

    /// A quantity with its samples.
    public init(
      name: String, unit: String, smallerIsBetter: Bool, samples: [Double], facts: [String: Double] = [:]
    ) {
      self.name = name
      self.unit = unit
      self.smallerIsBetter = smallerIsBetter
      self.samples = samples
      self.facts = facts
    }

    /// One value a round: the sample, or the median of the samples of a round.
    ///
    /// Samples of one round follow each other and
    /// share whatever the machine did meanwhile, so that a comparison may count rounds only.
    public var roundSamples: [Double] { samplesOfRounds.map { Self.medians(samples, of: $0) } ?? samples }

    /// The medians of consecutive parts of some samples.
    ///
    /// - Precondition: `counts` are positive and add up to the number of samples.
    static func medians(_ samples: [Double], of counts: [Int]) -> [Double] {
      var start = 0
      return counts.map { count in
        defer { start += count }
        return Timing(samples: Array(samples[start..<(start + count)])).median
      }
    }

    /// Whether a series of this name is a limit of the machine: the core's peak, or a ceiling of the roofline.
    public static func isLimit(_ name: String) -> Bool {
      name == "peak" || name.hasSuffix("/peak") || name.hasPrefix("ceilings/")
    }
  }

  /// The version of the format that the record is written in.
  public var format = BenchmarkRecord.currentFormat
  /// The subcommand, such as `train`.
  public var benchmark: String
  /// The machine that measured.
  public var machine: MachineDescription
  /// The program that measured.
  public var build: BuildDescription
  /// What was measured, rounds interleaved.
  public var series: [Series]

  /// A record of this machine and build.
  public init(benchmark: String, series: [Series]) {
    self.benchmark = benchmark
    machine = .current()
    build = .current()
    self.series = series
  }

  /// Writes the record as JSON, complete or not at all.
  public func write(to file: URL) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try (try encoder.encode(self) + Data("\n".utf8)).write(to: file, options: .atomic)
  }
}
