import Foundation
import TestSupport
import Testing

/// Conditions, constraints, replicates, reductions and targets in runs that train.
@Suite struct SettingsRunTests {
  static let sweep = """
    method: bayes
    run_cap: 6
    metric: {name: val_accuracy, goal: maximize, impute: latest}
    parameters:
      dropout: {values: [true, false]}
      dropout_rate: {values: [0.1, 0.2]}
      filters: {values: [[2, 3], [3, 2], [3, 4]]}
      kernel_size: {value: 3}
      learn_rate: {distribution: log_uniform_values, min: 0.001, max: 0.05}
      epochs: {value: 15}
      dense_units: {value: [12]}
    ---
    family: lenet5
    when: {dropout_rate: {dropout: true}}
    constraints: ["filters[0] <= filters[1]"]
    replicates: 2
    reduction: best
    """

  /// The rows of a table by column.
  func table(_ file: URL) throws -> [[String: String]] {
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
    // No cell of these tables holds a comma but the lists, which stand in quotation marks.
    func cells(_ line: String) -> [String] {
      var result = [""]
      var isQuoted = false
      for character in line {
        if character == "\"" {
          isQuoted.toggle()
        } else if character == ",", !isQuoted {
          result.append("")
        } else {
          result[result.count - 1].append(character)
        }
      }
      return result
    }
    let columns = cells(lines[0])
    return lines.dropFirst().map { Dictionary(zip(columns, cells($0)), uniquingKeysWith: { $1 }) }
  }

  @Test func settingsAreCarriedOutWhateverTheWorkers() throws {
    let folder = try TemporaryFolder()
    let data = try folder.writeBars()
    let sweep = try folder.write(Self.sweep, to: "study.yaml")
    for jobs in ["1", "2"] {
      let outcome = try Program.ablation.run([
        "run", sweep, "--data", data, "--budget", "quick", "--jobs", jobs, "--output",
        folder.url.appending(path: jobs).path,
      ])
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    let run = folder.url.appending(path: "1")
    #expect(RunTests.differing(try RunTests.tables(run), try RunTests.tables(folder.url.appending(path: "2"))) == [])

    let trials = try table(run.appending(path: "trials.csv"))
    #expect(trials.count == 5)
    for trial in trials {
      #expect(trial["config.dropout_rate"]?.isEmpty == (trial["config.dropout"] == "false"))
      #expect(["2,3", "3,4"].contains(trial["config.filters"]))
    }
    let history = try table(run.appending(path: "history.csv"))
    let replicates = try table(run.appending(path: "replicates.csv"))
    let epochs = try table(run.appending(path: "epochs.csv")).filter { $0["phase"] == "search" }
    #expect(replicates.count == 10)
    for row in history {
      let own = replicates.filter { $0["trial"] == row["trial"] }.compactMap { Double($0["value"] ?? "") }
      #expect(own.count == 2 && Double(row["value"] ?? "") == (own[0] + own[1]) / 2)
      // The mean of the bests is no smaller than the best of the mean curve.
      let curve = epochs.filter { $0["trial"] == row["trial"] }.compactMap { Double($0["validation_accuracy"] ?? "") }
      #expect(curve.count == 3 && (own[0] + own[1]) / 2 >= (curve.max() ?? 2) - 1e-12)
    }
  }

  @Test func theTargetEndsTheSearch() throws {
    let folder = try TemporaryFolder()
    let data = try folder.writeBars()
    let sweep = try folder.write(
      """
      method: grid
      metric: {name: val_accuracy, goal: maximize, target: 0.1}
      parameters:
        learn_rate: {values: [0.001, 0.002, 0.003, 0.004, 0.005]}
        kernel_size: {value: 3}
        epochs: {value: 10}
      ---
      family: lenet5
      """, to: "study.yaml")
    let output = folder.url.appending(path: "run")
    let outcome = try Program.ablation.run([
      "run", sweep, "--data", data, "--budget", "quick", "--jobs", "2", "--output", output.path,
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    // Any network guesses one of three classes more often than once in ten: the first trial reaches the target while
    // the second is under way.
    #expect(try table(output.appending(path: "trials.csv")).count == 2)
    #expect(outcome.errors.contains("trial 1 reached the target"))
  }
}
