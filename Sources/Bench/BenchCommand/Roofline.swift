import ArgumentParser
import Benchmarking
import Training

/// Draws every layer under the machine's measured ceilings.
struct RooflineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "roofline",
    abstract: "Measure the core's compute and memory ceilings and draw every layer under them.",
    discussion: "The batch size is 64 unless --batch says otherwise.")

  @OptionGroup var network: NetworkOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try BenchTool.refuseDebugBuild()
    let output = try output.open("roofline")
    let measured = try network.measureLayers(batches: [64], rounds: 15)
    Progress.say("measuring the ceilings")
    let ceilings = MachineCeilings.measure(rounds: 21)
    try output.writeLayers(measured, ceilings)
    for entry in measured {
      try output.draw(
        .roofline,
        [
          .csv: output.file("layers.csv").path, .ceilings: output.file("ceilings.csv").path,
          .family: entry.family.rawValue, .batch: String(entry.batch),
        ], "roofline_\(entry.family.rawValue)_batch\(entry.batch).png")
    }
  }
}
