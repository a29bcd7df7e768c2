import ArgumentParser
import Benchmarking
import Datasets
import Engine
import Foundation
import Machine
import Statistics
import Training

/// Measures how the throughput grows with the number of processes, as `ablation run --jobs` uses them.
struct ScaleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scale",
    abstract: "Measure images per second of 1, 2, ... N training processes, or of one training on some threads.",
    discussion: """
      By the wall clock from the first process's start to the last one's end, each training an epoch; every second round \
      goes from N processes to one. With --threads the results lie in results/bench/scale-threads unless --output says \
      otherwise.
      """,
    subcommands: [ScaleEpochs.self])

  @OptionGroup var network: NetworkOptions

  @OptionGroup var output: OutputOptions

  @Option(help: "Most processes.")
  var workers = ProcessInfo.processInfo.activeProcessorCount

  @Option(
    help: "Measure one training shared by so many threads instead, wall clock; may be repeated, such as 1 and 2.")
  var threads: [Int] = []

  @Option(help: "Times that each number of processes is measured, in turn.")
  var rounds = 7

  func validate() throws {
    guard (1...256).contains(workers) else { throw ValidationError("--workers \(workers): give 1 to 256") }
    try output.check(rounds: rounds)
    try network.requireOne("bench scale")
    try NetworkOptions.refuseRepeats("--threads", threads.map(String.init))
    for count in threads where !(1...Network.maximumThreads).contains(count) {
      throw ValidationError(
        "--threads \(count): give 1 to \(Network.maximumThreads); the sums of a batch are made in "
          + "\(Network.maximumThreads) parts")
    }
  }

  func run() async throws {
    try BenchTool.refuseDebugBuild()
    if threads.isEmpty { try measureProcesses() } else { try measureThreads() }
  }

  private var family: ModelFamily { network.family.first ?? .lenet5 }
  private var batch: Int { network.batch.first ?? 64 }

  private func measureProcesses() throws {
    var arguments = ["scale", "epochs", "--family", family.rawValue, "--batch", String(batch), "--data", network.data]
    for setting in network.settings { arguments += ["--set", setting] }
    let output = try output.open("scale")
    var rates = [[ProcessRate]](repeating: [], count: workers)
    for round in 0..<rounds {
      Progress.say("round \(round + 1) of \(rounds)")
      for index in RoundOrder.indices(workers, round: round) {
        rates[index].append(try ScaleEpochs.rate(processes: index + 1, arguments: arguments))
      }
    }
    let rows = rates.enumerated().map { index, samples in
      ScalingRow(workers: index + 1, wall: samples.map(\.wall), processor: samples.map(\.processor))
    }
    print("\(family.title), batch \(batch): images a second of all processes together, median of \(rounds) rounds")
    print(
      "By the wall clock, from the first one's start to the last one's end, which a busy or shared machine slows, and")
    print("by the processes' own processor time.")
    print("processes   images/s   times one, wall clock [95 %]   times one, processor time [95 %]")
    for row in rows {
      let (wall, processor) = row.speedups(over: rows[0])
      print(
        String(format: "%9d %10.0f     ", row.workers, Timing(samples: row.wall).median)
          + Self.text(wall).padding(toLength: 31, withPad: " ", startingAt: 0) + Self.text(processor))
    }
    print("")
    let images = try DatasetSource(argument: network.data).loadTraining().images
    let layers = try network.configuration(family).network(
      input: Shape(channels: 1, height: images.height, width: images.width), classes: images.classCount
    ).summarise()
    let facts = NetworkFacts(layers, peakResidentBytes: rates.joined().map(\.peakResidentBytes).max() ?? 0)
    try output.write(ScalingTable.table(rows, family: family, batch: batch, facts: facts), "scale.csv")
    try output.write(rows.flatMap { $0.series(family: family, batch: batch, facts: facts) })
    try output.draw(.scaling, [.csv: output.file("scale.csv").path], "scaling.png")
  }

  private func measureThreads() throws {
    let output = try output.open("scale-threads")
    let images = try DatasetSource(argument: network.data).loadTraining().images
    var configuration = try network.configuration(family)
    configuration.batchSize = batch
    let results = try ThreadBenchmark(configuration: configuration, rounds: rounds)
      .run(images: images, threads: threads, onRound: Progress.rounds())
    print(
      "\(family.title), batch \(batch): one training, an epoch of \(images.count) images, \(rounds) rounds in turn,")
    print("wall clock. A busy or shared machine slows it.")
    print("threads   s/epoch   images/s   times the first [95 %]   bits")
    for result in results {
      print(
        String(
          format: "%7d %9.3f %10.0f   ", result.threads, result.epoch.median,
          Double(images.count) / result.epoch.median)
          + Self.text(result.speedup).padding(toLength: 25, withPad: " ", startingAt: 0)
          + (result.hasSameBits ? "same" : "OTHER"))
    }
    print("")
    guard results.allSatisfy({ $0.hasSameBits }) else {
      throw BenchFailure("the weights depend on the number of threads: please report this as a fault")
    }
    try output.write(ThreadTable.table(results, family: family, batch: batch), "threads.csv")
    try output.write(results.map { $0.series(family: family, batch: batch) })
    try output.draw(.threadScaling, [.csv: output.file("threads.csv").path], "threads.png")
  }

  private static func text(_ interval: ConfidenceInterval?) -> String {
    interval.map { String(format: "%.2f [%.2f, %.2f]", $0.estimate, $0.lower, $0.upper) } ?? "-"
  }
}
