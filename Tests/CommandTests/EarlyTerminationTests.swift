import Foundation
import TestSupport
import Testing

/// Early termination in runs that train: the same decisions whatever the workers, explained, replayed and audited.
@Suite struct EarlyTerminationTests {
  static let sweep = """
    method: random
    run_cap: 9
    metric: {name: val_loss}
    early_terminate: {type: hyperband, min_iter: 1, eta: 2}
    parameters:
      learn_rate: {distribution: log_uniform_values, min: 0.00001, max: 0.05}
      filters: {values: [[2, 3], [3, 4]]}
      kernel_size: {value: 3}
      dense_units: {value: [12]}
      epochs: {value: 6}
    ---
    family: lenet5
    lag: 3
    """

  private func table(_ file: URL) throws -> [[String: String]] { try SettingsRunTests().table(file) }

  private func arguments(_ sweep: String, data: String, _ output: URL, jobs: Int) -> [String] {
    ["run", sweep, "--data", data, "--budget", "full", "--jobs", String(jobs), "--output", output.path]
  }

  @Test func workersAndInterruptionsChangeNoDecision() throws {
    let folder = try TemporaryFolder()
    let data = try folder.writeBars()
    let sweep = try folder.write(Self.sweep, to: "study.yaml")
    for jobs in [1, 2, 8] {
      let outcome = try Program.ablation.run(
        arguments(sweep, data: data, folder.url.appending(path: "run\(jobs)"), jobs: jobs))
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    let run = folder.url.appending(path: "run1")
    let expected = try RunTests.tables(run)
    for jobs in [2, 8] {
      #expect(RunTests.differing(expected, try RunTests.tables(folder.url.appending(path: "run\(jobs)"))) == [])
    }

    let killed = folder.url.appending(path: "killed")
    _ = try Program.ablation.kill(when: "trial 5:", arguments(sweep, data: data, killed, jobs: 2))
    #expect(!FileManager.default.fileExists(atPath: killed.appending(path: "trials.csv").path))
    let resumed = try Program.ablation.run(["resume", killed.path, "--jobs", "1"])
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(RunTests.differing(expected, try RunTests.tables(killed)) == [])

    try decisionsFollowFromTheCurves(run)
    try everyTrialIsExplained(run)
    try theRuleItselfReplaysToTheSameStops(run)
    try auditedTrialsGoOnWithTheSameBits(run)
  }

  /// W&B's rule, once more in a few lines, on the tables that the run left.
  private func decisionsFollowFromTheCurves(_ run: URL) throws {
    let epochs = try table(run.appending(path: "epochs.csv")).filter { $0["phase"] == "search" }
    let curves = (1...9).map { trial in
      epochs.filter { $0["trial"] == String(trial) }.compactMap { Double($0["validation_loss"] ?? "") }
    }
    let trials = try table(run.appending(path: "trials.csv"))
    #expect(trials.count == 9)
    var stopped = 0
    for (index, row) in trials.enumerated() {
      let visible = curves.prefix(max(0, index - 2))
      var expected: Int?
      for band in [1, 2, 4] where expected == nil && curves[index].count >= band {
        let values = (visible.filter { $0.count >= band }.map { $0[band - 1] } + [curves[index][band - 1]]).sorted()
        if curves[index][band - 1] > values[values.count / 2] { expected = band }
      }
      #expect(row["stopped_epoch"] == expected.map(String.init) ?? "", "trial \(index + 1)")
      #expect(row["state"] == (expected == nil ? "complete" : "pruned"))
      #expect(row["epochs_trained"] == String(expected ?? 6) && curves[index].count == expected ?? 6)
      if expected != nil { stopped += 1 }
    }
    #expect(stopped >= 2)
    let summary = try table(run.appending(path: "summary.csv"))[0]
    #expect(summary["pruned"] == String(stopped) && summary["stopped"] == String(stopped))
    #expect(summary["complete"] == String(9 - stopped))
    let decisions = try table(run.appending(path: "early_termination.csv"))
    #expect(decisions.filter { $0["stopped"] == "1" }.count == stopped)
    for name in ["plots/early_termination_lenet5_random.png", "stopping/lenet5_random.csv"] {
      #expect(FileManager.default.fileExists(atPath: run.appending(path: name).path))
    }
  }

  private func everyTrialIsExplained(_ run: URL) throws {
    let decisions = try table(run.appending(path: "early_termination.csv"))
    let all = try Program.ablation.run(["decisions", run.path])
    #expect(all.status == 0, "\(all.errors)")
    for trial in 1...9 { #expect(all.output.contains("  trial \(trial) (")) }
    let stop = try #require(decisions.first { $0["stopped"] == "1" })
    let one = try Program.ablation.run(["decisions", run.path, "--trial", stop["trial"] ?? ""])
    #expect(one.output.contains("stopped after rung \(stop["rung"] ?? ""), epoch \(stop["epoch"] ?? "")"))
    #expect(one.output.contains("threshold \(stop["threshold"] ?? "") (n = \(stop["n"] ?? ""))"))
    let unknown = try Program.ablation.run(["decisions", run.path, "--trial", "10"])
    #expect(unknown.status == 1 && unknown.errors.contains("there is no trial 10 that has ended"))
  }

  private func theRuleItselfReplaysToTheSameStops(_ run: URL) throws {
    let outcome = try Program.ablation.run([
      "replay", run.path, "--pruner", "hyperband", "--eta", "2", "--min-iter", "1",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let replayed = try table(run.appending(path: "replay/decisions.csv"))
    let columns = ["trial", "rung", "epoch", "value", "threshold", "n", "stopped"]
    let own = try table(run.appending(path: "early_termination.csv"))
    #expect(replayed.map { row in columns.map { row[$0] } } == own.map { row in columns.map { row[$0] } })
    #expect(
      outcome.output.contains("hyperband min_iter=1 eta=2.0 strict=true (the run's own), lag 3:"), "\(outcome.output)")
    // Without a rule asked for, the study's own comes first, then all with their defaults.
    let everything = try Program.ablation.run(["replay", run.path])
    #expect(everything.status == 0, "\(everything.errors)")
    let rows = try table(run.appending(path: "replay/replay.csv"))
    #expect(rows.map { $0["own"] } == ["1", "0", "0", "0", "0"])
    #expect(rows.prefix(2).map { $0["rule"]?.contains("eta=2") } == [true, false])
    let stops = try table(run.appending(path: "trials.csv")).filter { $0["stopped_epoch"] != "" }
    #expect(rows[0]["stopped"] == String(stops.count))
    for name in ["own", "hyperband", "patience"] {
      let figure = run.appending(path: "replay/plots/early_termination_lenet5_random_\(name).png")
      #expect(FileManager.default.fileExists(atPath: figure.path), "\(name)")
    }
    // With another lag the rule decides otherwise than the run did.
    let lagging = try Program.ablation.run(["replay", run.path, "--lag", "9"])
    #expect(lagging.status == 0 && !lagging.output.contains("the run's own"), "\(lagging)")
    #expect(FileManager.default.fileExists(atPath: run.appending(path: "replay/plots/replay.png").path))
    let useless = try Program.ablation.run(["replay", run.path, "--pruner", "median", "--eta", "2"])
    #expect(useless.status == 1 && useless.errors.contains("--eta is a setting of none of the rules median"))
    let unknown = try Program.ablation.run(["replay", run.path, "--pruner", "hyperbnad"])
    #expect(unknown.status == 1 && unknown.errors.contains("did you mean 'hyperband'?"))
    let invalid = try Program.ablation.run(["replay", run.path, "--pruner", "hyperband", "--max-iter", "9"])
    #expect(invalid.status == 1 && invalid.errors.contains("'max_iter' needs 's'"))
  }

  private func auditedTrialsGoOnWithTheSameBits(_ run: URL) throws {
    let stops = try table(run.appending(path: "trials.csv")).filter { $0["stopped_epoch"] != "" }
    let first = try Program.ablation.run(["audit", run.path, "--sample", "1", "--seed", "5", "--jobs", "1"])
    #expect(
      first.status == 0 && first.errors.contains("sample: 1 of \(stops.count) stopped trials, 1 to be trained"),
      "\(first.errors)")
    #expect(try table(run.appending(path: "audit/audit.csv")).count == 1)
    let all = try Program.ablation.run(["audit", run.path, "--sample", "50", "--jobs", "2"])
    #expect(all.status == 0, "\(all.errors)")
    #expect(all.errors.contains("stopped trials, \(stops.count - 1) to be trained"))
    let audit = try table(run.appending(path: "audit/audit.csv"))
    #expect(audit.map { $0["trial"] } == stops.map { $0["trial"] })
    #expect(audit.allSatisfy { $0["repeats"] == "1" && $0["state"] == "complete" })
    // A trial that would have won has a lower loss at its end than the best of the study.
    for row in audit {
      let (value, best) = (Double(row["final_value"] ?? "") ?? .nan, Double(row["best_value"] ?? "") ?? .nan)
      #expect(row["would_have_won"] == (value < best ? "1" : "0"))
    }
    let share = try table(run.appending(path: "audit/shares.csv"))[0]
    #expect(share["won"] == String(audit.count { $0["would_have_won"] == "1" }))
    #expect(share["audited"] == String(stops.count) && share["stopped"] == String(stops.count))
    // The audit leaves the run's own tables as they were.
    let before = try String(contentsOf: run.appending(path: "trials.csv"), encoding: .utf8)
    #expect(try Program.ablation.run(["report", run.path]).status == 0)
    #expect(try String(contentsOf: run.appending(path: "trials.csv"), encoding: .utf8) == before)
  }

  /// The first replicate of a trial is judged and, where it goes on, the others follow; patience ends each by itself.
  @Test(arguments: [
    "{type: median, minimum_trials: 2}", "{type: successive_halving, eta: 2}", "{type: patience, epochs: 1}",
  ])
  func replicatesWhateverTheWorkers(_ rule: String) throws {
    let folder = try TemporaryFolder()
    let data = try folder.writeBars()
    let sweep = try folder.write(
      Self.sweep.replacing("early_terminate: {type: hyperband, min_iter: 1, eta: 2}\n", with: "")
        .replacing("epochs: {value: 6}", with: "epochs: {value: 20}")
        + "\nreplicates: 2\nreduction: best\nearly_termination: \(rule)\n", to: "study.yaml")
    for jobs in ["1", "3"] {
      let outcome = try Program.ablation.run([
        "run", sweep, "--data", data, "--budget", "standard", "--jobs", jobs, "--output",
        folder.url.appending(path: jobs).path,
      ])
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    let run = folder.url.appending(path: "1")
    #expect(RunTests.differing(try RunTests.tables(run), try RunTests.tables(folder.url.appending(path: "3"))) == [])
    let decisions = try table(run.appending(path: "early_termination.csv"))
    let comparesTrials = !rule.contains("patience")
    #expect(!decisions.isEmpty && decisions.contains { $0["replicate"] == "2" } != comparesTrials)
    let explained = try Program.ablation.run(["explain", sweep, "--rate", "1e9"])
    #expect(explained.output.contains(comparesTrials ? "the first of the 2 replicates is judged" : "ends by itself"))
    let audit = try Program.ablation.run(["audit", run.path])
    let states = Set(try table(run.appending(path: "trials.csv")).compactMap { $0["state"] })
    #expect(states.isSubset(of: comparesTrials ? ["complete", "pruned"] : ["complete"]))
    if decisions.contains(where: { $0["stopped"] == "1" }) {
      #expect(audit.status == 0, "\(audit.errors)")
    } else {
      #expect(audit.status == 1 && audit.errors.contains("nothing to audit"))
    }
  }

  @Test func aProgramIsEndedWithAllThatItStarted() throws {
    let folder = try TemporaryFolder()
    let script = try folder.write(
      """
      for word in "$@"; do case "$word" in --n=*) n="${word#--n=}" ;; esac; done
      echo "{\\"epoch\\": 1, \\"loss\\": $n}"
      echo "{\\"epoch\\": 2, \\"loss\\": $n}"
      if [ "$n" -gt 5 ] && [ "$ABLATION_FREE" != 1 ]; then
        trap '' TERM
        sleep 300 &
        echo $! > "\(folder.url.path)/child-$n"
        sleep 300
      fi
      echo "{\\"epoch\\": 3, \\"loss\\": $((n > 8 ? 0 : n))}"
      """, to: "train.sh")
    let sweep = try folder.write(
      """
      method: grid
      command: [/bin/sh, \(script), "${args}"]
      metric: {name: loss}
      early_terminate: {type: hyperband, min_iter: 2, eta: 2}
      parameters: {n: {values: [3, 2, 9, 1, 8]}}
      ---
      lag: 1
      """, to: "study.yaml")
    let output = folder.url.appending(path: "run")
    let began = Date()
    let outcome = try Program.ablation.run(["run", sweep, "--output", output.path, "--jobs", "1"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(Date().timeIntervalSince(began) < 60)
    let trials = try table(output.appending(path: "trials.csv"))
    #expect(trials.map { $0["state"] } == ["complete", "complete", "pruned", "complete", "pruned"])
    #expect(trials.map { $0["stopped_epoch"] } == ["", "", "2", "", "2"])
    #expect(trials[2]["value"] == "9.0" && trials[2]["reports"] == "2")
    for n in [9, 8] {
      let child = try String(contentsOf: folder.url.appending(path: "child-\(n)"), encoding: .utf8)
      let identifier = try #require(Int32(child.trimmingCharacters(in: .whitespacesAndNewlines)))
      // Where nobody collects orphans an ended process is still listed, as a zombie.
      let status = (try? String(contentsOfFile: "/proc/\(identifier)/stat", encoding: .utf8)) ?? ") Z"
      #expect(status.contains(") Z"), "process \(identifier) is still there: \(status)")
    }
    let report = try String(contentsOf: output.appending(path: "README.md"), encoding: .utf8)
    #expect(report.contains("stopped 2 of 5 trials"))
    #expect(
      FileManager.default.fileExists(atPath: output.appending(path: "plots/early_termination_study_grid.png").path))

    // Let alone, the program of n = 9 ends with the best value of all, that of 8 does not.
    let (process, out, errors) = try Program.ablation.start(
      ["audit", output.path, "--jobs", "1"], environment: ["ABLATION_FREE": "1"])
    let text = String(decoding: out.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(process.terminationStatus == 0, "\(said)")
    #expect(text.contains("trial 3: stopped after epoch 2 at 9.0, ended at 0.0: would have won"))
    #expect(text.contains("trial 5: stopped after epoch 2 at 8.0, ended at 8.0: would not have won"))
    // Clopper and Pearson's interval of 1 in 2.
    #expect(text.contains("1 of 2 would have won, 50.0 % (exact 95 % interval 1.3 % to 98.7 %"))
    #expect(text.contains("largest gain missed: 1.0"))
  }

  @Test func runsWithoutARuleSaySo() throws {
    let folder = try TemporaryFolder()
    let script = try folder.write("echo '{\"loss\": 1}'\n", to: "train.sh")
    let sweep = try folder.write(
      "method: grid\ncommand: [/bin/sh, \(script)]\nmetric: {name: loss}\nparameters: {n: {values: [1, 2]}}\n",
      to: "study.yaml")
    let output = folder.url.appending(path: "run")
    #expect(try Program.ablation.run(["run", sweep, "--output", output.path]).status == 0)
    for command in ["decisions", "audit"] {
      let outcome = try Program.ablation.run([command, output.path])
      #expect(outcome.status == 1 && outcome.errors.contains("has a rule of early termination"), "\(outcome.errors)")
      #expect(outcome.errors.contains("ablation replay"))
    }
    let study = try Program.ablation.run(["replay", output.path, "--study", "stduy"])
    #expect(study.status == 1 && study.errors.contains("it has: study"))
    let none = try Program.ablation.run(["replay", folder.url.path])
    #expect(none.status == 1 && none.errors.contains("holds no run"))
    let replay = try Program.ablation.run(["replay", output.path, "--pruner", "patience"])
    #expect(replay.status == 0 && replay.output.contains("stops 0 of 2 trials, 2 of 2 epochs trained"), "\(replay)")
  }
}
