import ArgumentParser
import Benchmarking
import Datasets
import Engine
import Foundation
import Training

/// Times what augmentation adds to an epoch.
struct AugmentCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "augment",
    abstract: "Measure training with each transform alone and with all, against none, interleaved.",
    discussion: """
      The ranges are those of the family, by default lenet5_augmented; a transform whose range is zero there is left out. \
      Target: all transforms take at most 1.20 times the time without.
      """)

  @OptionGroup var network: NetworkOptions
  @OptionGroup var output: OutputOptions

  @Option(help: "Epochs timed of each network, after one that is not.")
  var epochs = 7

  func validate() throws {
    try output.check(rounds: epochs, option: "--epochs")
  }

  func run() async throws {
    try BenchTool.refuseDebugBuild()
    let output = try output.open("augment")
    let images = try DatasetSource(argument: network.data).loadTraining().images
    let families = network.family.isEmpty ? [.lenet5Augmented] : network.family
    var rows: [(family: ModelFamily, batch: Int, name: String)] = []
    var benchmarks: [TrainingBenchmark] = []
    for family in families {
      for batch in network.batch.isEmpty ? [64] : network.batch {
        var configuration = try network.configuration(family)
        configuration.batchSize = batch
        let variants = AugmentationVariants.of(configuration.augmentation)
        guard variants.count > 1 else {
          throw ValidationError(
            "\(family.rawValue) does not augment: give --family lenet5_augmented or padocanet, or a range such as "
              + "--set rotation_range=10")
        }
        for (name, augmentation) in variants {
          configuration.augmentation = augmentation
          rows.append((family, batch, name))
          benchmarks.append(TrainingBenchmark(configuration: configuration, epochs: epochs))
        }
      }
    }
    let results = try TrainingBenchmark.interleaved(benchmarks, images: images, onRound: Progress.rounds())
    let table = zip(rows, results).map {
      TrainingRow(family: $0.family, batch: $0.batch, augmentation: $0.name, result: $1)
    }
    // The variants of one network begin with the one without augmentation.
    func base(_ index: Int) -> Int { (0...index).last { table[$0].augmentation == "none" } ?? 0 }
    print("\(images.count) images an epoch, processor time of one core, \(epochs) epochs of each in turn")
    print("network, batch, transforms                          s/epoch   times none [95 % interval]")
    for (index, row) in table.enumerated() {
      let name = "\(row.family.rawValue), batch \(row.batch), \(row.augmentation)"
      let ratio = TrainingTable.ratio(table, index, base: base)
      print(
        name.padding(toLength: 50, withPad: " ", startingAt: 0)
          + String(
            format: "%9.3f     ", row.result.epoch.median)
          + (ratio.map { String(format: "%8.3f [%.3f, %.3f]", $0.estimate, $0.lower, $0.upper) } ?? "-"))
    }
    print("target: all at most 1.20\n")
    try output.write(TrainingTable.table(table, base: base), "augment.csv")
    try output.write(
      table.flatMap { $0.result.series("augment/\($0.family.rawValue)/batch\($0.batch)/\($0.augmentation)") }
        + [
          BenchmarkRecord.Series(
            name: "augment/peak", unit: "GFLOP/s", smallerIsBetter: false, samples: results[0].peaks)
        ])
    for family in families {
      try output.draw(
        .augmentationCost, [.csv: output.file("augment.csv").path, .family: family.rawValue],
        "augmentation_\(family.rawValue).png")
    }
  }
}
