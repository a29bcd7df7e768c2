import ArgumentParser
import Benchmarking
import Datasets
import Foundation
import Training

/// Times every pass of every layer, writes a table and draws it.
struct LayersCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "layers",
    abstract: "Measure every layer, forward and backward, against the core's peak and bandwidth.",
    discussion: """
      Every pass is compared with a scalar reference before it is timed; a wrong one ends the command. Batch sizes are 16, \
      32 and 64 unless --batch says otherwise.
      """)

  @OptionGroup var network: NetworkOptions
  @OptionGroup var output: OutputOptions

  @Option(help: "Samples of every pass.")
  var rounds = 15

  func validate() throws {
    try output.check(rounds: rounds)
  }

  func run() async throws {
    try BenchTool.refuseDebugBuild()
    let output = try output.open("layers")
    let measured = try network.measureLayers(batches: [16, 32, 64], rounds: rounds)
    let ceilings = MachineCeilings.measure()
    try output.writeLayers(measured, ceilings)
    for entry in measured {
      try output.draw(
        .layerThroughput,
        [.csv: output.file("layers.csv").path, .family: entry.family.rawValue, .batch: String(entry.batch)],
        "layer_throughput_\(entry.family.rawValue)_batch\(entry.batch).png")
    }
  }
}

/// The layers of one network at one batch size.
struct MeasuredLayers {
  var family: ModelFamily
  var batch: Int
  var measurement: LayerMeasurement
}

extension NetworkOptions {
  /// Measures the chosen families, by default all, at the chosen batch sizes.
  func measureLayers(batches: [Int], rounds: Int) throws -> [MeasuredLayers] {
    let images = try DatasetSource(argument: data).loadTraining().images
    let sizes = batch.isEmpty ? batches.filter { $0 <= images.count } : batch
    for batch in sizes where batch > images.count {
      throw ValidationError("--batch \(batch): the data set has only \(images.count) training images")
    }
    guard !sizes.isEmpty else {
      throw ValidationError("the data set has only \(images.count) training images: give a smaller --batch")
    }
    var result: [MeasuredLayers] = []
    for family in family.isEmpty ? ModelFamily.allCases : family {
      for batch in sizes {
        Progress.say("measuring \(family.title), batch \(batch)")
        var benchmark = LayerBenchmark(configuration: try configuration(family), batch: batch)
        benchmark.rounds = rounds
        result.append(MeasuredLayers(family: family, batch: batch, measurement: try benchmark.run(images: images)))
      }
    }
    return result
  }
}

extension BenchOutput {
  /// Prints and writes the layers with the machine's ceilings.
  func writeLayers(_ measured: [MeasuredLayers], _ ceilings: MachineCeilings) throws {
    let roofline = Roofline(ceilings)
    var table = LayerTable(roofline: roofline)
    print(CeilingTable.text(ceilings))
    for entry in measured {
      let facts = entry.measurement.facts
      print(
        String(
          format: "\n%@, batch %d: %d parameters, %d forward multiply-adds an image, %.0f MB resident at most",
          entry.family.title, entry.batch, facts.parameters, facts.forwardMultiplyAdds,
          Double(facts.peakResidentBytes) / 1e6))
      print(LayerTable.text(entry.measurement, roofline: roofline))
      table.add(entry.measurement, family: entry.family)
    }
    print("")
    try write(table.table, "layers.csv")
    try write(CeilingTable.table(ceilings), "ceilings.csv")
    try write(
      measured.flatMap { $0.measurement.series(family: $0.family, batch: $0.batch) } + CeilingTable.series(ceilings))
  }
}
