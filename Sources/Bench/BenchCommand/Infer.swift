import ArgumentParser
import Benchmarking
import Datasets
import Foundation
import Statistics
import Training

/// Times predictions.
struct InferCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "infer",
    abstract: "Measure predictions: many images in batches, and one image alone.",
    discussion: """
      Batches are timed by the processor time of one core, one image alone by the wall clock. Batch sizes are 16, 64 and 256 \
      unless --batch says otherwise. Training images are used: nothing but a run's last step opens the test files.
      """)

  /// What the engine aims at.
  private static let targetSharePercent = 60.0
  private static let targetMicroseconds = 60.0

  @OptionGroup var network: NetworkOptions
  @OptionGroup var output: OutputOptions

  @Option(help: "Images of a round, at most those of the data set.")
  var images = 10_000

  @Option(help: "Times that every batch size is measured, in turn.")
  var rounds = 15

  func validate() throws {
    try output.check(rounds: rounds)
    guard images >= rounds else {
      throw ValidationError("--images \(images): give at least as many as --rounds, \(rounds)")
    }
  }

  func run() async throws {
    try BenchTool.refuseDebugBuild()
    let output = try output.open("infer")
    let data = try DatasetSource(argument: network.data).loadTraining().images
    guard data.count >= images else {
      throw ValidationError("--images \(images): the data set has only \(data.count) training images")
    }
    var results: [(family: ModelFamily, result: InferenceBenchmark.Result)] = []
    for family in network.family.isEmpty ? [.lenet5, .padocanet] : network.family {
      Progress.say("measuring \(family.title)")
      let benchmark = InferenceBenchmark(
        configuration: try network.configuration(family),
        batches: network.batch.isEmpty ? [16, 64, 256] : network.batch,
        imageCount: images, rounds: rounds)
      results.append((family, try benchmark.run(images: data)))
    }
    show(results)
    try output.write(InferenceTable.throughput(results), "infer.csv")
    try output.write(InferenceTable.latency(results), "latency.csv")
    try output.write(results.flatMap { $0.result.series(family: $0.family) })
    try output.draw(
      .inference, [.csv: output.file("infer.csv").path, .latency: output.file("latency.csv").path], "inference.png")
  }

  private func show(_ results: [(family: ModelFamily, result: InferenceBenchmark.Result)]) {
    for (family, result) in results {
      print(
        "\n\(family.title), \(result.images) images, forward multiply-adds against the peak of "
          + String(format: "%.1f GFLOP/s", result.peak))
      print(
        "batch     ms [95 % interval]        images/s   GFLOP/s   of peak [95 % interval]   (target \(Int(Self.targetSharePercent)) %)"
      )
      for throughput in result.throughputs {
        let timing = throughput.timing
        let interval = timing.medianInterval.map { String(format: "[%5.1f, %5.1f]", 1e3 * $0.lower, 1e3 * $0.upper) }
        let share = result.peakShareInterval(throughput).map { String(format: " [%.1f, %.1f]", $0.lower, $0.upper) }
        print(
          String(format: "%5d %6.1f ", throughput.batch, timing.median * 1e3)
            + (interval ?? "").padding(toLength: 14, withPad: " ", startingAt: 0)
            + String(
              format: " %16.0f %9.1f %7.1f %%", Double(result.images) / timing.median,
              result.gflopPerSecond(throughput), result.peakSharePercent(throughput))
            + (share ?? ""))
      }
      func percentiles(_ timing: Timing) -> String {
        let values = quantiles([0.5, 0.95, 0.99], of: timing.samples) ?? []
        return zip(["median", "p95", "p99"], values).map { String(format: "%@ %.1f us", $0, $1 * 1e6) }
          .joined(separator: ", ")
      }
      print("one image alone (target: under \(Int(Self.targetMicroseconds)) us)")
      print("  wall clock      \(percentiles(result.latency))")
      print("  processor time  \(percentiles(result.processorLatency))")
    }
    print("")
  }
}
