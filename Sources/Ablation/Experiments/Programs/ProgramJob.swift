import Execution
import Foundation
import Machine
import Search
import Studies

/// One trial of a program for a worker: everything that decides what is run and how its reports are judged.
public struct ProgramJob: Hashable, Sendable, Codable {
  /// One run of the program.
  public struct Replicate: Hashable, Sendable, Codable {
    /// The program and its arguments.
    public var command: [String]
    /// What is added to the environment.
    public var environment: [String: String]
    /// Where what the program writes goes, reports apart.
    public var log: String
  }

  /// Numbers the jobs of a run.
  public var id: Int
  /// The runs, one after the other.
  public var replicates: [Replicate]
  /// The folder in which the program runs.
  public var directory: String
  /// The configuration as JSON and where it is to lie, for commands that read it from a file.
  public var argumentFile: String?
  /// The configuration as JSON.
  public var argumentText: String
  /// Seconds after which a run is ended.
  public var timeoutSeconds: Double?
  /// The metric to report as the trial's value.
  public var metric: String
  /// How its curve becomes one value.
  public var reduction: MetricReduction
  /// Which direction is better.
  public var goal: Goal
  /// What may stop the program before it ends by itself.
  public var pruner: TrialPruner?
}

extension ProgramJob {
  /// Runs the program as often as the job says, and judges what it reported.
  func perform() throws -> JobResult {
    ProgramProcess.endWithThisProcess()
    if let argumentFile { try Data(argumentText.utf8).write(to: URL(filePath: argumentFile), options: .atomic) }
    var results: [TrialResult] = []
    for (index, replicate) in replicates.enumerated() {
      let result = try run(replicate, pruner: pruner?.judging(replicate: index + 1), number: index + 1)
      results.append(result)
      if result.state != .complete { break }
    }
    return JobResult(trial: .mean(of: results, judgedBy: results[0].reports.compactMap { $0.metrics[metric] }))
  }

  private func run(_ replicate: Replicate, pruner: TrialPruner?, number: Int) throws -> TrialResult {
    let began = ContinuousClock.now
    // A worker process has one program at a time.
    let computed = Stopwatch.endedChildrenSeconds()
    // An earlier attempt's log is replaced.
    guard FileManager.default.createFile(atPath: replicate.log, contents: nil),
      let log = FileHandle(forWritingAtPath: replicate.log)
    else { throw RunError.unwritable(folder: replicate.log, reason: "the log cannot be written") }
    defer { try? log.close() }
    // Two threads write to it: one for each of the program's streams.
    _ = fcntl(log.fileDescriptor, F_SETFL, O_WRONLY | O_APPEND)
    var reports: [MetricReport] = []
    var curve: [Double] = []
    var decisions: [PruningDecision] = []
    let environment = ProcessInfo.processInfo.environment.merging(replicate.environment) { $1 }
    let exit: ProgramExit
    do {
      exit = try ProgramProcess.run(
        replicate.command, environment: environment, directory: URL(filePath: directory), log: log,
        timeoutSeconds: timeoutSeconds
      ) { line in
        guard let report = MetricReport(line: line, number: reports.count + 1) else {
          try? log.write(contentsOf: line + [UInt8(ascii: "\n")])
          return true
        }
        reports.append(report)
        guard let value = report.metrics[metric] else { return true }
        curve.append(value)
        guard var decision = pruner?.decide(after: curve) else { return true }
        decision.replicate = number
        decisions.append(decision)
        return !decision.stops
      }
    } catch ExecutionError.cannotStart(let executable, let reason) {
      return TrialResult(state: .failed, detail: "'\(executable)' cannot be started: \(reason)")
    }
    var result = judge(exit, reports)
    result.decisions = decisions
    if result.state == .complete, let stop = decisions.last, stop.stops, let rule = pruner?.rule, rule.comparesTrials {
      result.state = .pruned
      result.detail = stop.sentence(metric: metric)
    }
    result.timing = TrialTiming(
      durationSeconds: (ContinuousClock.now - began).seconds,
      processorSeconds: Stopwatch.endedChildrenSeconds() - computed)
    return result
  }

  /// The trial's state: a program that was not stopped early and did not end by itself with status 0 has failed,
  /// whatever it reported before.
  func judge(_ exit: ProgramExit, _ reports: [MetricReport]) -> TrialResult {
    let seen = reports.filter { $0.metrics[metric] != nil }
    let curve = seen.compactMap { $0.metrics[metric] }
    var result = TrialResult(state: .failed, reports: reports, latestValue: curve.last { $0.isFinite })
    // How a program ends that was told to does not matter.
    if !exit.isStopped, let reason = failure(exit) {
      result.detail = reason
    } else if curve.isEmpty {
      let names = Set(reports.flatMap(\.metrics.keys)).sorted()
      let others = names.isEmpty ? "it reported nothing" : "it reported \(names.joined(separator: ", "))"
      result.detail = "the program ended without reporting '\(metric)'; \(others)"
    } else if let reduced = reduction.value(of: curve, goal: goal) {
      result.state = .complete
      result.value = reduced.value
      result.bestEpoch = reduced.index.flatMap { seen[$0].epoch }
    } else {
      result.state = .diverged
      let first = seen.first { $0.metrics[metric]?.isFinite == false }
      let place = first.map { " in report \($0.number)" } ?? ""
      result.detail = "'\(metric)' was \(first?.metrics[metric].map { "\($0)" } ?? "not a number")\(place)"
    }
    return result
  }

  /// Why a program that ended by itself, or was ended from outside, has failed; `nil` for one that has not.
  private func failure(_ exit: ProgramExit) -> String? {
    if exit.isTimedOut { return "ended after \(timeoutSeconds ?? 0) s, its timeout_seconds" }
    if exit.isSignalled { return "ended by signal \(exit.status)" + Self.reason(exit) }
    if exit.status == 127 { return "the command was not found (exit status 127)" + Self.reason(exit) }
    return exit.status == 0 ? nil : "exit status \(exit.status)" + Self.reason(exit)
  }

  /// What the program said last, so that the trial's reason says more than a number.
  private static func reason(_ exit: ProgramExit) -> String {
    exit.lastErrorLine.map { ": \($0.prefix(300))" } ?? ""
  }
}
