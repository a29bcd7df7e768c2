import Foundation
import Statistics
import TestSupport
import Testing

@testable import Experiments

/// Tables of runs: what is read, and how faults are named.
struct AblationTableTests {
  private func read(_ text: String, baseline: String? = nil, metric: String? = nil) throws -> AblationCSV.Reading {
    let folder = FileManager.default.temporaryDirectory.appending(path: "ablation-table-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("true_class,predicted_class,b\n3,3,7\n7,3,7\n".utf8).write(to: folder.appending(path: "p.csv"))
    try Data("epoch,accuracy\n1,0.5\n2,0.75\n".utf8).write(to: folder.appending(path: "c.csv"))
    let file = folder.appending(path: "runs.csv")
    try Data(text.utf8).write(to: file)
    return try AblationCSV.read(file, baseline: baseline, metric: metric)
  }

  private func message(_ text: String, baseline: String? = nil, metric: String? = nil) -> String {
    do {
      _ = try read(text, baseline: baseline, metric: metric)
      return "no error"
    } catch { return "\(error)" }
  }

  @Test func readsNamedArms() throws {
    let reading = try read(
      "arm,seed,accuracy,loss,host\r\n\"a, b\",1,0.9,1,x\r\nc,1,0.8,2,y\r\n\r\n", baseline: "a, b", metric: "accuracy")
    #expect(reading.table.arms == ["a, b", "c"] && reading.table.metricNames == ["accuracy", "loss"])
    #expect(reading.table.values(of: "c", metric: 1) == [2])
    #expect(reading.notes == ["column 'host' left out: 'x' in line 2 is not a number"])
  }

  @Test func readsComponentsPredictionsAndCurves() throws {
    let reading = try read(
      """
      component.dropout,component.activation,seed,accuracy,seconds,parameters,predictions,curve
      True,relu,7,0.9,1.5,10,p.csv,c.csv
      False,relu,7,0.8,,,p.csv#b,
      True,tanh,7,0.7,,,,
      """, baseline: "dropout=on activation=relu")
    let table = reading.table
    // The bare form is never the baseline's.
    #expect(table.factors == [Factor(name: "dropout"), Factor(name: "activation", levels: ["tanh", "relu"])])
    #expect(table.arms == ["dropout=on activation=relu", "dropout=off activation=relu", "dropout=on activation=tanh"])
    #expect(table.levels(of: table.arms[1]) == [0, 1])
    #expect(table.classNames == ["3", "7"])
    let run = table.runs(of: table.baseline)[0]
    #expect(run.predictions == .init(truth: [0, 1], predicted: [0, 0]) && run.seconds == 1.5 && run.parameters == 10)
    #expect(run.curve == [.init(epoch: 1, value: 0.5), .init(epoch: 2, value: 0.75)])
    #expect(table.predictions(of: table.arms[1])?.first?.predicted == [1, 1])
    #expect(table.predictions(of: table.arms[2]) == nil)
  }

  /// Runs that did not complete need no metric, and take their arm out of the comparisons.
  @Test func readsHowRunsEnded() throws {
    let table = try read(
      "arm,seed,state,m,n\nfull,1,complete,1,2\nfull,2,complete,2,3\nb,1,diverged,,\nb,2,complete,1,1\nc,1,complete,3,x\n"
        + "c,2,complete,4,y\nd,1,failed,nan,-\nd,2,infeasible,,\n", metric: "m"
    ).table
    #expect(table.metricNames == ["m"] && table.arms == ["full", "c"] && table.allArms == ["full", "b", "c", "d"])
    #expect(
      table.incomplete.map(\.sentence) == [
        "'b' diverged on 1 of 2 seeds: no comparison",
        "'d' failed on 1, is infeasible on 1 of 2 seeds: no comparison",
      ])
    #expect(
      message("arm,seed,state,m\nfull,1,complete,1\nb,1,diverge,1\n").contains(
        "runs.csv:3: column 'state': 'diverge' is not a way in which a run ends: complete, diverged, failed, infeasible - "
          + "did you mean 'diverged'?"))
    #expect(
      message("arm,seed,state,m\nfull,1,complete,1\nb,1,complete,\n", metric: "m").contains(
        "runs.csv:3: column 'm': '' is not"))
    #expect(
      message("arm,seed,state,m\nfull,1,failed,\nfull,2,complete,1\nb,1,complete,1\nb,2,complete,1\n").contains(
        "nothing can be compared, because every comparison with 'full' or of the design lacks an arm: 'full' failed on 1 "
          + "of 2 seeds"))
    #expect(message("arm,seed,state,m\nfull,1,complete,1\nb,1,diverged,1\n").contains("'b' diverged on 1 of 1 seed"))
  }

  /// The baseline of named arms is the one named `full`.
  @Test func anArmNamedFullIsTheBaseline() throws {
    let table = try read("arm,seed,m\na,1,3\nfull,1,4\n").table
    #expect(table.baseline == "full" && table.factors.isEmpty && table.arms == ["a", "full"])
    let forms = try read(
      "arm,component.x,seed,m\na,tanh,1,3\nfull,relu,1,4\n"
    ).table
    #expect(forms.baseline == "full" && forms.factors[0].levels == ["tanh", "relu"])
  }

  @Test func namesArmsByTheirComponents() throws {
    let table = try read(
      "component.a,component.b,seed,m\non,on,1,1\non,off,1,1\noff,on,1,1\noff,off,1,1\n"
    ).table
    #expect(table.arms == ["full", "no b", "no a", "bare"] && table.baseline == "full")
  }

  @Test(arguments: [
    ("", "runs.csv:1: the file is empty"),
    ("arm,accuracy\na,1\n", "no column 'seed'"),
    ("seed,accuracy\n1,1\n", "no column 'arm'"),
    ("arm,seed,accuracy\n", "there is a header but no run"),
    ("arm,seed,m\na,1,0.5\nb,1,high\n", "no column of numbers"),
    ("arm,seed,m\na,1\n", "runs.csv:2: 2 cells where the header has 3"),
    ("arm,seed,m\n\"a,1,3\n", "runs.csv:2: a quoted cell that never ends"),
    ("arm,arm,m\na,1,3\n", "column 'arm': the header has this column twice"),
    ("arm,seed,m\n,1,3\n", "runs.csv:2: column 'arm': an empty cell"),
    ("arm,seed,m\na,,3\n", "runs.csv:2: column 'seed': an empty cell"),
    ("arm,seed,m,n\na,1,3,4\nb,1,3,4\n", "several columns could be the metric: m, n"),
    ("arm,seed,m\na,1,3\nb,1,4\n", "which arm is the baseline cannot be seen; name it by --baseline: a, b"),
    ("arm,seed,m,seconds\na,1,3,-4\nb,1,4,1\n", "runs.csv:2: column 'seconds': '-4' is not a number from 0 on"),
    ("arm,seed,m,predictions\na,1,3,q.csv\nb,1,4,\n", "runs.csv:2: column 'predictions': 'q.csv' cannot be read"),
    ("component.a,seed,m\non,1,3\non,2,4\n", "column 'component.a': 'on' in every row"),
    ("component.a,seed,m\non,1,3\n,1,4\n", "runs.csv:3: column 'component.a': an empty cell"),
  ])
  func faultsAreNamedWithTheirPlace(_ text: String, _ expected: String) {
    let baseline = text.contains("predictions") || text.contains("seconds") ? "a" : nil
    #expect(message(text, baseline: baseline).contains(expected), "\(message(text, baseline: baseline))")
  }

  @Test func metricsAreChecked() {
    let text = "arm,seed,accuracy\na,1,0.5\nb,1,nan\n"
    #expect(
      message(text, baseline: "a", metric: "accuracy").contains("runs.csv:3: column 'accuracy': 'nan' is not a finite"))
    #expect(message(text, baseline: "a", metric: "acuracy").contains("did you mean 'accuracy'?"))
  }

  @Test func missingAndRepeatedPairsAreNamed() {
    let rows = "arm,seed,m\na,1,3\na,2,3\na,3,3\nb,1,4\n"
    #expect(message(rows, baseline: "a").contains("2 pairs are missing: arm 'b' seed 2, arm 'b' seed 3; every arm"))
    #expect(message(rows + "b,1,5\n", baseline: "a").contains("arm 'b' has two runs for seed 1"))
    #expect(message(rows, baseline: "c").contains("no arm is named 'c'; the arms are a, b"))
    #expect(message("arm,seed,m\na,1,3\n", baseline: "a").contains("'a' is the only arm"))
    #expect(
      message("arm,component.x,seed,m\na,on,1,3\na,off,2,3\n").contains("the runs of arm 'a' have different components")
    )
    #expect(
      message("arm,component.x,seed,m\na,on,1,3\nb,off,1,3\nc,off,1,4\n").contains(
        "the arms 'b' and 'c' have the same components"))
  }
}
