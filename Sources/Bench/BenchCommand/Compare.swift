import ArgumentParser
import Benchmarking
import Foundation
import PlotScripts

/// Says whether B is faster than A: two records, or this program against an earlier revision.
struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare two records, or this program with an earlier revision, by ratios with intervals.",
    usage: """
      bench compare A.json B.json [--output FOLDER]
      bench compare --baseline REVISION [--rounds N] [--output FOLDER] [-- BENCH-ARGUMENTS]
      """,
    discussion: """
      Records are what the other commands write as JSON, such as 'bench train --json FILE'. With --baseline the revision is built in .build/baseline and \
      both programs run alternately (A B, B A, ...), each measuring one short round; the default measurement is \
      'train --family lenet5 --batch 64'. 15 rounds can tell a difference in one of 800 series; how many are needed is said \
      after the first round where --rounds is too few. Peaks and ceilings are limits of the machine and not judged.
      """)

  @Argument(help: "Two records, A then B; with --baseline, after '--', what to measure.")
  var arguments: [String] = []

  @Option(help: "A revision of this repository to compare with.")
  var baseline: String?

  @Option(help: "With --baseline: rounds, each running both programs once.")
  var rounds = 15

  @Flag(help: "Compare although the machines, or the peaks measured on them, differ.")
  var differentMachines = false

  @Option(help: "The largest difference in percent that does not matter.")
  var margin = 2.0

  @Option(help: "The seed of the resampling.")
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      "The folder for comparison.csv and comparison.png; with --baseline also for both records, baseline.json and "
        + "current.json. (default: none for two records, which hold all samples; results/bench/compare with --baseline)"
    ))
  var output: String?

  func validate() throws {
    guard baseline != nil || arguments.count == 2 else {
      throw ValidationError("give two records, 'bench compare A.json B.json', or --baseline REVISION")
    }
    if baseline != nil { _ = try BaselineComparison.measurement(arguments) }
    guard margin.isFinite, (0...50).contains(margin) else {
      throw ValidationError("--margin \(margin): give percents from 0 to 50")
    }
    guard (SeriesComparison.fewestSamples...1000).contains(rounds) else {
      throw ValidationError(
        "--rounds \(rounds): give \(SeriesComparison.fewestSamples) to 1000, fewer have no 95 % interval")
    }
  }

  func run() async throws {
    if baseline != nil { try BenchTool.refuseDebugBuild() }
    // Found out before anything is built or measured.
    let folder = (output ?? (baseline == nil ? nil : "results/bench/compare")).map { URL(filePath: $0) }
    if let folder {
      guard PlotScripts.isGnuplotInstalled() else { throw PlotError.gnuplotNotFound }
      try BenchOutput.prepare(folder, option: "--output")
    }
    if let baseline {
      let measured = try BaselineComparison(
        revision: baseline, arguments: arguments, rounds: rounds
      ).measure()
      if let folder {
        try measured.baseline.write(to: folder.appending(path: "baseline.json"))
        try measured.current.write(to: folder.appending(path: "current.json"))
      }
      try show(
        RecordComparison(
          a: measured.baseline, b: measured.current, paired: true, margin: margin / 100, seed: seed),
        a: "revision \(measured.revision)", b: "this program", in: folder)
    } else {
      let pair = try arguments.map { try BenchmarkRecord.read(URL(filePath: $0)) }
      try show(
        RecordComparison(
          a: pair[0], b: pair[1], margin: margin / 100, allowsDifferentMachines: differentMachines, seed: seed),
        a: arguments[0], b: arguments[1], in: folder)
    }
  }

  private func show(_ comparison: RecordComparison, a: String, b: String, in folder: URL?) throws {
    print(ComparisonText.text(comparison, a: a, b: b))
    guard let folder else { return }
    let csv = folder.appending(path: "comparison.csv")
    try Data(ComparisonText.csv(comparison).utf8).write(to: csv, options: .atomic)
    let png = folder.appending(path: "comparison.png")
    try PlotScripts.render(.benchmarkComparison, variables: [.csv: csv.path, .note: "A: \(a); B: \(b)"], to: png)
    print("\(csv.relativePath)\n\(png.relativePath)")
  }
}
