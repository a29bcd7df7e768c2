import Experiments
import Foundation
import Studies
import Testing

@testable import Reporting

@Suite struct RunReportTests {
  /// Every file below a folder with its content, except the store and those that may depend on time and place.
  private func files(_ folder: URL) throws -> [String: Data] {
    var result: [String: Data] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    where path.hasSuffix(".csv") && path != "timings.csv" {
      result[path] = try Data(contentsOf: folder.appending(path: path))
    }
    return result
  }

  @Test func tablesDoNotDependOnWorkersOrTime() throws {
    try withTemporaryFolder { folder in
      let (first, second) = (folder.appending(path: "first"), folder.appending(path: "second"))
      let one = try TinyRun.filled(in: first)
      let two = try TinyRun.filled(in: second, circumstances: .init(isReversed: true, worker: "7", seconds: 99))
      _ = try RunReport(one).writeTables(RunFacts(one))
      _ = try RunReport(two).writeTables(RunFacts(two))
      let tables = try files(first)
      #expect(tables == (try files(second)))
      #expect(
        Set(tables.keys) == [
          "summary.csv", "trials.csv", "epochs.csv", "history.csv", "importance.csv", "classification_report.csv",
          "mistakes.csv", "mistakes_pixels.csv", "test_openings.csv", "confusion/lenet5_random.csv",
          "parallel/lenet5_random.csv", "parallel/lenet5_augmented_random.csv", "augmented_digits/lenet5_augmented.csv",
        ])
      let environment = try String(contentsOf: first.appending(path: "environment.json"), encoding: .utf8)
      #expect(environment.contains("\"test_digest\" : \"abc\""))
      #expect(environment.contains("\"test_openings\" : 2"))
    }
  }

  @Test func everyRowOfEveryTableSaysTheBudget() throws {
    try withTemporaryFolder { folder in
      let run = try TinyRun.filled(in: folder.appending(path: "run"))
      _ = try RunReport(run).writeTables(RunFacts(run))
      var tables = try files(run.folder)
      tables["timings.csv"] = try Data(contentsOf: run.folder.appending(path: "timings.csv"))
      #expect(tables.count == 14)
      for (path, data) in tables {
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
        if path == "summary.csv" {
          #expect(lines.first?.hasSuffix(",budget,note") == true)
          #expect(lines.dropFirst().allSatisfy { $0.contains(",quick,quick smoke run") })
        } else {
          #expect(lines.first?.hasSuffix(",budget") == true, "\(path)")
          #expect(lines.count > 1 && lines.dropFirst().allSatisfy { $0.hasSuffix(",quick") }, "\(path)")
        }
      }
    }
  }

  @Test func drawsWhatTheDataAllowAndReplacesAnEarlierReport() throws {
    try withTemporaryFolder { folder in
      let run = try TinyRun.filled(in: folder.appending(path: "run"))
      let plots = run.folder.appending(path: "plots")
      try FileManager.default.createDirectory(at: plots, withIntermediateDirectories: true)
      try Data([1]).write(to: plots.appending(path: "importance_gone.png"))
      try Data([1]).write(to: plots.appending(path: "mine.png"))
      let leftover = ".comparison.png.\(UUID().uuidString)"
      try Data([1]).write(to: plots.appending(path: leftover))
      try Data([1]).write(to: run.folder.appending(path: ".trials.csv.\(UUID().uuidString)"))
      try Data([1]).write(to: run.folder.appending(path: ".mine.csv"))
      var notes: [String] = []
      try RunReport(run).write { notes.append($0) }
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: plots.path).sorted() == [
          "augmented_digits_lenet5_augmented.png", "comparison.png", "confusion_matrix_lenet5_random.png",
          "history_lenet5.png", "history_lenet5_augmented.png", "importance_lenet5_random.png",
          "learning_curves_lenet5.png", "learning_curves_lenet5_augmented.png", "mine.png", "mistakes_lenet5.png",
          "parallel_coordinates_lenet5_augmented_random.png", "parallel_coordinates_lenet5_random.png",
        ])
      #expect(notes.contains { $0.contains("importance_lenet5_augmented_random: 4 complete trials are needed") })
      let document = try String(contentsOf: run.folder.appending(path: "README.md"), encoding: .utf8)
      #expect(document.contains("**Quick smoke run on a subset: not a result.**"))
      #expect(document.contains("| LeNet-5 | **random** | 6 | 0.8750 | **0.6250 ± 0.1768** |"))
      #expect(document.contains("](plots/comparison.png)"))
      #expect(document.contains("opened for at most 2 evaluations, one for each confirmed configuration"))
      #expect(document.contains("with the highest validation accuracy (of equal ones the lowest validation loss)"))
      #expect(document.contains("at most 2,000 training images, 20 % of the configured epochs (at least one)"))
      let hidden = try FileManager.default.contentsOfDirectory(atPath: run.folder.path).filter { $0.hasPrefix(".") }
      #expect(hidden == [".mine.csv"])
    }
  }

  @Test func aRunWithoutAnyTrialHasEmptyTables() throws {
    try withTemporaryFolder { folder in
      let run = try TinyRun.begin(in: folder.appending(path: "run"))
      var notes: [String] = []
      try RunReport(run).write { notes.append($0) }
      #expect(try files(run.folder).keys.contains { $0.hasPrefix("parallel/") } == false)
      #expect(notes.contains { $0.hasPrefix("no figure comparison: nothing has been tested yet") })
    }
  }

  @Test func theTerminalGetsAnAlignedTable() throws {
    try withTemporaryFolder { folder in
      let report = RunReport(try TinyRun.filled(in: folder.appending(path: "run")))
      let lines = try report.summaryText().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      #expect(lines[0].hasPrefix("Quick smoke run on a subset: not a result, "))
      #expect(
        Array(lines[1...]) == [
          "", "family             method    trials  validation accuracy    test accuracy   seeds  published",
          "LeNet-5            random *       6               0.8750  0.6250 ± 0.1768       2          –",
          "LeNet-5 augmented  random *       1               0.7500                –  0 of 2          –",
          "* the family's best study by validation accuracy; test accuracy is mean ± standard deviation over seeds", "",
        ])
      #expect(report.readme.path.hasSuffix("run/README.md"))
    }
  }

  @Test func changedDataAreRefusedBeforeAnythingIsWritten() throws {
    try withTemporaryFolder { folder in
      let place = folder.appending(path: "run")
      _ = try TinyRun.filled(in: place)
      let labels = folder.appending(path: "tiny/train-labels-idx1-ubyte")
      var bytes = try Data(contentsOf: labels)
      bytes.swapAt(bytes.count - 1, bytes.count - 2)
      try bytes.write(to: labels)
      let changed = try Run.open(place, writing: false)
      let before = try FileManager.default.contentsOfDirectory(atPath: place.path).sorted()
      let error = #expect(throws: ReportError.self) { try RunReport(changed).write { _ in } }
      guard case .otherData(_, let studies, let stored, let now) = error else {
        Issue.record("unexpected \(String(describing: error))")
        return
      }
      #expect(studies == ["lenet5/random", "lenet5_augmented/random"])
      #expect(stored != now && now == changed.data.training.digest)
      #expect(error?.description.contains("Put the original files back") == true)
      #expect(throws: ReportError.self) { try RunReport(changed).summaryText() }
      #expect(try FileManager.default.contentsOfDirectory(atPath: place.path).sorted() == before)
    }
  }

  @Test func aBudgetIsOneSentence() {
    #expect(
      BudgetText.sentence(Budget(.full))
        == "Search (as many trials as each sweep file asks for): all training images, all configured epochs, validated "
        + "on all validation images; confirmation: all training and validation images, all configured epochs, "
        + "5 fresh seeds for each study.")
    let standard = BudgetText.sentence(Budget(.standard))
    #expect(standard.contains("at most 10,000 training images, 20 % of the configured epochs"))
    #expect(standard.contains("5 fresh seeds for the best study of each family and 2 for the others"))
  }

  @Test func studiesOfOneFamilyAndMethodKeepApart() throws {
    func definition(_ name: String, _ family: String = "lenet5", _ method: String = "random") -> StudyDefinition {
      StudyDefinition(
        name: name, family: family, method: method, metric: "val_accuracy", goal: .maximize, trialBudget: 1, lag: 1,
        seed: 1)
    }
    let labels = StudyLabel.labels(of: [
      definition("lenet5/random"), definition("my wide, sweep"), definition("my wide: sweep"),
      definition("alone", "padocanet"), definition("lenet5/grid", "lenet5", "grid"),
    ])
    #expect(labels.map(\.method) == ["random", "my-wide--sweep", "my-wide--sweep-2", "random", "grid"])
    #expect(labels[3].fileStem == "padocanet_random")
    #expect(Set(labels.map(\.fileStem)).count == 5)
  }
}
