import ArgumentParser
import Benchmarking
import Datasets
import Foundation
import Training

/// Times whole epochs.
struct TrainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Measure seconds per epoch and images per second of one core, interleaved.")

  @OptionGroup var network: NetworkOptions

  @Option(help: "Epochs timed of each network, after one that is not.")
  var epochs = 3

  @Flag(help: "Also time the families that augment without their augmentation.")
  var withoutAugmentation = false

  @Option(help: "A file for every raw sample, for 'bench compare'.")
  var json: String?

  func validate() throws {
    guard epochs >= 1 else { throw ValidationError("--epochs \(epochs): at least one") }
  }

  func run() async throws {
    try BenchTool.refuseDebugBuild()
    let images = try DatasetSource(argument: network.data).loadTraining().images
    var names: [String] = []
    var benchmarks: [TrainingBenchmark] = []
    for family in network.family.isEmpty ? ModelFamily.allCases : network.family {
      for batch in network.batch.isEmpty ? [64] : network.batch {
        var configuration = try network.configuration(family)
        configuration.batchSize = batch
        names.append("\(family.rawValue), batch \(batch)")
        benchmarks.append(TrainingBenchmark(configuration: configuration, epochs: epochs))
        if withoutAugmentation, !configuration.augmentation.isIdentity {
          configuration.augmentation = .init()
          names.append("\(family.rawValue) without augmentation, batch \(batch)")
          benchmarks.append(TrainingBenchmark(configuration: configuration, epochs: epochs))
        }
      }
    }
    let began = ContinuousClock.now
    let results = try TrainingBenchmark.interleaved(benchmarks, images: images) { done, all in
      let elapsed = (ContinuousClock.now - began).components.seconds
      let left = elapsed * Int64(all - done) / Int64(done)
      FileHandle.standardError.write(Data("round \(done) of \(all), about \(left) s left\n".utf8))
    }
    if let json {
      // Named as series are: "train/lenet5/batch64", "train/padocanet-without-augmentation/batch64".
      let series = zip(names, results).map { name, result in
        BenchmarkRecord.Series(
          name: "train/" + name.replacing(" ", with: "-").replacing(",-batch-", with: "/batch"), unit: "s",
          smallerIsBetter: true, samples: result.epoch.samples,
          facts: ["images": Double(result.images), "multiply_adds": Double(result.multiplyAddsPerImage)])
      }
      try BenchmarkRecord(benchmark: "train", series: series).write(to: URL(filePath: json))
    }
    let width = (names.map(\.count).max() ?? 0) + 2
    func pad(_ text: String) -> String { text.padding(toLength: width, withPad: " ", startingAt: 0) }
    print("\(images.count) images an epoch, processor time of one core, \(epochs) epochs of each in turn")
    print(pad("network") + "  s/epoch   images/s   GFLOP/s   of peak   time ratio")
    for (name, result) in zip(names, results) {
      print(
        pad(name)
          + String(
            format: "%9.3f %10.0f %9.1f %8.1f %% %10.2f", result.epoch.median, result.imagesPerSecond,
            result.gflopPerSecond, result.peakSharePercent, result.epoch.median / results[0].epoch.median))
    }
    print(String(format: "peak of the core in the same run: %.1f GFLOP/s", results[0].peak))
  }
}
