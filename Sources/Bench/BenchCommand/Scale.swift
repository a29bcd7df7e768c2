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
    subcommands: [Epochs.self])

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
    for count in threads where !(1...Network.maximumThreads).contains(count) {
      throw ValidationError(
        "--threads \(count): give 1 to \(Network.maximumThreads); the sums of a batch are made in "
          + "\(Network.maximumThreads) parts")
    }
  }

  func run() async throws {
    try BenchTool.refuseDebugBuild()
    let family = network.family.first ?? .lenet5
    let batch = network.batch.first ?? 64
    guard threads.isEmpty else { return try measureThreads(family: family, batch: batch) }
    var arguments = ["scale", "epochs", "--family", family.rawValue, "--batch", String(batch), "--data", network.data]
    for setting in network.settings { arguments += ["--set", setting] }
    let output = try output.open("scale")
    var rates = [[Rate]](repeating: [], count: workers)
    for round in 0..<rounds {
      Progress.say("round \(round + 1) of \(rounds)")
      for count in 1...workers { rates[count - 1].append(try Self.rate(processes: count, arguments: arguments)) }
    }
    let rows = rates.enumerated().map { index, samples in
      ScalingRow(workers: index + 1, wall: samples.map(\.wall), processor: samples.map(\.processor))
    }
    print("\(family.title), batch \(batch): images a second of all processes together, median of \(rounds) rounds")
    print("By the wall clock, which a busy or shared machine slows, and by the processes' own processor time.")
    print("processes   images/s   times one, wall clock [95 %]   times one, processor time [95 %]")
    for row in rows {
      let (wall, processor) = row.speedups(over: rows[0])
      func text(_ interval: ConfidenceInterval?) -> String {
        interval.map { String(format: "%.2f [%.2f, %.2f]", $0.estimate, $0.lower, $0.upper) } ?? "-"
      }
      print(
        String(format: "%9d %10.0f     ", row.workers, Timing(samples: row.wall).median)
          + text(wall).padding(toLength: 28, withPad: " ", startingAt: 0) + text(processor))
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

  private func measureThreads(family: ModelFamily, batch: Int) throws {
    let images = try DatasetSource(argument: network.data).loadTraining().images
    var configuration = try network.configuration(family)
    configuration.batchSize = batch
    let results = try ThreadBenchmark(configuration: configuration, rounds: rounds)
      .run(images: images, threads: threads) { done, all in
        FileHandle.standardError.write(Data("round \(done) of \(all)\n".utf8))
      }
    print(
      "\(family.title), batch \(batch): one training, an epoch of \(images.count) images, \(rounds) rounds in turn,")
    print("wall clock. A busy or shared machine slows it.")
    print("threads   s/epoch   images/s   times the first [range]   bits")
    for result in results {
      print(
        String(
          format: "%7d %9.3f %10.0f %10.2f [%.2f, %.2f]", result.threads, result.epoch.median,
          Double(images.count) / result.epoch.median, result.speedup.median, result.speedup.minimum,
          result.speedup.samples.max() ?? 0) + "      " + (result.hasSameBits ? "same" : "OTHER"))
    }
    guard results.allSatisfy({ $0.hasSameBits }) else {
      throw ValidationError("the weights depend on the number of threads: please report this as a fault")
    }
  }

  /// Images a second of all processes together.
  private struct Rate {
    var wall = 0.0
    var processor = 0.0
    /// The largest resident set of any one process, in bytes.
    var peakResidentBytes = 0
  }

  /// The rate of some processes that train at the same time.
  private static func rate(processes: Int, arguments: [String]) throws -> Rate {
    let children = try (0..<processes).map { _ in
      let process = Process()
      let input = Pipe()
      let output = Pipe()
      process.executableURL = ProgramFile.url
      process.arguments = arguments
      process.standardInput = input
      process.standardOutput = output
      try process.run()
      return (process, input, output)
    }
    // Everybody has read the data and warmed up before anybody is timed.
    for child in children { _ = child.2.fileHandleForReading.readData(ofLength: 1) }
    for child in children { try child.1.fileHandleForWriting.write(contentsOf: Data("\n".utf8)) }
    var total = Rate()
    for child in children {
      let text = String(decoding: child.2.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      child.0.waitUntilExit()
      let rates = text.split(separator: " ").compactMap { Double($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
      guard rates.count == 3 else {
        throw ValidationError("a process of the measurement failed with status \(child.0.terminationStatus)")
      }
      total.wall += rates[0]
      total.processor += rates[1]
      total.peakResidentBytes = max(total.peakResidentBytes, Int(rates[2]))
    }
    return total
  }

  /// One of the processes: warms up, says that it is ready, waits for the start and prints its rate.
  struct Epochs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "epochs", shouldDisplay: false)

    @OptionGroup var network: NetworkOptions

    func run() async throws {
      try BenchTool.refuseDebugBuild()
      let images = try DatasetSource(argument: network.data).loadTraining().images
      var configuration = try network.configuration(network.family.first ?? .lenet5)
      configuration.batchSize = network.batch.first ?? 64
      let trainer = try Trainer(
        configuration: configuration, images: images, trainingIndices: Array(0..<images.count), validationIndices: [],
        seed: .init(root: 1))
      _ = trainer.trainEpoch(1)
      FileHandle.standardOutput.write(Data("r".utf8))
      _ = readLine()
      let start = ContinuousClock.now
      let processor = Stopwatch.measure { _ = trainer.trainEpoch(2) }
      let elapsed = (ContinuousClock.now - start).components
      let seconds = Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
      print(
        Double(images.count) / seconds, Double(images.count) / processor, Double(ProcessMemory.peakResidentBytes))
    }
  }
}
