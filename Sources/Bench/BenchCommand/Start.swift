import ArgumentParser
import Benchmarking
import Foundation
import Machine

/// Measures how long a user waits for the program itself.
struct StartCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "start",
    abstract: "Measure the start-up of 'ablation --help' and of a run up to its first training step.")

  @OptionGroup var output: OutputOptions

  @Option(help: "Times that each is started, in turn.")
  var rounds = 31

  func validate() throws { try output.check(rounds: rounds) }

  func run() async throws {
    try BenchTool.refuseDebugBuild()
    let program = ProgramFile.folder.appending(path: "ablation")
    guard FileManager.default.isExecutableFile(atPath: program.path) else {
      throw BenchFailure("'\(program.path)' is missing: build it with 'swift build -c release --product ablation'")
    }
    let output = try output.open("start")
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
    var rows = [
      StartRow(what: "help", times: [], targetMilliseconds: 30),
      StartRow(what: "first-step", times: [], targetMilliseconds: 250),
    ]
    for round in 0..<rounds {
      // A fresh folder each time: a run that exists is taken up instead of begun.
      let folder = scratch.appending(path: "run-\(round)").path
      let run = ["run", sweep.path, "--budget", "full", "--jobs", "1", "--output", folder]
      for index in RoundOrder.indices(rows.count, round: round) {
        rows[index].times.append(
          index == 0
            ? try StartedProgram.times(program, ["--help"])
            : try StartedProgram.times(program, run, untilErrorsSay: "training begins"))
      }
      try? FileManager.default.removeItem(atPath: folder)
    }
    show(rows)
    try output.write(StartTable.table(rows), "start.csv")
    try output.write(rows.flatMap(\.series))
    try output.draw(.start, [.csv: output.file("start.csv").path], "start.png")
  }

  private func show(_ rows: [StartRow]) {
    print("milliseconds, median of \(rounds) starts [95 % interval]; the wall clock counts what other programs take,")
    print("processor time does not, but adds up the threads of the started process (not of a run's workers)")
    print("what                                    wall clock                 fastest   target   processor time")
    func text(_ timing: Timing) -> String {
      String(format: "%8.1f ", timing.median)
        + (timing.medianInterval.map { String(format: "[%6.1f, %6.1f]", $0.lower, $0.upper) } ?? "-")
    }
    for (name, row) in zip(["ablation --help", "ablation run, up to its first step"], rows) {
      let clocks = row.clocks.map(\.timing)
      print(
        name.padding(toLength: 36, withPad: " ", startingAt: 0) + text(clocks[0])
          + String(format: "%10.1f %8.0f ", clocks[0].minimum, row.targetMilliseconds) + text(clocks[1]))
    }
    print("")
  }
}
