import ArgumentParser
import Experiments
import PlotScripts
import Reporting
import Search

/// The rules that are to be replayed, with their settings under the names of sweep files.
struct ReplayRules: ParsableArguments {
  static let names = ["hyperband", "successive_halving", "median", "patience"]

  @Option(
    name: .customLong("pruner"),
    help: "A rule: \(names.joined(separator: ", ")); may be repeated. (default: the run's own, then all of these)")
  var pruners: [String] = []

  @Option(help: "hyperband, successive_halving: ratio of rungs, and of trials to those that go on. (default: 3)")
  var eta: Double?

  @Option(help: "hyperband: the first band, epochs. (default: 1)")
  var minIter: Int?

  @Option(help: "hyperband: the end of a ladder that goes down from it, with --s.")
  var maxIter: Int?

  @Option(help: "hyperband: the number of bands below --max-iter.")
  var s: Int?

  @Flag(
    inversion: .prefixedNo, help: "hyperband: judge by the value at the band, not by the best so far. (default: strict)"
  )
  var strict: Bool?

  @Option(help: "successive_halving: the first rung, epochs. (default: 1)")
  var minEpochs: Int?

  @Option(help: "median: epochs before the first judgement. (default: 0)")
  var warmUp: Int?

  @Option(help: "median: complete trials before any is judged. (default: 5)")
  var minimumTrials: Int?

  @Option(help: "median: epochs from one judgement to the next. (default: 1)")
  var interval: Int?

  @Option(help: "patience: epochs without an improvement. (default: 3)")
  var epochs: Int?

  @Option(help: "patience: what a value must be better by. (default: 0)")
  var minimumDelta: Double?

  /// The options given, by rule.
  private var given: [(option: String, key: String, value: String, rules: Set<String>)] {
    var result: [(option: String, key: String, value: String, rules: Set<String>)] = []
    func add(_ option: String, _ value: String?, _ rules: Set<String>) {
      if let value { result.append((option, option.replacing("-", with: "_"), value, rules)) }
    }
    // Successive halving takes whole numbers, which 3.0 is not.
    add(
      "eta", eta.map { $0 == $0.rounded() && abs($0) < 1e9 ? String(Int($0)) : String($0) },
      ["hyperband", "successive_halving"])
    add("min-iter", minIter.map(String.init), ["hyperband"])
    add("max-iter", maxIter.map(String.init), ["hyperband"])
    add("s", s.map(String.init), ["hyperband"])
    add("strict", strict.map(String.init), ["hyperband"])
    add("min-epochs", minEpochs.map(String.init), ["successive_halving"])
    add("warm-up", warmUp.map(String.init), ["median"])
    add("minimum-trials", minimumTrials.map(String.init), ["median"])
    add("interval", interval.map(String.init), ["median"])
    add("epochs", epochs.map(String.init), ["patience"])
    add("minimum-delta", minimumDelta.map { String($0) }, ["patience"])
    return result
  }

  /// The rules, checked as in a sweep file.
  func rules() throws -> [EarlyTermination] {
    for name in pruners where !Self.names.contains(name) {
      throw JudgedRunError.unknownRule(name, nearest: NearestSpelling.of(name, among: Self.names))
    }
    let wanted = pruners.isEmpty ? Self.names : pruners
    for option in given where option.rules.isDisjoint(with: wanted) {
      throw JudgedRunError.uselessOption(option.option, rules: wanted.joined(separator: ", "))
    }
    return try wanted.map { name in
      var settings = given.filter { $0.rules.contains(name) }.map { ($0.key, $0.value) }
      func fill(_ key: String, _ value: String, unless others: [String]) {
        if !settings.contains(where: { others.contains($0.0) }) { settings.append((key, value)) }
      }
      if name == "hyperband" { fill("min_iter", "1", unless: ["min_iter", "max_iter", "s"]) }
      if name == "patience" { fill("epochs", "3", unless: ["epochs"]) }
      let body = settings.map { ", \($0.0): \($0.1)" }.joined()
      return try EarlyTermination.parse("{type: \(name)\(body)}", origin: "--pruner \(name)")
    }
  }
}

/// Decides again what a rule would have stopped in a finished run.
struct ReplayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Say what rules of early termination would have stopped in a run, from its curves, without training.")

  @Argument(help: "The run's folder.")
  var folder: String

  @OptionGroup var rules: ReplayRules

  @Option(help: "Only this study, by its name.")
  var study: String?

  @Option(
    help: "How far evidence lags: trial n is compared with trials up to n - lag. (default: the sweep file's, or 2)")
  var lag: Int?

  func validate() throws {
    if let lag, !(1...1_000_000).contains(lag) { throw ValidationError("--lag \(lag): give 1 to 1000000") }
  }

  func run() async throws {
    let replayed = try rules.rules()
    let run = try JudgedRun(folder, study: study)
    guard run.studies.contains(where: { !$0.trials.isEmpty }) else {
      throw JudgedRunError.nothingTrained(folder: folder)
    }
    guard PlotScripts.isGnuplotInstalled() else { throw PlotError.gnuplotNotFound }
    let report = ReplayReport(
      run.studies, rules: replayed, includesOwn: rules.pruners.isEmpty, lag: lag, folder: run.folder, note: run.note)
    try report.write { Console.say($0) }
    Console.result(String(report.text.dropLast()))
  }
}
