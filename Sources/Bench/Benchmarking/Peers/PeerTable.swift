import Foundation
import Seeding
import Statistics

/// Seconds of an epoch of this program and of its peers, as `peers.csv` and as text.
public struct PeerTable {
  /// One framework at one batch size.
  public struct Row: Sendable {
    /// The family, as the configuration spells it.
    public var family: String
    /// `ablation`, `torch` or `tensorflow`.
    public var framework: String
    /// The framework's version; empty for this program.
    public var version: String
    /// Images in a batch.
    public var batch: Int
    /// Seconds of processor time, one a round.
    public var processor: [Double]
    /// Seconds by the wall clock, one a round.
    public var wall: [Double]
    /// Mean training loss of each epoch in nats, the first one included, which is not timed.
    public var losses: [Double] = []

    /// Describes a measurement.
    public init(
      family: String, framework: String, version: String, batch: Int, processor: [Double] = [], wall: [Double] = []
    ) {
      self.family = family
      self.framework = framework
      self.version = version
      self.batch = batch
      self.processor = processor
      self.wall = wall
    }
  }

  /// The columns of `peers.csv`.
  public static let columns = [
    "family", "framework", "version", "batch", "seconds_per_epoch", "seconds_low", "seconds_high", "samples", "ratio",
    "ratio_low", "ratio_high", "wall_seconds_per_epoch", "seconds_of_rounds",
  ]

  /// The samples as series of a record.
  ///
  /// - Parameter facts: the network's size.
  public static func series(_ rows: [Row], facts: NetworkFacts) -> [BenchmarkRecord.Series] {
    rows.flatMap { row in
      [("processor", row.processor), ("wall", row.wall)].map { clock, samples in
        BenchmarkRecord.Series(
          name: "peers/\(row.family)/batch\(row.batch)/\(row.framework)/\(clock)", unit: "s", smallerIsBetter: true,
          samples: samples,
          facts: [
            "parameters": Double(facts.parameters), "forward_multiply_adds": Double(facts.forwardMultiplyAdds),
            "training_multiply_adds": Double(facts.trainingMultiplyAdds), "mean_loss": PeerLosses.mean(row.losses),
          ])
      }
    }
  }

  private struct Line {
    var row: Row
    var seconds: ConfidenceInterval
    var ratio: TestedRatio?
    /// An interval from fewer rounds would promise what it cannot hold.
    var hasInterval: Bool { row.processor.count >= SeriesComparison.fewestSamples }
  }

  private let lines: [Line]

  /// Computes medians and intervals; each framework's ratio is that of the rounds, its time by this program's.
  ///
  /// - Parameter rows: with at least one sample each, equally many within one family and batch.
  public init(_ rows: [Row], seed: UInt64 = 1) {
    let bootstrap = Bootstrap()
    lines = rows.compactMap { row in
      var generator = SeedSequence(root: seed).child("peers").child(row.framework).child(row.batch).generator()
      guard let seconds = bootstrap.median(of: row.processor, using: &generator) else { return nil }
      let ours = rows.first { $0.framework == "ablation" && $0.family == row.family && $0.batch == row.batch }
      var ratio: TestedRatio?
      if let ours, row.framework != "ablation", ours.processor.count == row.processor.count {
        ratio = bootstrap.testedPairedRatio(row.processor, over: ours.processor, using: &generator)
      }
      return Line(row: row, seconds: seconds, ratio: ratio)
    }
  }

  /// The table as CSV.
  public var csv: String {
    let rows = lines.map { line in
      func limits(_ interval: ConfidenceInterval?) -> [String] {
        guard let interval, line.hasInterval else { return ["", ""] }
        return ["\(interval.lower)", "\(interval.upper)"]
      }
      let row = line.row
      let cells =
        [row.family, row.framework, row.version, "\(row.batch)", "\(line.seconds.estimate)"] + limits(line.seconds)
        + ["\(row.processor.count)", line.ratio.map { "\($0.interval.estimate)" } ?? ""]
        + limits(line.ratio?.interval)
        + [
          "\(Timing(samples: row.wall).median)", row.processor.map { "\($0)" }.joined(separator: " "),
        ]
      return cells.joined(separator: ",")
    }
    return ([Self.columns.joined(separator: ",")] + rows).joined(separator: "\n") + "\n"
  }

  /// The table for the terminal.
  public var text: String {
    let header = "network                 batch   framework            s/epoch   times ablation [95 % interval]"
    let rows = lines.map { line in
      let row = line.row
      func pad(_ text: String, _ width: Int) -> String { text.padding(toLength: width, withPad: " ", startingAt: 0) }
      var text = pad(row.family, 24) + pad("\(row.batch)", 8)
      text += pad("\(row.framework) \(row.version)", 19) + String(format: "%9.3f", line.seconds.estimate)
      guard let ratio = line.ratio?.interval else { return text }
      text += String(format: "%9.2f", ratio.estimate)
      return text
        + (line.hasInterval
          ? String(format: " [%.2f, %.2f]", ratio.lower, ratio.upper)
          : "   no interval from \(row.processor.count) rounds, which needs \(SeriesComparison.fewestSamples)")
    }
    return ([header] + rows).joined(separator: "\n")
  }
}
