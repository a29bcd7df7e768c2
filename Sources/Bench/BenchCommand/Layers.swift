import ArgumentParser
import Benchmarking
import Datasets
import Foundation
import PlotScripts
import Training

/// Times every pass of every layer, writes a table and draws it.
struct LayersCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "layers",
    abstract: "Measure every layer, forward and backward, against the core's peak; writes CSV and PNG.")

  @OptionGroup var network: NetworkOptions

  @Option(help: "The folder for layers.csv and the pictures.")
  var output = "results/layers"

  func run() async throws {
    try BenchTool.refuseDebugBuild()
    guard PlotScripts.isGnuplotInstalled() else { throw PlotError.gnuplotNotFound }
    let images = try DatasetSource(argument: network.data).loadTraining().images
    let folder = URL(filePath: output)
    var table = LayerTable()
    let families = network.family.isEmpty ? ModelFamily.allCases : network.family
    let batches = network.batch.isEmpty ? [64] : network.batch
    for batch in batches where batch > images.count {
      throw ValidationError("--batch \(batch): the data set has only \(images.count) training images")
    }
    // Found out before anything is measured.
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for family in families {
      for batch in batches {
        let configuration = try network.configuration(family)
        FileHandle.standardError.write(Data("measuring \(family.title), batch \(batch)\n".utf8))
        let rows = try LayerBenchmark(configuration: configuration, batch: batch).run(images: images)
        print("\n\(family.title), batch \(batch), peak \(String(format: "%.1f", rows.first?.peak ?? 0)) GFLOP/s")
        print(LayerTable.text(rows))
        table.add(rows, family: family)
      }
    }
    let csv = folder.appending(path: "layers.csv")
    try table.write(to: csv)
    for family in families {
      for batch in batches {
        let suffix = batches.count > 1 ? "_batch\(batch)" : ""
        let png = folder.appending(path: "layer_throughput_\(family.rawValue)\(suffix).png")
        try PlotScripts.render(
          .layerThroughput, variables: [.csv: csv.path, .family: family.rawValue, .batch: String(batch)], to: png)
        print(png.relativePath)
      }
    }
  }
}
