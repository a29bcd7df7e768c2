import Foundation
import Testing

/// Whole runs of the built program on a small data set.
@Suite struct RunTests {
  /// A Bayesian study with a dependence on earlier results, an infeasible corner and a diverging one.
  static let sweep = """
    method: bayes
    run_cap: 6
    metric: {name: val_loss, goal: minimize}
    parameters:
      conv_layer: {values: [1, 2]}
      filters: {values: [2, 5]}
      kernel_size: {values: [3, 5]}
      padding: {value: valid}
      batch_normalization: {values: [true, false]}
      dropout: {values: [0.0, 0.25]}
      rotation_range: {values: [0, 10]}
      learn_rate: {distribution: log_uniform_values, min: 0.001, max: 0.05}
      epochs: {value: 10}
      batch_size: {values: [16, 32]}
      dense_units: {value: [12]}
    ---
    family: padocanet
    """

  /// Every CSV file that may not depend on time, by its path in the run's folder.
  static func tables(_ folder: URL) throws -> [String: Data] {
    var tables: [String: Data] = [:]
    let files = FileManager.default.enumerator(atPath: folder.path)
    while let path = files?.nextObject() as? String {
      let name = URL(filePath: path).lastPathComponent
      guard path.hasSuffix(".csv"), name != "timings.csv", name != "layers.csv" else { continue }
      tables[path] = try Data(contentsOf: folder.appending(path: path))
    }
    return tables
  }

  static func differing(_ a: [String: Data], _ b: [String: Data]) -> [String] {
    Set(a.keys).union(b.keys).filter { a[$0] != b[$0] }.sorted()
  }

  @Test func workersAndInterruptionsChangeNoTable() throws {
    let folder = try TemporaryFolder()
    let data = try folder.writeBars()
    let sweep = try folder.write(Self.sweep, to: "study.yaml")
    func arguments(_ name: String, jobs: Int, threads: Int = 1) -> [String] {
      [
        "run", sweep, "--data", data, "--budget", "quick", "--jobs", String(jobs), "--threads", String(threads),
        "--output", folder.url.appending(path: name).path,
      ]
    }
    // A machine with one core takes no second thread; there the engine's own tests must do.
    let threads = min(2, ProcessInfo.processInfo.activeProcessorCount)
    let one = try Program.ablation.run(arguments("one", jobs: 1))
    #expect(one.status == 0, "\(one.errors)")
    let expected = try Self.tables(folder.url.appending(path: "one"))
    #expect(expected.keys.contains("summary.csv") && expected.keys.contains("epochs.csv"))

    let two = try Program.ablation.run(arguments("two", jobs: 2, threads: threads))
    #expect(two.status == 0, "\(two.errors)")
    #expect(Self.differing(expected, try Self.tables(folder.url.appending(path: "two"))) == [])

    // Killed without a chance to tidy up as soon as a trial has ended, then resumed with another number of workers.
    let said = try Program.ablation.kill(when: "trial 2:", arguments("three", jobs: 2))
    #expect(said.contains("trial 2:") && !said.contains("fresh seeds 2/2"))
    let killed = folder.url.appending(path: "three")
    #expect(!FileManager.default.fileExists(atPath: killed.appending(path: "summary.csv").path))
    let resumed = try Program.ablation.run(["resume", killed.path, "--jobs", "1"])
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(resumed.errors.contains("going on after"))
    #expect(Self.differing(expected, try Self.tables(killed)) == [])

    // The report alone makes the same tables from the store.
    try FileManager.default.removeItem(at: killed.appending(path: "trials.csv"))
    let report = try Program.ablation.run(["report", killed.path])
    #expect(report.status == 0, "\(report.errors)")
    #expect(Self.differing(expected, try Self.tables(killed)) == [])
  }

  @Test func quickRunsSayWhatTheyAre() throws {
    let folder = try TemporaryFolder()
    let sweep = try folder.write(Self.sweep, to: "study.yaml")
    let output = folder.url.appending(path: "run")
    let outcome = try Program.ablation.run([
      "run", sweep, "--data", try folder.writeBars(), "--budget", "quick", "--seed", "3", "--output", output.path,
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("quick smoke run on a subset"))
    #expect(outcome.errors.contains("left about"))
    let summary = try String(contentsOf: output.appending(path: "summary.csv"), encoding: .utf8)
    #expect(summary.contains("quick"))
    let pictures = try FileManager.default.contentsOfDirectory(atPath: output.appending(path: "plots").path)
    #expect(pictures.contains("comparison.png"))
    // A second run with the same plan finds everything done; another plan is refused.
    let again = try Program.ablation.run([
      "run", sweep, "--data", folder.url.appending(path: "bars").path, "--budget", "quick", "--seed", "4", "--output",
      output.path,
    ])
    #expect(again.status == 1)
    #expect(again.errors.contains("holds a run with another plan"))
  }

  @Test func aDivergingTrialIsRecordedAndTheStudyGoesOn() throws {
    let folder = try TemporaryFolder()
    let sweep = try folder.write(
      """
      method: grid
      metric: {name: val_loss}
      parameters:
        learn_rate: {values: [1.0e+30, 0.01]}
        optimizer: {value: sgd}
        activation: {value: relu}
        conv_layer: {value: 1}
        epochs: {value: 2}
      ---
      family: lenet5
      """, to: "study.yaml")
    let output = folder.url.appending(path: "run")
    let outcome = try Program.ablation.run([
      "run", sweep, "--data", try folder.writeBars(), "--budget", "quick", "--output", output.path,
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let trials = try String(contentsOf: output.appending(path: "trials.csv"), encoding: .utf8)
    #expect(trials.contains("diverged"))
    #expect(trials.contains("complete"))
  }

  @Test func aSpaceThatCannotBeTrainedEndsWithAnError() throws {
    let folder = try TemporaryFolder()
    let sweep = try folder.write(
      """
      method: grid
      metric: {name: val_loss}
      parameters:
        kernel_size: {values: [13, 15]}
        padding: {value: valid}
      ---
      family: lenet5
      """, to: "study.yaml")
    let outcome = try Program.ablation.run([
      "run", sweep, "--data", try folder.writeBars(), "--budget", "quick", "--output",
      folder.url.appending(path: "run").path,
    ])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("no trial of this run was completed"))
    #expect(outcome.errors.contains("does not fit"))
  }

  @Test func nobodyHasToListen() throws {
    let folder = try TemporaryFolder()
    let sweep = try folder.write(Self.sweep, to: "study.yaml")
    let output = folder.url.appending(path: "run")
    let (process, out, errors) = try Program.ablation.start([
      "run", sweep, "--data", try folder.writeBars(), "--budget", "quick", "--output", output.path,
    ])
    try errors.fileHandleForReading.close()
    try out.fileHandleForReading.close()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0 && process.terminationReason == .exit)
    #expect(FileManager.default.fileExists(atPath: output.appending(path: "summary.csv").path))
  }
}
