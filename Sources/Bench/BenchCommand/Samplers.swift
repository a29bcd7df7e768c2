import ArgumentParser
import Benchmarking
import Foundation
import SamplerProblems
import Search

/// Judges samplers on functions with known minima.
struct SamplersCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "samplers",
    abstract: "Judge the samplers on functions with known minima, against their acceptance gates.")

  @Option(help: "random, sobol, tpe or gp; may be repeated; default gp.")
  var sampler: [SamplerName] = []

  @Option(
    help: ArgumentHelp(
      "A function's name, 'judged' or 'tuning'; may be repeated; default judged.",
      discussion: "Functions: \(SamplerProblem.all.map(\.name).joined(separator: ", ")).",
      valueName: "problem"))
  var problem: [String] = []

  @Option(help: "How many seeds.")
  var seeds = 20

  @Option(help: "The first seed.")
  var firstSeed = 0

  @Option(help: "Trials of each run.")
  var evaluations = 60

  @Option(
    help: """
      How far suggestions lag behind results, as the lag of a study: suggestion n sees the results up to trial n - lag. 1 is \
      sequential, 4 what four workers need.
      """)
  var lag = 1

  @Option(help: "Also write every run as a line of JSON to this file.")
  var json: String?

  @Option(help: "A file of such lines of other samplers to compare with.")
  var peers: String?

  @Flag(help: "Do not time suggestions after 60 and 500 observations.")
  var withoutTimes = false

  func validate() throws {
    guard (1...1000).contains(seeds), (0...1_000_000).contains(firstSeed) else {
      throw ValidationError("--seeds \(seeds) must be from 1 to 1000 and --first-seed \(firstSeed) from 0 to 1000000")
    }
    guard (1...1000).contains(evaluations), (1...100).contains(lag) else {
      throw ValidationError("--evaluations \(evaluations) must be from 1 to 1000 and --lag \(lag) from 1 to 100")
    }
    for name in sampler where name.method == .grid {
      throw ValidationError("--sampler \(name.rawValue): the functions have ranges, which no grid can list")
    }
    _ = try problems()
    if let path = peers, !FileManager.default.isReadableFile(atPath: path) {
      throw ValidationError("--peers \(path): no such file; give one that 'bench samplers --json FILE' wrote")
    }
    // Found out before anything is measured.
    if let json {
      let folder = URL(filePath: json).deletingLastPathComponent().path
      guard FileManager.default.isWritableFile(atPath: folder) else {
        throw ValidationError("--json \(json): the folder \(folder) does not exist or cannot be written to")
      }
    }
  }

  private func problems() throws -> [SamplerProblem] {
    if problem.isEmpty { return SamplerProblem.judged }
    return try problem.flatMap { name -> [SamplerProblem] in
      if name == "judged" { return SamplerProblem.judged }
      if name == "tuning" { return SamplerProblem.tuning }
      guard let found = SamplerProblem.all.first(where: { $0.name == name }) else {
        let names = SamplerProblem.all.map(\.name).joined(separator: ", ")
        throw ValidationError("--problem \(name): no such function; give judged, tuning, \(names)")
      }
      return [found]
    }
  }

  func run() async throws {
    try BenchTool.refuseDebugBuild()
    let methods = sampler.isEmpty ? [.gp] : sampler
    let problems = try problems()
    let others = try peers.map { try SamplerRecord.read(URL(filePath: $0)) } ?? []
    let benchmark = SamplerBenchmark(
      methods: methods, problems: problems, seeds: firstSeed..<firstSeed + seeds, evaluations: evaluations, lag: lag)
    let records = try benchmark.run { done, all in
      if done % 20 == 0 || done == all {
        FileHandle.standardError.write(Data("\(done) of \(all) runs\n".utf8))
      }
    }
    if let json {
      let text = try records.map { try $0.line() + "\n" }.joined()
      try Data(text.utf8).write(to: URL(filePath: json), options: .atomic)
    }
    print("seeds \(firstSeed) to \(firstSeed + seeds - 1), \(evaluations) trials, lag \(lag)\n")
    print(SamplerTable.regrets(records, others: others))
    if !others.isEmpty { print("\n" + SamplerTable.comparisons(records, others: others)) }
    if !withoutTimes { try printTimes(methods, problems) }
  }

  private func printTimes(_ methods: [SamplerName], _ problems: [SamplerProblem]) throws {
    print("\nprocessor time of one suggestion, ms, median; must: 50 after 60 observations, 250 after 500")
    for method in methods where method.method != .grid {
      for problem in problems where problem.noise == 0 {
        let times = try [60, 500].map { count in
          try SuggestionTiming.measure(method, problem: problem, observations: count, samples: 5).median * 1000
        }
        print(
          "\(problem.name) \(method.rawValue)".padding(toLength: 28, withPad: " ", startingAt: 0)
            + String(
              format: "%8.1f after 60 %@ %8.1f after 500 %@", times[0], times[0] <= 50 ? "pass" : "FAIL", times[1],
              times[1] <= 250 ? "pass" : "FAIL"))
      }
    }
  }
}

extension SamplerName: ExpressibleByArgument {}
