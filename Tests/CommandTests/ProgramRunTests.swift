import Foundation
import TestSupport
import Testing

/// Sweeps of a program that is not ours, here a shell script.
@Suite struct ProgramRunTests {
  /// Reports the square of its distance from 3 in two steps; some points misbehave.
  static let script = """
    n=0
    for word in "$@"; do
      case "$word" in --n=*) n="${word#--n=}" ;; esac
    done
    echo "seed $ABLATION_SEED trial $ABLATION_TRIAL"
    echo "a warning" >&2
    case "$n" in
      5) echo "cannot go on" >&2; exit 3 ;;
      6) echo '{"loss": NaN}'; exit 0 ;;
      7) echo '{"other": 1}'; exit 0 ;;
      8) sleep 60 & sleep 60 ;;
    esac
    echo "{\\"epoch\\": 1, \\"loss\\": 100}"
    echo "{\\"epoch\\": 2, \\"loss\\": $(( (n - 3) * (n - 3) ))}"
    """

  static func sweep(_ script: String, method: String = "grid", values: String, more: String = "") -> String {
    """
    method: \(method)
    command: [/bin/sh, \(script), "${args}"]
    metric: {name: loss}
    parameters:
      n: {values: \(values)}
      flag: {values: [true, false]}
    ---
    \(more)
    """
  }

  private func rows(_ file: URL) throws -> [String] {
    try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  @Test func everyEndingIsRecordedWithItsReason() throws {
    let folder = try TemporaryFolder()
    let script = try folder.write(Self.script, to: "train.sh")
    let sweep = try folder.write(
      Self.sweep(
        script, values: "[1, 5, 2, 6, 3, 7, 4, 8]", more: "timeout_seconds: 0.4\nconstraints: [flag == (n != 2)]"),
      to: "study.yaml")
    let output = folder.url.appending(path: "run")
    let outcome = try Program.ablation.run(["run", sweep, "--output", output.path, "--jobs", "2"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("smallest loss: 0.0 in trial"))
    let trials = try rows(output.appending(path: "trials.csv"))
    #expect(trials.count == 9)
    func line(_ n: Int) -> String {
      trials.first { $0.hasSuffix(",\(n == 2),\(n)") || $0.hasSuffix(",\(n != 2),\(n)") } ?? ""
    }
    #expect(line(3).contains("complete") && line(3).contains(",loss,0.0,,2,2,1,"))
    #expect(line(5).contains("failed") && line(5).contains("exit status 3: cannot go on"))
    #expect(line(6).contains("diverged") && line(6).contains("'loss' was nan"))
    #expect(line(7).contains("without reporting 'loss'; it reported other"))
    #expect(line(8).contains("ended after 0.4 s"))
    // A failure is tried once more; a diverged training is not.
    #expect(line(5).contains(",2,true,5") && line(6).contains(",1,true,6"))
    let log = try String(contentsOf: output.appending(path: "logs/trial-0001.log"), encoding: .utf8)
    #expect(log.contains("trial 1") && log.contains("a warning") && !log.contains("loss"))
    for name in ["README.md", "epochs.csv", "history.csv", "importance.csv", "timings.csv", "plots/history_study.png"] {
      #expect(FileManager.default.fileExists(atPath: output.appending(path: name).path), "\(name)")
    }
  }

  @Test func workersAndInterruptionsChangeNoTable() throws {
    let folder = try TemporaryFolder()
    let script = try folder.write(
      "[ -e \"\(folder.url.path)/slow\" ] && sleep 0.2\n" + Self.script, to: "train.sh")
    let sweep = try folder.write(
      Self.sweep(script, method: "bayes", values: "[0, 1, 2, 3, 4, 9]", more: "replicates: 2\nlag: 3\nseed: 4")
        .replacing("parameters:", with: "run_cap: 10\nparameters:"), to: "study.yaml")
    func tables(_ name: String) throws -> [String] {
      try ["trials.csv", "epochs.csv", "history.csv", "importance.csv", "replicates.csv"].map { file in
        try String(contentsOf: folder.url.appending(path: "\(name)/\(file)"), encoding: .utf8)
      }
    }
    for (name, jobs) in [("one", "1"), ("two", "3")] {
      let outcome = try Program.ablation.run([
        "run", sweep, "--output", folder.url.appending(path: name).path, "--jobs", jobs,
      ])
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    #expect(try tables("one") == tables("two"))
    #expect(try rows(folder.url.appending(path: "one/trials.csv")).count == 11)

    _ = try folder.write("", to: "slow")
    let killed = folder.url.appending(path: "three")
    _ = try Program.ablation.kill(when: "trial 2:", ["run", sweep, "--output", killed.path, "--jobs", "2"])
    #expect(!FileManager.default.fileExists(atPath: killed.appending(path: "trials.csv").path))
    let resumed = try Program.ablation.run(["resume", killed.path, "--jobs", "1"])
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(resumed.errors.contains("going on after"))
    #expect(try tables("one") == tables("three"))
    try FileManager.default.removeItem(at: killed.appending(path: "trials.csv"))
    #expect(try Program.ablation.run(["report", killed.path]).status == 0)
    #expect(try tables("one") == tables("three"))
  }

  @Test func explainAndDryRunShowTheCommandAndStartNothing() throws {
    let folder = try TemporaryFolder()
    let script = try folder.write("touch '\(folder.url.path)/started'\n", to: "train.sh")
    let sweep = try folder.write(Self.sweep(script, values: "[1, 2]"), to: "study.yaml")
    let explained = try Program.ablation.run(["explain", sweep])
    #expect(explained.status == 0, "\(explained.errors)")
    #expect(explained.output.contains("/bin/sh \(script) --flag=True --n=1"))
    #expect(explained.output.contains("size: 4 combinations"))
    #expect(explained.output.contains("time: no estimate, how long a program trains shows only when it runs"))
    #expect(explained.output.contains("lag: needs no results\n"))
    let both = try Program.ablation.run(["run", sweep, sweep, "--dry-run"])
    #expect(both.status == 1 && both.errors.contains("each runs a program, and a run takes one program's sweep"))
    let dry = try Program.ablation.run(["run", sweep, "--dry-run", "--output", folder.url.appending(path: "run").path])
    #expect(dry.status == 0 && dry.output.contains(#"trial 4: {"flag":false,"n":2}"#))
    #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "started").path))
    #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "run").path))
  }

  /// The rows of the sweep format's acceptance table that show only while a sweep runs.
  struct Row: CustomTestStringConvertible {
    var number: Int
    var yaml: String
    /// The end of each row of `trials.csv`, by state, retries and parameters; none where the sweep is refused.
    var trials: [String]
    var says: String
    var testDescription: String { "\(number)" }
  }

  static let acceptance: [Row] = [
    // W&B never tries the failed point of a grid again; here it has two attempts, and the grid goes on.
    Row(
      number: 39, yaml: sweep("SCRIPT", values: "[1, 5, 2]").replacing("[true, false]", with: "[true]"),
      trials: [",1,true,1", ",2,true,5", ",1,true,2"], says: "exit status 3"),
    Row(
      number: 42, yaml: sweep("SCRIPT", values: "[1]").replacing("name: loss", with: "name: lss"),
      trials: [",2,true,1", ",2,false,1"], says: "without reporting 'lss'; it reported loss"),
    Row(
      number: 42,
      yaml: "method: bayes\nmetric: {name: val_acc}\nparameters: {epochs: {values: [1, 2]}}\n---\nfamily: lenet5\n",
      trials: [],
      says: "'val_acc' is not reported by the built-in families; allowed: val_accuracy, val_loss, accuracy, loss; "
        + "did you mean 'val_accuracy'?"),
  ]

  @Test(arguments: acceptance) func acceptanceWhileRunning(row: Row) throws {
    let folder = try TemporaryFolder()
    let script = try folder.write(Self.script, to: "train.sh")
    let sweep = try folder.write(row.yaml.replacing("SCRIPT", with: script), to: "study.yaml")
    let output = folder.url.appending(path: "run")
    let outcome = try Program.ablation.run(["run", sweep, "--output", output.path, "--jobs", "1"])
    guard !row.trials.isEmpty else {
      #expect(outcome.status == 1 && outcome.errors.contains(row.says), "\(outcome.errors)")
      return
    }
    let trials = try String(contentsOf: output.appending(path: "trials.csv"), encoding: .utf8)
    let lines = trials.split(separator: "\n").dropFirst().map(String.init)
    #expect(lines.count == row.trials.count && trials.contains(row.says), "\(trials) \(outcome.errors)")
    for ending in row.trials {
      #expect(lines.contains { $0.hasSuffix(ending) }, "\(ending): \(trials)")
    }
  }

  @Test(arguments: [
    ("[/nowhere/program, \"${args}\"]", "'/nowhere/program' cannot be started"),
    ("[\"${env}\", no-such-program]", "the command was not found (exit status 127)"),
  ])
  func missingProgramsStopTheRun(command: String, reason: String) throws {
    let folder = try TemporaryFolder()
    let sweep = try folder.write(
      "method: random\ncommand: \(command)\nmetric: {name: loss}\nparameters: {n: {min: 0.0, max: 1.0}}\n",
      to: "study.yaml")
    let run = folder.url.appending(path: "run")
    let outcome = try Program.ablation.run(["run", sweep, "--output", run.path])
    #expect(outcome.status == 1)
    #expect(
      outcome.errors.contains("5 attempts failed one after the other") && outcome.errors.contains(reason),
      "\(outcome.errors)")
    // The reasons are in the tables too.
    #expect(try String(contentsOf: run.appending(path: "trials.csv"), encoding: .utf8).contains(reason))
  }

  /// A finite space ends with a word; the seed of the file's second document is the run's, in its folder's name too.
  @Test func finiteSpacesEndWithAWord() throws {
    let folder = try TemporaryFolder()
    let sweep = try folder.write(
      """
      method: random
      command: [sh, -c, 'echo "{\\"loss\\": 1}"']
      metric: {name: loss}
      parameters: {n: {values: [1, 2, 3]}}
      ---
      seed: 5
      """, to: "study.yaml")
    let run = folder.url.appending(path: "run")
    let outcome = try Program.ablation.run(["run", sweep, "--output", run.path])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("space exhausted"), "\(outcome.errors)")
    #expect(try String(contentsOf: run.appending(path: "README.md"), encoding: .utf8).contains("seed 5"))
    // A run has one seed: files that ask for several are refused.
    let head = "method: random\nmetric: {name: val_loss}\nparameters: {epochs: {value: 1}}\n---\nfamily: lenet5\n"
    let files = try [3, 4].map { try folder.write(head + "seed: \($0)\n", to: "seed\($0).yaml") }
    let refused = try Program.ablation.run(["run"] + files + ["--dry-run"])
    #expect(refused.status == 1)
    #expect(refused.errors.contains("a run has one seed"), "\(refused.errors)")
  }
}
