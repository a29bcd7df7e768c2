import ArgumentParser
import Benchmarking
import Datasets
import Foundation
import Training

/// Times whole epochs.
struct TrainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Measure seconds per epoch and images per second of one core, interleaved.",
    discussion: """
      An epoch of every network in each round, every second round backwards; the core's peak is measured before and after. \
      Draws the time of an epoch by batch size. Other frameworks: 'bench peers'.
      """)

  @OptionGroup var network: NetworkOptions
  @OptionGroup var output: OutputOptions

  @Option(help: "Epochs timed of each network, after one that is not.")
  var epochs = 7

  @Flag(help: "Also time the families that augment without their augmentation.")
  var withoutAugmentation = false

  func validate() throws {
    try output.check(rounds: epochs, option: "--epochs")
  }

  func run() async throws {
    try BenchTool.refuseDebugBuild()
    let output = try output.open("train")
    let images = try DatasetSource(argument: network.data).loadTraining().images
    var rows: [(family: ModelFamily, batch: Int, augmentation: String)] = []
    var benchmarks: [TrainingBenchmark] = []
    for family in network.family.isEmpty ? ModelFamily.allCases : network.family {
      for batch in network.batch.isEmpty ? [64] : network.batch {
        var configuration = try network.configuration(family)
        configuration.batchSize = batch
        rows.append((family, batch, configuration.augmentation.isIdentity ? "none" : "all"))
        benchmarks.append(TrainingBenchmark(configuration: configuration, epochs: epochs))
        if withoutAugmentation, !configuration.augmentation.isIdentity {
          configuration.augmentation = .init()
          rows.append((family, batch, "none"))
          benchmarks.append(TrainingBenchmark(configuration: configuration, epochs: epochs))
        }
      }
    }
    let results = try TrainingBenchmark.interleaved(benchmarks, images: images, onRound: Progress.rounds())
    let table = zip(rows, results).map {
      TrainingRow(family: $0.family, batch: $0.batch, augmentation: $0.augmentation, result: $1)
    }
    show(table, images: images.count)
    try output.write(TrainingTable.table(table, base: { _ in 0 }), "train.csv")
    try output.write(
      table.flatMap { $0.result.series(Self.name($0)) }
        + [
          BenchmarkRecord.Series(name: "train/peak", unit: "GFLOP/s", smallerIsBetter: false, samples: results[0].peaks)
        ])
    try output.draw(.epochTime, [.csv: output.file("train.csv").path], "epoch_time.png")
  }

  /// A series' name: a family that augments is told from its twin that does not.
  private static func name(_ row: TrainingRow) -> String {
    let isTwin = row.augmentation == "none" && !ModelConfiguration(row.family).augmentation.isIdentity
    return "train/\(row.family.rawValue)\(isTwin ? "-without-augmentation" : "")/batch\(row.batch)"
  }

  private func show(_ rows: [TrainingRow], images: Int) {
    let names = rows.map { row in
      "\(row.family.rawValue)\(Self.name(row).contains("without") ? " without augmentation" : ""), batch \(row.batch)"
    }
    let width = (names.map(\.count).max() ?? 0) + 2
    func pad(_ text: String) -> String { text.padding(toLength: width, withPad: " ", startingAt: 0) }
    print("\(images) images an epoch, processor time of one core, \(epochs) epochs of each in turn")
    print(
      pad("network")
        + "  s/epoch   images/s   GFLOP/s   of peak [95 % interval]   time ratio [95 % interval]   parameters   "
        + "MB resident")
    for (index, row) in rows.enumerated() {
      let result = row.result
      let ratio = TrainingTable.ratio(rows, index) { _ in 0 }
      let interval = ratio.map { String(format: "%.3f [%.3f, %.3f]", $0.estimate, $0.lower, $0.upper) } ?? "-"
      let share =
        String(format: "%.1f %%", result.peakSharePercent)
        + (result.peakShareInterval.map { String(format: " [%.1f, %.1f]", $0.lower, $0.upper) } ?? "")
      print(
        pad(names[index])
          + String(
            format: "%9.3f %10.0f %9.1f   ", result.epoch.median, result.imagesPerSecond, result.gflopPerSecond)
          + share.padding(toLength: 26, withPad: " ", startingAt: 0)
          + interval.padding(toLength: 28, withPad: " ", startingAt: 0)
          + String(
            format: "%10d %13.0f", result.facts.parameters, Double(result.facts.peakResidentBytes) / 1e6))
    }
    print(String(format: "peak of the core in the same run: %.1f GFLOP/s\n", rows[0].result.peak))
  }
}
