import Foundation
import TestSupport
import Testing

/// `ablation ablate` with trainings, on small data.
@Suite struct AblationStudyTests {
  private static let small = ["--components", "batch_norm,dropout", "--epochs", "2", "--images", "180"]

  private func arguments(_ data: String, _ output: URL, jobs: Int = 2, _ more: [String] = []) -> [String] {
    ["ablate", "--data", data, "--jobs", String(jobs), "--output", output.path] + Self.small + more
  }

  /// Every table without what the clock decides.
  private func tables(_ folder: URL) throws -> [String: Data] {
    var tables = try RunTests.tables(folder)
    tables["cost.csv"] = nil
    tables["retuned/cost.csv"] = nil
    for name in ["runs.csv", "retuned/runs.csv"] {
      guard let data = tables[name] else { continue }
      let rows = String(decoding: data, as: UTF8.self).split(separator: "\n").map { line in
        var cells = line.split(separator: ",", omittingEmptySubsequences: false)
        cells.remove(at: 2)
        return cells.joined(separator: ",")
      }
      tables[name] = Data(rows.joined(separator: "\n").utf8)
    }
    return tables
  }

  private func rows(_ folder: URL, _ name: String) throws -> [[String: String]] {
    let lines = try String(contentsOf: folder.appending(path: name), encoding: .utf8).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
  }

  @Test func workersAndInterruptionsChangeNothing() throws {
    let folder = try TemporaryFolder()
    let data = try folder.writeBars(height: 16, width: 16)
    let one = folder.url.appending(path: "one")
    let seeds = ["--seeds", "3"]
    let first = try Program.ablation.run(arguments(data, one, jobs: 1, seeds))
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.errors.contains("4 arms with 3 paired seeds: 12 runs, 1 worker\n"))
    #expect(first.errors.contains("12/12 '") && first.output.contains("removing batch norm"))
    let expected = try tables(one)
    for name in ["effects.csv", "anova.csv", "shapley.csv", "path.csv", "mcnemar.csv", "classes.csv", "curves.csv"] {
      #expect(expected.keys.contains(name), "\(name)")
    }
    for name in ["forest", "interactions", "interaction_plot", "shapley", "mcnemar", "curves", "cost"] {
      #expect(FileManager.default.fileExists(atPath: one.appending(path: "plots/\(name).png").path), "\(name)")
    }
    let page = try String(contentsOf: one.appending(path: "README.md"), encoding: .utf8)
    #expect(page.contains("PadocaNet as published; no configuration was tried") && page.contains("Tuning: frozen"))
    // One opening of the test files for each run, and no more.
    let openings = try rows(one, "test_openings.csv")
    #expect(openings.count == 12 && openings.allSatisfy { $0["purpose"] == "ablation" && $0["sequence"] == "1" })

    let two = folder.url.appending(path: "two")
    let second = try Program.ablation.run(arguments(data, two, jobs: 2, seeds))
    #expect(second.status == 0, "\(second.errors)")
    #expect(RunTests.differing(expected, try tables(two)) == [])

    // Killed on the way, and gone on with.
    let killed = folder.url.appending(path: "killed")
    let said = try Program.ablation.kill(when: "\n4/12 '", arguments(data, killed, jobs: 1, seeds))
    #expect(!said.contains("12/12 '"))
    let resumed = try Program.ablation.run(["resume", killed.path, "--jobs", "2"])
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(resumed.errors.contains("of 12 runs have ended already"))
    var after = try tables(killed)
    // A run that was cut off may have opened the test files before it was trained again; both openings are on record.
    after["test_openings.csv"] = expected["test_openings.csv"]
    #expect(RunTests.differing(expected, after) == [])
    let again = try rows(killed, "test_openings.csv")
    #expect((12...14).contains(again.count) && again.filter { $0["sequence"] == "1" }.count == 12)

    // The same command once more trains nothing; another definition is refused and names what differs.
    let repeated = try Program.ablation.run(arguments(data, one, seeds))
    #expect(repeated.status == 0 && !repeated.errors.contains("12/12 '"))
    let other = try Program.ablation.run(arguments(data, one, ["--seeds", "4", "--margin", "0.01"]))
    #expect(other.status == 1 && other.errors.contains("seeds") && other.errors.contains("margin"), "\(other.errors)")
    #expect(RunTests.differing(expected, try tables(one)) == [])
    let report = try Program.ablation.run(["report", one.path])
    #expect(report.status == 0, "\(report.errors)")
    #expect(RunTests.differing(expected, try tables(one)) == [])
  }

  @Test func itsTableOfRunsIsReadBackToTheSameAnalysis() throws {
    let folder = try TemporaryFolder()
    let data = try folder.writeBars(height: 16, width: 16)
    let study = folder.url.appending(path: "study")
    let outcome = try Program.ablation.run(
      arguments(data, study, ["--seeds", "3", "--components", "batch_norm,activation"]))
    #expect(outcome.status == 0, "\(outcome.errors)")
    let again = folder.url.appending(path: "again")
    let read = try Program.ablation.run([
      "ablate", "--from-csv", study.appending(path: "runs.csv").path, "--metric", "test_accuracy", "--output",
      again.path,
    ])
    #expect(read.status == 0, "\(read.errors)")
    let (expected, found) = (try RunTests.tables(study), try RunTests.tables(again))
    #expect(expected.keys.contains("secondary.csv") && expected.keys.contains("path.csv"))
    for name in expected.keys where name != "test_openings.csv" {
      #expect(expected[name] == found[name], "\(name)")
    }
  }

  /// Equal seeds in all arms, each another one; arms in another order within each seed.
  @Test func seedsArePairedAndArmsInterleaved() throws {
    let folder = try TemporaryFolder()
    let study = folder.url.appending(path: "study")
    let outcome = try Program.ablation.run(
      arguments(
        try folder.writeBars(height: 16, width: 16), study, jobs: 1,
        ["--seeds", "4", "--components", "batch_norm,dropout,pooling", "--epochs", "1"]))
    #expect(outcome.status == 0, "\(outcome.errors)")
    let script =
      "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); "
      + "print([len({s for s, in c.execute('select seed from confirmations where replicate = ?', (r,))}) "
      + "for r in range(4)], len({s for s, in c.execute('select seed from confirmations')}))"
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script, study.appending(path: "study.sqlite").path]
    process.standardOutput = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(text == "[1, 1, 1, 1] 4\n")
    let order = outcome.errors.split(separator: "\n").compactMap { line -> String? in
      line.firstMatch(of: /^\d+\/32 '(.*)', seed/).map { String($0.1) }
    }
    #expect(order.count == 32)
    let bySeed = (0..<4).map { Array(order[(8 * $0)..<(8 * $0 + 8)]) }
    #expect(Set(bySeed).count > 1 && bySeed.allSatisfy { Set($0).count == 8 })
  }

  @Test func aPathTrainsOnlyWhatItLooksAt() throws {
    let folder = try TemporaryFolder()
    let study = folder.url.appending(path: "study")
    let data = try folder.writeBars(height: 16, width: 16)
    let path = ["--seeds", "2", "--components", "batch_norm,dropout,pooling", "--design", "path", "--epochs", "1"]
    let outcome = try Program.ablation.run(arguments(data, study, path))
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("at most 7 arms with 2 paired seeds"))
    #expect(outcome.errors.components(separatedBy: "path: ").count == 4)
    #expect(try rows(study, "path.csv").count == 4)
    #expect(try rows(study, "arms.csv").count == 7)

    // Killed between its steps, it takes the same ones.
    let killed = folder.url.appending(path: "killed")
    _ = try Program.ablation.kill(when: "path: ", arguments(data, killed, jobs: 1, path))
    let resumed = try Program.ablation.run(["resume", killed.path])
    #expect(resumed.status == 0 && resumed.errors.contains("runs have ended already"), "\(resumed.errors)")
    var after = try tables(killed)
    after["test_openings.csv"] = try tables(study)["test_openings.csv"]
    #expect(RunTests.differing(try tables(study), after) == [])

    let refused = try Program.ablation.run(
      arguments(data, study, ["--design", "path", "--metric", "test_accuracy"]))
    #expect(refused.status == 64 && refused.errors.contains("give --metric val_accuracy or val_loss"))
  }

  @Test func retunedArmsStandBesideFrozenOnes() throws {
    let folder = try TemporaryFolder()
    let data = try folder.writeBars(height: 16, width: 16)
    let tuned = ["--seeds", "3", "--tuning", "both", "--tuning-trials", "3", "--design", "leave-one-out"]
    let one = folder.url.appending(path: "one")
    let outcome = try Program.ablation.run(arguments(data, one, jobs: 1, tuned))
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("after retuning: removing dropout: "))
    let page = try String(contentsOf: one.appending(path: "README.md"), encoding: .utf8)
    #expect(page.contains("## Frozen and retuned"))
    #expect(FileManager.default.fileExists(atPath: one.appending(path: "retuned/README.md").path))
    let trials = try rows(one, "tuning.csv")
    #expect(trials.count == 9 && trials.filter { $0["best"] == "1" }.count == 3)
    // The same points for every arm.
    let rates = Dictionary(grouping: trials, by: { $0["arm"] ?? "" }).values.map { $0.map { $0["learning_rate"] } }
    #expect(Set(rates).count == 1 && rates.count == 3)
    // The full model's own rate is one of them, so that no sweep has to be lucky to do as well.
    #expect(rates.first?.first == "0.001")
    // Sweeps never open the test files.
    #expect(try rows(one, "test_openings.csv").count == 18)

    let killed = folder.url.appending(path: "killed")
    _ = try Program.ablation.kill(when: "', trial 2", arguments(data, killed, jobs: 1, tuned))
    let resumed = try Program.ablation.run(arguments(data, killed, jobs: 2, tuned))
    #expect(resumed.status == 0, "\(resumed.errors)")
    var after = try tables(killed)
    after["test_openings.csv"] = try tables(one)["test_openings.csv"]
    #expect(RunTests.differing(try tables(one), after) == [])
  }

  @Test func aPlanTrainsAPilotAndKeepsTheTestFilesClosed() throws {
    let folder = try TemporaryFolder()
    let none = folder.url.appending(path: "none")
    let outcome = try Program.ablation.run(
      arguments(try folder.writeBars(height: 16, width: 16), none, ["--plan", "--design", "leave-one-out"]))
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("leave-one-out: 3 arms x 10 seeds = 30 runs"))
    #expect(outcome.output.contains("time: about ") && outcome.output.contains("10 seeds find a difference of "))
    #expect(outcome.output.contains("2 comparisons: at least 7 seeds for a verdict; this study has 10"))
    #expect(outcome.output.contains("the noisiest difference of val_accuracy"))
    #expect(!FileManager.default.fileExists(atPath: none.path))
  }

  @Test func aProgramIsAblated() throws {
    let folder = try TemporaryFolder()
    let script = try folder.write(
      """
      import argparse, json, os, random
      p = argparse.ArgumentParser()
      for name in ["depth", "trick", "rate"]: p.add_argument("--" + name)
      a = p.parse_args()
      r = random.Random(int(os.environ["ABLATION_SEED"]))
      noise = r.gauss(0, 0.001)
      own = random.Random(a.depth + a.trick + os.environ["ABLATION_SEED"]).gauss(0, 0.0002)
      score = 0.8 + 0.05 * (a.depth == "deep") + 0.02 * (a.trick == "True") + noise + own
      score -= 0.01 * abs(float(a.rate) - (0.1 if a.trick == "True" else 0.5))
      print(json.dumps({"val": score - 0.001, "acc": score, "noise": noise}))
      """, to: "train.py")
    let file = try folder.write(
      """
      command: ["${env}", python3, \(script), "${args}"]
      components:
        depth: {on: deep, off: shallow}
        trick: {on: true, off: false}
      parameters: {rate: 0.1}
      metric: {name: acc, goal: maximize}
      seeds: 9
      tuning:
        mode: both
        trials: 6
        metric: {name: val, goal: maximize}
        parameters: {rate: {min: 0.0, max: 1.0}}
      """, to: "toy.yaml")
    let output = folder.url.appending(path: "study")
    let outcome = try Program.ablation.run(["ablate", file, "--output", output.path])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      outcome.output.contains(/frozen: depth shallow instead of deep costs (4\.9|5\.0)\d+ points/), "\(outcome.output)")
    // Frozen and retuned comparisons are one family of eight.
    let page = try String(contentsOf: output.appending(path: "README.md"), encoding: .utf8)
    #expect(
      page.contains("Declared family: 8 comparisons (those of frozen and of retuned arms together, 4 of them here)"))
    #expect(try rows(output, "effects.csv").allSatisfy { $0["fewest_seeds"] == "9" })
    #expect(outcome.output.contains("after retuning: removing trick: the loss remains after retuning"))
    let shapley = try rows(output, "shapley.csv")
    #expect(shapley.count >= 2)
    #expect(try rows(output, "arms.csv").count == 4)
  }

  /// A program whose arm without `norm` diverges: on every second seed, or with the full model on all.
  private func diverging(_ folder: TemporaryFolder, _ condition: String) throws -> String {
    let script = try folder.write(
      """
      import argparse, json, os, random
      p = argparse.ArgumentParser()
      for name in ["norm", "drop"]: p.add_argument("--" + name)
      a = p.parse_args()
      seed = int(os.environ["ABLATION_REPLICATE"])
      r = random.Random(a.norm + a.drop + str(seed))
      score = 0.8 + 0.05 * (a.norm == "True") + 0.02 * (a.drop == "True") + r.gauss(0, 0.001)
      print(json.dumps({"acc": float("nan") if \(condition) else score, "other": r.random()}))
      """, to: "train.py")
    return try folder.write(
      """
      command: ["${env}", python3, \(script), "${args}"]
      components:
        norm: {on: true, off: false}
        drop: {on: true, off: false}
      metric: {name: acc, goal: maximize}
      seeds: 8
      """, to: "toy.yaml")
  }

  @Test func anArmThatDivergesIsAFinding() throws {
    let folder = try TemporaryFolder()
    let file = try diverging(folder, #"a.norm == "False" and a.drop == "True" and seed % 2 == 0"#)
    let study = folder.url.appending(path: "study")
    let outcome = try Program.ablation.run(["ablate", file, "--output", study.path])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let said = outcome.output.split(separator: "\n")
    #expect(said.first == "'no norm' diverged on 4 of 8 seeds: no comparison")
    #expect(said.count == 5 && said[1].hasPrefix("The factorial is no longer balanced, because 'no norm' is missing"))
    #expect(said[2].hasPrefix("removing drop costs ") && said[2].contains("8 seeds"))
    let page = try String(contentsOf: study.appending(path: "README.md"), encoding: .utf8)
    #expect(page.contains("## What may be said\n\n- 'no norm' diverged on 4 of 8 seeds: no comparison.\n"))
    #expect(page.contains("| no norm | 4 of 8 | did not complete |") && page.contains("| no norm | 2 | diverged | – |"))
    let states = try rows(study, "runs.csv").filter { $0["arm"] == "no norm" }.map { $0["state"] }
    #expect(states.count == 8 && states.count { $0 == "diverged" } == 4)
    #expect(!FileManager.default.fileExists(atPath: study.appending(path: "anova.csv").path))

    // Its table says the same when it is read back.
    let again = folder.url.appending(path: "again")
    let read = try Program.ablation.run([
      "ablate", "--from-csv", study.appending(path: "runs.csv").path, "--metric", "acc", "--output", again.path,
    ])
    #expect(read.status == 0, "\(read.errors)")
    #expect(read.output.split(separator: "\n").dropLast() == said.dropLast())
    let (expected, found) = (try RunTests.tables(study), try RunTests.tables(again))
    for name in expected.keys where name != "test_openings.csv" {
      #expect(expected[name] == found[name], "\(name)")
    }
  }

  @Test func withoutTheFullModelNothingIsCompared() throws {
    let folder = try TemporaryFolder()
    let file = try diverging(folder, #"a.norm == "True" and a.drop == "True" and seed < 3"#)
    let study = folder.url.appending(path: "study")
    let outcome = try Program.ablation.run(["ablate", file, "--output", study.path])
    let reason =
      "nothing can be compared, because every comparison with 'full' or of the design lacks an arm: 'full' "
      + "diverged on 2 of 8 seeds"
    #expect(outcome.status == 1 && outcome.errors.contains("Error: \(reason)\n"), "\(outcome.errors)")
    let page = try String(contentsOf: study.appending(path: "README.md"), encoding: .utf8)
    #expect(page.contains("- Nothing can be compared") && page.contains("| full | 1 | diverged | – |"))
    #expect(try rows(study, "runs.csv").count == 32)
    #expect(FileManager.default.fileExists(atPath: study.appending(path: "environment.json").path))
    #expect(!FileManager.default.fileExists(atPath: study.appending(path: "effects.csv").path))
  }

  /// The pilot of a fraction speaks of its main effects, and trains all its arms.
  @Test func aFractionsPilotIsOfItsMainEffects() throws {
    let folder = try TemporaryFolder()
    let script = try folder.write(
      """
      import argparse, json, os, random
      p = argparse.ArgumentParser()
      for name in "abcde": p.add_argument("--" + name)
      on = [value == "True" for value in vars(p.parse_args()).values()]
      r = random.Random(str(on) + os.environ["ABLATION_SEED"])
      print(json.dumps({"acc": 0.8 + 0.02 * on[0] - 0.01 * on[3] + r.gauss(0, 0.0005)}))
      """, to: "train.py")
    let switches = "abcde".map { "  \($0): {on: true, off: false}\n" }.joined()
    let file = try folder.write(
      "command: [\"${env}\", python3, \(script), \"${args}\"]\ncomponents:\n\(switches)"
        + "metric: {name: acc, goal: maximize}\ndesign: fractional\ninterval: bca-from-15\nseeds: 8\n", to: "toy.yaml")
    let plan = try Program.ablation.run(["ablate", file, "--plan", "--jobs", "2"])
    #expect(plan.status == 0 && plan.output.contains("5 comparisons: at least 8 seeds for a verdict"), "\(plan.errors)")
    #expect(plan.errors.contains("pilot: 16 arms x 3 seeds"))
    // A main effect is a mean over eight arms less one over eight others: less noisy than a single arm's 0.0005.
    let deviation = try #require(plan.output.firstMatch(of: /deviation of at most ([0-9.e-]+)/))
    #expect(try #require(Double(deviation.1)) < 0.0015, "\(plan.output)")
    let bad = try folder.write("components: [dropout]\ninterval: bca\n", to: "bad.yaml")
    let refused = try Program.ablation.run(["ablate", bad])
    #expect(refused.status == 1 && refused.errors.contains("bad.yaml:2:11: error"), "\(refused.errors)")
    #expect(refused.errors.contains("student, bca-from-15"))
  }

  /// An arm is trained with its components and for as long as the others, whatever its sweep tries.
  @Test func aSweepCannotChangeWhatAnArmIs() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(
      """
      components: [batch_norm, dropout]
      tuning:
        mode: both
        metric: {name: loss, goal: maximize}
        parameters:
          batch_normalization: {values: [false, true]}
          dropout_fc: {values: [0, 0.5]}
          epochs: {values: [1, 2]}
          pooling: {values: [max, average]}
      """, to: "tuned.yaml")
    let outcome = try Program.ablation.run(["ablate", file])
    #expect(outcome.status == 1)
    for part in [
      "tuned.yaml:4:11: error: tuning.metric: arms cannot be tuned by 'loss'; allowed: val_accuracy, val_loss",
      "'batch_normalization' of false would make the component 'batch_norm' off where the full model has on",
      "arms would be trained for different numbers of epochs",
    ] { #expect(outcome.errors.contains(part), "'\(part)' is not in \(outcome.errors)") }
    // The rate of a part that stays on elsewhere, and what is no component here, may be tuned.
    #expect(!outcome.errors.contains("'pooling' of") && !outcome.errors.contains("'dropout_fc' of"))
    let goal = try folder.write(
      "tuning: {mode: retuned, metric: {name: val_loss, goal: maximize}, parameters: {learning_rate: {min: 0.001, max: 0.01}}}\n",
      to: "goal.yaml")
    let refused = try Program.ablation.run(["ablate", goal])
    #expect(refused.status == 1 && refused.errors.contains("'val_loss' cannot be to maximize; allowed: minimize"))
  }

  /// A program that never ends well without one of its parts: the sweep of that arm finds nothing, the others are compared.
  @Test func anArmThatCannotBeTunedIsSaidAndLeftOut() throws {
    let folder = try TemporaryFolder()
    let script = try folder.write(
      """
      import argparse, json, os, random, sys
      p = argparse.ArgumentParser()
      for name in ["depth", "trick", "rate"]: p.add_argument("--" + name)
      a = p.parse_args()
      if a.trick != "True": sys.exit("it does not work without the trick")
      deep = a.depth == "deep"
      noise = random.Random(2 * int(os.environ["ABLATION_SEED"]) + deep).random()
      print(json.dumps({"val": 0.8 + 0.05 * deep, "acc": 0.8 + 0.05 * deep + 1e-4 * noise}))
      """, to: "train.py")
    let file = try folder.write(
      """
      command: ["${env}", python3, \(script), "${args}"]
      components:
        depth: {on: deep, off: shallow}
        trick: {on: true, off: false}
      parameters: {rate: 0.1}
      metric: {name: acc, goal: maximize}
      design: leave-one-out
      seeds: 7
      tuning:
        mode: retuned
        trials: 2
        metric: {name: val, goal: maximize}
        parameters: {rate: {min: 0.0, max: 1.0}}
      """, to: "toy.yaml")
    let output = folder.url.appending(path: "study")
    let outcome = try Program.ablation.run(["ablate", file, "--output", output.path])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("'no trick' failed on 7 of 7 seeds: no comparison"), "\(outcome.output)")
    // Both comparisons count in Holm's correction: 2 x 1/64.
    #expect(outcome.output.contains("depth shallow instead of deep costs "), "\(outcome.output)")
    #expect(outcome.output.contains("7 seeds, p = 0.031 after Holm"), "\(outcome.output)")
    let runs = try rows(output, "runs.csv")
    #expect(runs.count == 21 && runs.filter { $0["state"] == "failed" }.count == 7)
    let again = try Program.ablation.run(["resume", output.path])
    #expect(again.status == 0 && again.output.contains("no comparison"), "\(again.errors)")
  }

  @Test func faultsComeAtOnceWithTheirPlace() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(
      "family: padocanet\ncomponents: [batch_nrom, dropout, dropout.dense]\nmetric: test_acuracy\nseeds: 0\n"
        + "parameters: {learn_rate: -1}\n", to: "bad.yaml")
    let outcome = try Program.ablation.run(["ablate", file])
    #expect(outcome.status == 1 && outcome.output.isEmpty)
    for part in [
      "bad.yaml:2:14: error", "did you mean 'batch_norm'?", "'dropout.dense' is a part of 'dropout'",
      "bad.yaml:3:9: error", "did you mean 'test_accuracy'?", "bad.yaml:4:8: error", "bad.yaml:5:26: error",
    ] { #expect(outcome.errors.contains(part), "'\(part)' is not in \(outcome.errors)") }
    let cases: [(arguments: [String], status: Int32, says: String)] = [
      (["--components", "batch_nrom"], 64, "did you mean 'batch_norm'?"),
      (["--family", "lenet5"], 64, "so there is nothing to take away"),
      (["--family", "lenet5", "--components", "dropout"], 64, "has no 'dropout'"),
      (["--seeds", "0"], 64, "--seeds 0: give 1 to 1000"), (["--margin", "0"], 64, "give a difference above 0"),
      (["--tuning-trials", "3"], 64, "goes with --tuning"), (["--study", "x"], 64, "--study goes with --from"),
      (["--from", "/nowhere"], 1, "'/nowhere' holds no run"), (["--baseline", "x"], 64, "goes with --from-csv"),
      (["--from-csv", "x.csv", "--seeds", "3"], 64, "--seeds is for studies that are trained"),
      ([file, "--seeds", "3"], 64, "write it into the file"), (["--components", " , "], 64, "name at least one"),
      (["none.yaml"], 1, "'none.yaml' does not exist: give a YAML file that describes an ablation study"),
      (["--margin", "-1"], 64, "--margin -1.0: give a difference above 0"),
    ]
    for item in cases {
      let outcome = try Program.ablation.run(["ablate"] + item.arguments)
      #expect(
        outcome.status == item.status && outcome.errors.contains(item.says), "\(item.arguments): \(outcome.errors)")
    }
  }
}
