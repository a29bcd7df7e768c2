import ArgumentParser
import Benchmarking
import Foundation

/// Prints the core's fused multiply-add peak.
struct PeakCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "peak", abstract: "Measure one core's peak rate of fused multiply-adds.")

  @OptionGroup var output: OutputOptions

  func run() async throws {
    try BenchTool.refuseDebugBuild()
    let output = try output.open("peak", draws: false)
    let timing = Timing(samples: (0..<21).map { _ in MachineCeiling.peak(seconds: 0.02) })
    print(
      String(
        format: "peak of one core: %.1f GFLOP/s (median of %d; quartiles %.1f to %.1f)", timing.median,
        timing.samples.count, timing.lowerQuartile, timing.upperQuartile))
    try output.write([
      BenchmarkRecord.Series(name: "peak", unit: "GFLOP/s", smallerIsBetter: false, samples: timing.samples)
    ])
  }
}
