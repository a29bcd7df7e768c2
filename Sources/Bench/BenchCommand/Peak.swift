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
    let interval = timing.medianInterval.map { String(format: " [%.1f, %.1f]", $0.lower, $0.upper) } ?? ""
    print(
      String(format: "peak of one core: %.1f", timing.median) + interval
        + " GFLOP/s, median of \(timing.samples.count) with its 95 % interval")
    try output.write(CeilingTable.table(peak: timing.samples), "peak.csv")
    try output.write([
      BenchmarkRecord.Series(name: "peak", unit: "GFLOP/s", smallerIsBetter: false, samples: timing.samples)
    ])
  }
}
