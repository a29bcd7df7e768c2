import Datasets
import Foundation
import TestSupport
import Testing
import Training

@testable import Benchmarking

/// What the peers' scripts are told, and the table of what they answer.
@Suite struct PeerTests {
  private static let images = LabeledImages(
    height: 12, width: 10, classCount: 3, pixels: [UInt8](repeating: 7, count: 2 * 120), labels: [2, 0])

  @Test func theJobNamesEveryLayer() throws {
    let file = URL(filePath: "/data/x")
    let job = PeerJob(ModelConfiguration(.lenet5), data: Self.images, images: file, labels: file)
    #expect(job.input == [1, 12, 10])
    #expect(
      job.layers.map(\.kind) == ["convolution", "average", "convolution", "average", "dense", "dense", "dense"])
    #expect(
      job.layers[0]
        == PeerJob.Layer(kind: "convolution", units: 6, size: 5, padding: "same", activation: "tanh"))
    #expect(job.layers.last == PeerJob.Layer(kind: "dense", units: 3, activation: "identity"))
    let padocanet = PeerJob(ModelConfiguration(.padocanet), data: Self.images, images: file, labels: file)
    #expect(padocanet.layers.contains { $0.kind == "batch_norm" && $0.momentum == 0.99 && $0.epsilon == 1e-3 })
    #expect(padocanet.layers.contains { $0.kind == "dropout" && $0.rate != nil })
    let text = String(decoding: try JSONEncoder().encode(job), as: UTF8.self)
    #expect(text.contains("\"learning_rate\"") && text.contains("\"leaky_slope\""))
  }

  @Test func otherOptimizersAreRefused() {
    var configuration = ModelConfiguration(.lenet5)
    #expect(PeerJob.infeasibility(configuration) == nil)
    configuration.optimizer = .sgd
    #expect(PeerJob.infeasibility(configuration)?.contains("optimizer=adam") == true)
    configuration = ModelConfiguration(.lenet5)
    configuration.schedule = .cosine
    #expect(PeerJob.infeasibility(configuration)?.contains("schedule=constant") == true)
  }

  @Test func exportedImagesAreIDXFiles() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "peers-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = try PeerJob.export(Self.images, to: folder)
    #expect(
      try Data(contentsOf: files.images)
        == Data([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 12, 0, 0, 0, 10]) + Data(Self.images.pixels))
    #expect(try Data(contentsOf: files.labels) == Data([0, 0, 8, 1, 0, 0, 0, 2, 2, 0]))
  }

  @Test func theTableIsDocumentedAndItsRatiosAreTheRounds() throws {
    func row(_ framework: String, _ factor: Double, rounds: Int, batch: Int) -> PeerTable.Row {
      let times = (0..<rounds).map { factor * (1 + 0.1 * Double($0)) }
      return PeerTable.Row(
        family: "lenet5", framework: framework, version: framework == "ablation" ? "" : "1.0", batch: batch,
        processor: times, wall: times)
    }
    let table = PeerTable([
      row("ablation", 1, rounds: 6, batch: 64), row("torch", 8, rounds: 6, batch: 64),
      row("ablation", 1, rounds: 2, batch: 32), row("torch", 9, rounds: 2, batch: 32),
    ])
    let document = try String(
      contentsOf: Fixtures.projectRoot.appending(path: "docs/csv-columns.md"), encoding: .utf8)
    let part = try #require(document.components(separatedBy: "## `peers.csv`").dropFirst().first)
    for column in PeerTable.columns { #expect(part.contains("`\(column)`"), "\(column)") }
    let lines = table.csv.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    #expect(lines[0] == PeerTable.columns)
    #expect(lines.allSatisfy { $0.count == PeerTable.columns.count })
    #expect(lines[1][8] == "" && lines[1][5] != "")
    #expect(abs(try #require(Double(lines[2][8])) - 8) < 1e-12)
    // Two rounds are too few for an interval.
    #expect(abs(try #require(Double(lines[4][8])) - 9) < 1e-12)
    #expect(lines[4][5] == "" && lines[4][9] == "" && lines[4][10] == "")
    #expect(table.text.contains("no interval from 2 rounds, which needs 6"))
  }

  @Test func whoLearnsSomethingElseIsNamed() throws {
    let ours = [0.3, 0.1, 0.05]
    #expect(PeerLosses.fault("torch", losses: [0.32, 0.11, 0.06], ours: ours) == nil)
    #expect(PeerLosses.fault("torch", losses: [0.27, 0.09, 0.04], ours: ours) == nil)
    for wrong in [[2.3, 2.3, 2.3], [0.2, 0.08, 0.04], [.nan, 0.1, 0.05]] {
      let fault = try #require(PeerLosses.fault("torch", losses: wrong, ours: ours))
      #expect(fault.hasPrefix("torch does not learn the same: its mean training loss is"))
      #expect(fault.contains("more than 25 % apart"))
    }
  }

  @Test func theRecordKeepsBothClocks() {
    var row = PeerTable.Row(
      family: "lenet5", framework: "torch", version: "2", batch: 32, processor: [1, 2], wall: [3, 4])
    row.losses = [0.5, 0.25, 0.15]
    let series = PeerTable.series([row], facts: NetworkFacts([], peakResidentBytes: 1))
    #expect(
      series.map(\.name) == ["peers/lenet5/batch32/torch/processor", "peers/lenet5/batch32/torch/wall"])
    #expect(series.map(\.samples) == [[1, 2], [3, 4]])
    #expect(abs((series[0].facts["mean_loss"] ?? 0) - 0.3) < 1e-12)
  }

  @Test func startedProgramsAreWaitedForOrStopped() throws {
    let shell = URL(filePath: "/bin/sh")
    let ended = try StartedProgram.times(shell, ["-c", "exit 0"])
    #expect(ended.wall > 0 && ended.processor >= 0)
    // A minute of sleep is not waited for.
    let stopped = try StartedProgram.times(shell, ["-c", "echo ready >&2; exec sleep 60"], untilErrorsSay: "ready")
    #expect(stopped.wall < 30)
    #expect(throws: StartedProgram.Failure.self) { try StartedProgram.times(shell, ["-c", "exit 3"]) }
    let silent = #expect(throws: StartedProgram.Failure.self) {
      try StartedProgram.times(shell, ["-c", "echo other >&2"], untilErrorsSay: "ready")
    }
    #expect(silent?.description.contains("other") == true)
    #expect(throws: StartedProgram.Failure.self) { try StartedProgram.times(URL(filePath: "/nowhere"), []) }
  }
}
