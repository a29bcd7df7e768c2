import Execution
import Foundation
import Search
import Studies
import Testing
import Training

@testable import Experiments

/// Programs that are not ours: command lines, reports and how trials end.
@Suite struct ProgramTests {
  static func command(_ command: String) throws -> ProgramCommand {
    let sweep = try SweepFile.parse(
      text: """
        method: random
        program: train.py
        metric: {name: loss}
        \(command)
        parameters:
          rate: {value: 1.0e-05}
          flag: {values: [true, false]}
          units: {value: [6, a]}
          opt: {parameters: {lr: {value: 0.1}, name: {value: "it's"}}}
          nothing: {value: null}
          word: {value: two words}
        """, fileName: "s")
    return ProgramCommand(sweep)
  }

  static let point: Search.Configuration = [
    "rate": 1e-05, "flag": true, "units": [6, "a"], "opt.lr": 0.1, "opt.name": "it's", "nothing": .null,
    "word": "two words",
  ]

  /// Texts of values are those of Python's `str`; the order is that of the sorted names.
  static let macros: [(String, [String])] = [
    (
      "",
      [
        "/usr/bin/env", "python3", "train.py", "--flag=True", "--nothing=None", #"--opt={'lr': 0.1, 'name': "it's"}"#,
        "--rate=1e-05", "--units=[6, 'a']", "--word=two words",
      ]
    ),
    (
      "command: [sh, '${args_no_hyphens}']",
      [
        "sh", "flag=True", "nothing=None", #"opt={'lr': 0.1, 'name': "it's"}"#, "rate=1e-05", "units=[6, 'a']",
        "word=two words",
      ]
    ),
    (
      "command: ['${args_no_boolean_flags}']",
      [
        "--flag", "--nothing=None", #"--opt={'lr': 0.1, 'name': "it's"}"#, "--rate=1e-05", "--units=[6, 'a']",
        "--word=two words",
      ]
    ),
    (
      "command: ['${args_json}']",
      [
        #"{"flag":true,"nothing":null,"opt":{"lr":0.1,"name":"it's"},"rate":1e-05,"units":[6,"a"],"word":"two words"}"#
      ]
    ),
    ("command: [a, '${args_json_file}', '${seed}', 3, 'x${program}']", ["a", "file.json", "7", "3", "x${program}"]),
    ("command: ['${envvar:PLACE}/run', '-${envvar:A}${envvar:B}-']", ["here/run", "-12-"]),
  ]

  @Test(arguments: macros) func macrosAreThoseOfWandb(command: String, expected: [String]) throws {
    let words = try Self.command(command).words(
      for: Self.point, seed: 7, file: "file.json",
      environment: ["PATH": "/nowhere", "PLACE": "here", "A": "1", "B": "2"])
    #expect(words == expected)
  }

  @Test func falseFlagsAndInactiveParametersAreLeftOut() throws {
    let point: Search.Configuration = ["flag": false, "rate": 0.5]
    func words(_ macro: String) throws -> [String] {
      try Self.command("command: ['${\(macro)}']").words(for: point, seed: 7, file: "", environment: [:])
    }
    #expect(try words("args_no_boolean_flags") == ["--rate=0.5"])
    #expect(try words("args_no_equals") == ["--flag", "False", "--rate", "0.5"])
  }

  static let lines: [(String, MetricReport?)] = [
    (#"{"epoch": 2, "loss": 0.5}"#, MetricReport(number: 1, epoch: 2, metrics: ["loss": 0.5])),
    (
      #"{"step": 7, "loss": 1, "test": {"acc": 0.25}, "ok": true, "name": "x"}"#,
      MetricReport(number: 1, step: 7, metrics: ["loss": 1, "test.acc": 0.25])
    ),
    (#"{"loss": Infinity, "b": -Infinity}"#, MetricReport(number: 1, metrics: ["loss": .infinity, "b": -.infinity])),
    ("training ...", nil), (#"{"epoch": 3}"#, nil), (#"{"text": "a"}"#, nil), ("{broken", nil), ("[1, 2]", nil),
    ("", nil),
    ("3", nil), ("{}", nil),
  ]

  @Test(arguments: lines) func reportLines(text: String, expected: MetricReport?) {
    #expect(MetricReport(line: Data(text.utf8), number: 1) == expected)
  }

  @Test func notANumberIsANumber() {
    #expect(MetricReport(line: Data(#"{"loss": NaN}"#.utf8), number: 1)?.metrics["loss"]?.isNaN == true)
  }

  static func exit(_ status: Int32, signalled: Bool = false, timedOut: Bool = false) -> ProgramExit {
    ProgramExit(status: status, isSignalled: signalled, isTimedOut: timedOut)
  }

  static let endings: [(ProgramExit, [Double], TrialState, String?)] = [
    (exit(0), [3, 1, 2], .complete, nil), (exit(0), [], .failed, "without reporting 'loss'; it reported other"),
    (exit(0), [1, .nan], .diverged, "'loss' was nan in report 2"), (exit(3), [1], .failed, "exit status 3"),
    (exit(127), [], .failed, "not found"), (exit(15, timedOut: true), [1], .failed, "ended after 5.0 s"),
    (exit(9, signalled: true), [1], .failed, "ended by signal 9"),
  ]

  @Test(arguments: endings) func endingsAreStates(
    exit: ProgramExit, losses: [Double], state: TrialState, detail: String?
  ) {
    let job = ProgramJob(
      id: 1, replicates: [], directory: "/", argumentFile: nil, argumentText: "", timeoutSeconds: 5, metric: "loss",
      reduction: .last, goal: .minimize)
    let reports =
      losses.isEmpty
      ? [MetricReport(number: 1, metrics: ["other": 1])]
      : losses.enumerated().map { MetricReport(number: $0 + 1, epoch: $0 + 1, metrics: ["loss": $1]) }
    let result = job.judge(exit, reports)
    #expect(result.state == state)
    #expect(detail.map { result.detail?.contains($0) == true } ?? (result.detail == nil), "\(result)")
    #expect(result.value == (state == .complete ? 2 : nil))
    #expect(result.latestValue == losses.last { $0.isFinite })
  }

  @Test func replicatesAreAveraged() {
    func result(_ value: Double, _ losses: [Double]) -> TrialResult {
      TrialResult(
        state: .complete, value: value,
        reports: losses.enumerated().map { MetricReport(number: $0 + 1, metrics: ["loss": $1]) }, bestEpoch: 1,
        timing: TrialTiming(durationSeconds: 2))
    }
    let mean = TrialResult.mean(of: [result(1, [4, 2]), result(2, [2, 1, 9])], judgedBy: [4, 2])
    #expect(mean.judgedCurve == [4, 2])
    #expect(mean.value == 1.5 && mean.replicateValues == [1, 2] && mean.timing?.durationSeconds == 4)
    #expect(mean.reports.map { $0.metrics["loss"] } == [3, 1.5])
    let broken = TrialResult.mean(
      of: [result(1, [1]), TrialResult(state: .failed, detail: "no memory")], judgedBy: [1])
    #expect(broken.state == .failed && broken.value == nil && broken.detail == "replicate 2: no memory")
    let seeds = (0..<3).map { TrialResult.seed(ofReplicate: $0, trial: 5) }
    #expect(seeds[0] == 5 && Set(seeds).count == 3)
  }
}
