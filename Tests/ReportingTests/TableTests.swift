import Experiments
import Foundation
import Studies
import Testing

@testable import Reporting

/// Tables of a run whose store was filled by hand.
@Suite struct TableTests {
  private func text(_ make: (RunFacts) throws -> CSVTable) throws -> [String] {
    try withTemporaryFolder { folder in
      let table = try make(RunFacts(TinyRun.filled(in: folder.appending(path: "run"))))
      return table.text.split(separator: "\n").map(String.init)
    }
  }

  @Test func summary() throws {
    let lines = try text(SummaryTable.make)
    #expect(lines.count == 3)
    #expect(
      lines[1]
        == "lenet5,random,6,4,1,1,0,0,0,2,activation=relu batch_normalization=false dense_units=32 epochs=2 filters=16 "
        + "learn_rate=0.01,0.25,0.875,2,0.625,0.1767766952966369,0.5,0.0,0.5,0.0,0.5,0.0,0.5,0.0,0.5,0.0,0.5,0.0,,,,,"
        + "lenet5/random,quick,quick smoke run on a subset: not a result")
    #expect(
      lines[2]
        == "lenet5_augmented,random,1,1,0,0,0,0,0,1,rotation_range=20,0.5,0.75,0,,,,,,,,,,,,,,,,,,,lenet5_augmented/random,"
        + "quick,quick smoke run on a subset: not a result")
  }

  @Test func trials() throws {
    let lines = try text(TrialsTable.make)
    #expect(lines.count == 8)
    #expect(
      lines[0].hasSuffix(
        "config.activation,config.batch_normalization,config.dense_units,config.epochs,config.filters,"
          + "config.learn_rate,config.rotation_range"))
    #expect(
      lines[1]
        == "lenet5,random,1,complete,,,0000000000000000,1.25,0.5,1,1,100,200,tanh,true,\"120,84\",2,4,0.001,")
    #expect(
      lines[3]
        == "lenet5,random,3,diverged,\"the loss was not finite in epoch 1, step 2\",,0000000000000002,,,,1,,,relu,true,"
        + "32,2,16,0.1,")
  }

  @Test func epochs() throws {
    #expect(
      try text(EpochsTable.make).dropFirst() == [
        "lenet5,random,search,1,,0,1,0.001,2.0,0.25,1.25,0.5", "lenet5,random,search,2,,1,1,0.001,2.0,0.25,0.25,0.875",
        "lenet5,random,search,3,,0,1,0.1,,0.25,,", "lenet5,random,search,5,,0,1,0.001,2.0,0.25,0.5,0.75",
        "lenet5,random,search,6,,0,1,0.001,2.0,0.25,0.75,0.75", "lenet5,random,confirm,2,1,1,1,0.001,1.0,0.5,,",
        "lenet5,random,confirm,2,2,1,1,0.001,1.0,0.5,,",
        "lenet5_augmented,random,search,1,,1,1,0.001,2.0,0.25,0.5,0.75",
      ])
  }

  @Test func history() throws {
    #expect(
      try text({ HistoryTable.make($0.studies) }).dropFirst() == [
        "lenet5,random,1,validation_accuracy,maximize,0.5,0.5",
        "lenet5,random,2,validation_accuracy,maximize,0.875,0.875",
        "lenet5,random,3,validation_accuracy,maximize,,0.875", "lenet5,random,4,validation_accuracy,maximize,,0.875",
        "lenet5,random,5,validation_accuracy,maximize,0.75,0.875",
        "lenet5,random,6,validation_accuracy,maximize,0.75,0.875",
        "lenet5_augmented,random,1,validation_loss,minimize,0.5,0.5",
      ])
  }

  @Test func importanceIsNotInventedFromFewTrials() throws {
    let lines = try text({ ImportanceTable.make($0.studies, seed: $0.plan.seed) })
    // Four trials: correlations, but no forest; a study of one trial has no rows; the constant has none either.
    #expect(lines.count == 1 + 1 + 3 + 1 + 1 + 1 + 1)
    #expect(lines.allSatisfy { !$0.contains("epochs") && !$0.hasPrefix("lenet5_augmented") })
    let keys = lines.dropFirst().map { line in
      line.split(separator: ",", omittingEmptySubsequences: false)[2...4].joined(separator: "|")
    }
    #expect(
      keys == [
        "activation||", "activation|tanh|", "activation|relu|", "activation|sigmoid|", "batch_normalization|true|",
        "dense_units|32|", "filters||", "learn_rate||",
      ])
    // Categories have an effect instead of a correlation; two trials ended without a value.
    func cell(_ line: String, _ column: String) throws -> String {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return cells[try #require(ImportanceTable.columns.firstIndex(of: column))]
    }
    #expect(try cell(lines[1], "correlation").isEmpty && Double(cell(lines[1], "eta_squared")) != nil)
    #expect(try cell(lines[1], "excluded") == "2" && cell(lines[1], "kind") == "category")
    // relu 0.875 against tanh 0.5, 0.75 and sigmoid 0.75.
    #expect(try abs(#require(Double(cell(lines[3], "mean_difference"))) - (0.875 - 2.0 / 3)) < 1e-12)
    #expect(try cell(lines[7], "kind") == "number" && !cell(lines[7], "correlation").isEmpty)
  }

  @Test func confusionAndClassification() throws {
    let confusion = try text { ConfusionTable.make($0.studies[0], classNames: $0.classNames) }
    #expect(confusion.count == 1 + 2 * 9)
    #expect(confusion[7] == "1,2,0,1")
    let report = try text(ClassificationTable.make)
    #expect(
      report[1...5] == [
        "lenet5,random,1,0,0.5,1.0,0.6666666666666666,1", "lenet5,random,1,1,1.0,1.0,1.0,1",
        "lenet5,random,1,2,1.0,0.5,0.6666666666666666,2",
        "lenet5,random,1,macro avg,0.8333333333333334,0.8333333333333334,0.7777777777777777,4",
        "lenet5,random,1,weighted avg,0.875,0.75,0.75,4",
      ])
  }

  @Test func mistakesKeepTheirSizeWithoutBackground() throws {
    #expect(try text(MistakesTable.make).dropFirst() == ["lenet5,random,1,4,2,0,0.5,0.25"])
    #expect(try text(MistakesPixelsTable.make).dropFirst() == ["lenet5,random,1,0,1,9", "lenet5,random,1,1,1,0"])
  }

  @Test func testOpenings() throws {
    #expect(
      try text(TestOpeningsTable.make).last
        == "lenet5,random,lenet5/random,activation=relu batch_normalization=false dense_units=32 epochs=2 filters=16 "
        + "learn_rate=0.01,2,confirmation,1")
  }

  @Test func parallelCoordinates() throws {
    let lines = try text { ParallelTable.make($0.studies[0]) }
    #expect(
      lines.filter { $0.hasPrefix("tick,,4,") } == [
        "tick,,4,learn_rate,numeric,0.0,0.001,", "tick,,4,learn_rate,numeric,0.238561,0.003,",
        "tick,,4,learn_rate,numeric,0.5,0.01,", "tick,,4,learn_rate,numeric,0.738561,0.03,",
        "tick,,4,learn_rate,numeric,1.0,0.1,",
      ])
    #expect(
      lines.filter { $0.hasPrefix("tick,,3,") } == [
        "tick,,3,filters,categorical,0.0,4,", "tick,,3,filters,categorical,1.0,16,",
      ])
    #expect(lines.contains("line,1,2,dense_units,categorical,0.0,120 84,0.0"))
    // Worst first; of two equal trials the earlier one is drawn over the later.
    let order = lines.filter { $0.hasPrefix("line,") && $0.contains("validation_accuracy") }
    #expect(order.map { $0.split(separator: ",")[1] } == ["1", "6", "5", "2"])
    #expect(order.first == "line,1,5,validation_accuracy,metric,0.0,0.5,0.0")
    #expect(order.last == "line,2,5,validation_accuracy,metric,1.0,0.875,1.0")
  }
}
