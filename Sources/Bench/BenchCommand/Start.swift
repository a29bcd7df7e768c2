import ArgumentParser
import Benchmarking
import Foundation
import Machine

/// Measures how long a user waits for the program itself.
struct StartCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "start",
    abstract: "Measure the start-up of 'ablation --help' and of a run up to its first training step.")

  @Option(help: "Times that each is started.")
  var rounds = 31

  @Option(help: "A file for every raw sample, for 'bench compare'.")
  var json: String?

  func validate() throws {
    guard (1...10_000).contains(rounds) else { throw ValidationError("--rounds \(rounds): give 1 to 10000") }
  }

  func run() async throws {
    try BenchTool.refuseDebugBuild()
    let program = ProgramFile.folder.appending(path: "ablation")
    guard FileManager.default.isExecutableFile(atPath: program.path) else {
      throw ValidationError("'\(program.path)' is missing: build it with 'swift build -c release --product ablation'")
    }
    let scratch = FileManager.default.temporaryDirectory.appending(path: "bench-start-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let sweep = scratch.appending(path: "start.yaml")
    try Data(
      """
      method: grid
      metric: {name: val_accuracy, goal: maximize}
      parameters: {epochs: {value: 1}}
      ---
      family: lenet5

      """.utf8
    ).write(to: sweep)
    var help: [StartedProgram.Times] = []
    var run: [StartedProgram.Times] = []
    for round in 0..<rounds {
      help.append(try StartedProgram.times(program, ["--help"]))
      // A fresh folder each time: a run that exists is taken up instead of begun.
      let output = scratch.appending(path: "run-\(round)").path
      run.append(
        try StartedProgram.times(
          program, ["run", sweep.path, "--budget", "full", "--jobs", "1", "--output", output],
          untilErrorsSay: "training begins"))
      try? FileManager.default.removeItem(atPath: output)
    }
    let series = [("start/help", help), ("start/first-step", run)].flatMap { name, times in
      [("wall", times.map(\.wall)), ("processor", times.map(\.processor))].map { kind, samples in
        BenchmarkRecord.Series(name: "\(name)/\(kind)", unit: "s", smallerIsBetter: true, samples: samples)
      }
    }
    if let json { try BenchmarkRecord(benchmark: "start", series: series).write(to: URL(filePath: json)) }
    print("milliseconds, median of \(rounds) starts [quartiles]; the wall clock counts what other programs take,")
    print("processor time does not, but adds up the threads of the started process (not of a run's workers)")
    print("what                                    wall clock                 fastest   processor time")
    for (name, times) in [("ablation --help", help), ("ablation run, up to its first step", run)] {
      let wall = Timing(samples: times.map { 1e3 * $0.wall })
      let processor = Timing(samples: times.map { 1e3 * $0.processor })
      print(
        name.padding(toLength: 36, withPad: " ", startingAt: 0)
          + String(
            format: "%8.1f [%6.1f, %6.1f] %10.1f %10.1f [%6.1f, %6.1f]", wall.median, wall.lowerQuartile,
            wall.upperQuartile, wall.minimum, processor.median, processor.lowerQuartile, processor.upperQuartile))
    }
  }
}
