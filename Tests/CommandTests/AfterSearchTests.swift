import Foundation
import TestSupport
import Testing

/// `ablation confirm` and `ablation explain trial` on small real runs.
@Suite struct AfterSearchTests {
  /// A space with a condition, so that samplers stand behind its rules.
  static func sweep(_ method: String, _ sampler: String) -> String {
    """
    method: \(method)
    metric: {name: val_accuracy, goal: maximize}
    parameters:
      dropout: {values: [true, false]}
      dropout_rate: {values: [0.1, 0.3]}
      filters: {values: [2, 3]}
      learn_rate: {\(method == "grid" ? "values: [0.003, 0.01]" : "distribution: log_uniform_values, min: 0.001, max: 0.05")}
      kernel_size: {value: 3}
      epochs: {value: 10}
      dense_units: {value: [12]}
    ---
    family: lenet5
    sampler: \(sampler)
    when: {dropout_rate: {dropout: true}}
    """
  }

  private func trained(_ folder: TemporaryFolder, _ sweep: String, name: String = "run") throws -> URL {
    let data = try folder.writeBars()
    let file = try folder.write(sweep, to: "study.yaml")
    let output = folder.url.appending(path: name)
    let outcome = try Program.ablation.run([
      "run", file, "--data", data, "--budget", "quick", "--jobs", "2", "--output", output.path,
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return output
  }

  private func copy(_ run: URL, to name: String) throws -> URL {
    let place = run.deletingLastPathComponent().appending(path: name)
    try FileManager.default.copyItem(at: run, to: place)
    return place
  }

  @Test func confirmingGivesTheSameTablesHoweverItWasWorked() throws {
    let folder = try TemporaryFolder()
    let first = try trained(folder, Self.sweep("random", "random"), name: "first")
    let (second, third) = (try copy(first, to: "second"), try copy(first, to: "third"))
    let request = ["--top", "3", "--seeds", "4"]
    let one = try Program.ablation.run(["confirm", first.path, "--jobs", "1"] + request)
    #expect(one.status == 0, "\(one.errors)")
    #expect(one.errors.contains("12/12 trial") && one.output.contains("Recommended: trial"))
    let expected = try RunTests.tables(first)
    #expect(expected.keys.contains("confirmed.csv") && expected.keys.contains("confirmed_seeds.csv"))
    let page = try String(contentsOf: first.appending(path: "README.md"), encoding: .utf8)
    #expect(page.contains("## Fresh seeds: LeNet-5, random") && page.contains("](plots/confirmed_lenet5_random.png)"))

    let two = try Program.ablation.run(["confirm", second.path, "--jobs", "2"] + request)
    #expect(two.status == 0, "\(two.errors)")
    #expect(RunTests.differing(expected, try RunTests.tables(second)) == [])

    // Killed on the way, gone on with more workers.
    let said = try Program.ablation.kill(when: "\n3/12 trial", ["confirm", third.path, "--jobs", "1"] + request)
    #expect(!said.contains("12/12 trial"))
    let resumed = try Program.ablation.run(["confirm", third.path, "--jobs", "2"] + request)
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(resumed.errors.contains("of 12 trainings have ended already"))
    #expect(RunTests.differing(expected, try RunTests.tables(third)) == [])

    // Nobody has looked at the test set but the run itself; asked for, every look is recorded and the rest stays.
    let openings = try String(contentsOf: first.appending(path: "test_openings.csv"), encoding: .utf8)
    #expect(!openings.contains(",retraining,"))
    let tested = try Program.ablation.run(["confirm", first.path, "--test"] + request)
    #expect(tested.status == 0, "\(tested.errors)")
    let after = try String(contentsOf: first.appending(path: "test_openings.csv"), encoding: .utf8)
    #expect(after.split(separator: "\n").count { $0.contains(",retraining,1,") } == 12)
    func values(_ table: Data?) -> [[Substring]] {
      String(decoding: table ?? Data(), as: UTF8.self).split(separator: "\n").map {
        Array($0.split(separator: ",", omittingEmptySubsequences: false).prefix(9))
      }
    }
    let seeds = try RunTests.tables(first)["confirmed_seeds.csv"]
    #expect(values(seeds).count == 13 && values(seeds) == values(expected["confirmed_seeds.csv"]))
    #expect(tested.output.contains("test accuracy"))
  }

  /// Seed r is the same for all configurations and differs from every trial's own.
  @Test func seedsArePaired() throws {
    let folder = try TemporaryFolder()
    let run = try trained(folder, Self.sweep("grid", "grid"))
    let outcome = try Program.ablation.run(["confirm", run.path, "--top", "2", "--seeds", "2"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let rows = try String(contentsOf: run.appending(path: "confirmed_seeds.csv"), encoding: .utf8).split(
      separator: "\n"
    )
    .dropFirst().map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    #expect(rows.count == 4)
    let byReplicate = Dictionary(grouping: rows, by: { $0[4] }).mapValues { Set($0.map { $0[5] }) }
    #expect(byReplicate.values.allSatisfy { $0.count == 1 } && Set(byReplicate.values).count == 2)
    let trials = try String(contentsOf: run.appending(path: "trials.csv"), encoding: .utf8)
    #expect(rows.allSatisfy { !trials.contains($0[5]) })
  }

  @Test(arguments: [
    ("grid", "grid", "of the grid, in the file's order"),
    ("grid", "shuffled-grid", "in the order that the seed shuffles"),
    ("random", "random", "an independent draw"), ("random", "sobol", "point 5 of the scrambled Sobol sequence"),
    ("bayes", "gp", "expected val_accuracy"), ("bayes", "tpe", "times as dense among the good trials"),
  ])
  func everySamplersTrialsAreExplained(method: String, sampler: String, says: String) throws {
    let folder = try TemporaryFolder()
    let run = try trained(folder, Self.sweep(method, sampler))
    for trial in 1...5 {
      let outcome = try Program.ablation.run(["explain", "trial", String(trial), "--run", run.path])
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("study, trial \(trial) of 5"))
      #expect(outcome.output.contains("it suggests the same configuration again"))
      #expect(outcome.output.contains("came of it: val_accuracy"))
      guard trial == 5 else { continue }
      #expect(outcome.output.contains(says), "\(outcome.output)")
      if method == "bayes" {
        let columns =
          sampler == "gp" ? ["change of log EI", "change of expectation", "length-scale"] : ["change of log ratio"]
        for part in columns + ["nearest trials known", "what drove the choice", "best trial known", "learn_rate"] {
          #expect(outcome.output.contains(part), "'\(part)' is not in: \(outcome.output)")
        }
      }
    }
  }

  @Test func aTrialThatIsNotSuggestedAgainIsNotExplained() throws {
    let folder = try TemporaryFolder()
    let run = try trained(folder, Self.sweep("bayes", "gp"))
    let change = Process()
    change.executableURL = URL(filePath: "/usr/bin/env")
    change.arguments = [
      "python3", "-c",
      "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); "
        + "c.execute(\"update trials set value = value - 0.25 where number = 1\"); c.commit()",
      run.appending(path: "study.sqlite").path,
    ]
    try change.run()
    change.waitUntilExit()
    #expect(change.terminationStatus == 0)
    let outcome = try Program.ablation.run(["explain", "trial", "5", "--run", run.path])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("does not suggest trial 5 of study 'study' again"), "\(outcome.errors)")
  }

  @Test func whatCannotBeDoneIsSaid() throws {
    let folder = try TemporaryFolder()
    let run = try trained(folder, Self.sweep("grid", "grid"))
    let cases: [(arguments: [String], status: Int32, says: [String])] = [
      (["confirm", "/nowhere"], 1, ["'/nowhere' holds no run"]),
      (["confirm", run.path, "--study", "other"], 1, ["no study 'other'", "give one of study"]),
      (["confirm", run.path, "--top", "6"], 1, ["has 5 complete trials", "--top 5 or less"]),
      (["confirm", run.path, "--top", "0"], 64, ["--top 0", "1 to 100"]),
      (["confirm", run.path, "--seeds", "1"], 64, ["--seeds 1", "no spread"]),
      (["explain", "trial", "0", "--run", run.path], 1, ["no trial 0", "give 1 to 5"]),
      (["explain", "trial", "6", "--run", run.path], 1, ["no trial 6", "give 1 to 5"]),
      (["explain", "trial", "x", "--run", run.path], 64, ["'x' is invalid"]),
      (["explain", "trial", "1", "--run", "/nowhere"], 1, ["'/nowhere' holds no run"]),
      (["explain", "trial", "1", "--run", run.path, "--study", "other"], 1, ["no study 'other'"]),
      (["explain", "trial", "1"], 64, ["--run"]),
    ]
    for item in cases {
      let outcome = try Program.ablation.run(item.arguments)
      #expect(outcome.status == item.status, "\(item.arguments): \(outcome.errors)")
      for part in item.says { #expect(outcome.errors.contains(part), "'\(part)' is not in: \(outcome.errors)") }
    }
    #expect(!FileManager.default.fileExists(atPath: run.appending(path: "confirmed.csv").path))
  }

  @Test func severalStudiesNeedAName() throws {
    let folder = try TemporaryFolder()
    let data = try folder.writeBars()
    let files = try [("random", "one"), ("grid", "two")].map {
      try folder.write(Self.sweep($0.0, $0.0), to: "\($0.1).yaml")
    }
    let run = folder.url.appending(path: "run")
    let outcome = try Program.ablation.run(
      ["run"] + files + ["--data", data, "--budget", "quick", "--output", run.path])
    #expect(outcome.status == 0, "\(outcome.errors)")
    for arguments in [["confirm", run.path], ["explain", "trial", "1", "--run", run.path]] {
      let refused = try Program.ablation.run(arguments)
      #expect(refused.status == 1 && refused.errors.contains("2 studies: name one by --study: one, two"))
    }
    let named = try Program.ablation.run(["explain", "trial", "1", "--run", run.path, "--study", "two"])
    #expect(named.status == 0 && named.output.contains("two, trial 1 of"))
  }

  @Test func withoutACompleteTrialThereIsNothingToConfirm() throws {
    let folder = try TemporaryFolder()
    let data = try folder.writeBars()
    let sweep = try folder.write(
      "method: grid\nmetric: {name: val_loss}\nparameters:\n  kernel_size: {values: [13, 15]}\n"
        + "  padding: {value: valid}\n---\nfamily: lenet5\n", to: "study.yaml")
    let run = folder.url.appending(path: "run")
    #expect(
      try Program.ablation.run(["run", sweep, "--data", data, "--budget", "quick", "--output", run.path]).status == 1)
    let outcome = try Program.ablation.run(["confirm", run.path, "--top", "1", "--seeds", "2"])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("has no complete trial among its 2"), "\(outcome.errors)")
    let explained = try Program.ablation.run(["explain", "trial", "2", "--run", run.path])
    #expect(explained.status == 0 && explained.output.contains("came of it: infeasible"), "\(explained.errors)")
  }

  @Test func trialsOfAProgramAreExplainedButNotConfirmed() throws {
    let folder = try TemporaryFolder()
    let script = try folder.write(ProgramRunTests.script, to: "train.sh")
    let sweep = try folder.write(
      ProgramRunTests.sweep(script, method: "bayes", values: "[1, 2, 3, 4, 9, 10]", more: "lag: 1")
        .replacing("metric: {name: loss}", with: "metric: {name: loss}\nrun_cap: 8"), to: "study.yaml")
    let run = folder.url.appending(path: "run")
    let outcome = try Program.ablation.run(["run", sweep, "--output", run.path])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let explained = try Program.ablation.run(["explain", "trial", "8", "--run", run.path])
    #expect(explained.status == 0, "\(explained.errors)")
    #expect(explained.output.contains("it knew 7 results (lag 1)") && explained.output.contains("expected loss"))
    let refused = try Program.ablation.run(["confirm", run.path])
    #expect(refused.status == 1 && refused.errors.contains("holds a run of a program"))
  }
}
