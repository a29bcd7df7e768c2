import Foundation
import TestSupport
import Testing

@testable import BenchCommand

/// What `bench` says to arguments that it cannot measure with.
@Suite struct BenchUsageTests {
  /// The smallest and the largest of five values enclose the median with 94 % at most.
  @Test(arguments: [
    ["train", "--epochs", "5"], ["augment", "--epochs", "5"], ["layers", "--rounds", "5"], ["infer", "--rounds", "5"],
    ["scale", "--rounds", "5"], ["scale", "--threads", "2", "--rounds", "5"], ["start", "--rounds", "5"],
    ["peers", "--python", "x", "--rounds", "5"], ["compare", "--baseline", "HEAD", "--rounds", "5"],
  ])
  func tooFewRoundsHaveNoInterval(_ arguments: [String]) throws {
    let outcome = try Program.bench.run(arguments)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("5: give 6 to 1"), "\(outcome.errors)")
    #expect(outcome.errors.contains("fewer have no 95 % interval"), "\(outcome.errors)")
  }

  @Test(arguments: [
    (["train", "--set", "batch_size=32"], "--set batch_size=32: the batch sizes to measure are given by --batch"),
    (["infer", "--set", "epochs=3"], "--set epochs=3: how much is measured is given by --epochs or --rounds"),
    (
      ["scale", "--family", "lenet5", "--family", "padocanet"],
      "--family is given 2 times, but bench scale measures one"
    ),
    (["scale", "--batch", "16", "--batch", "32"], "--batch is given 2 times"),
    (["scale", "--threads", "2", "--threads", "2"], "--threads 2 is given twice"),
    (["layers", "--family", "lenet5", "--family", "lenet5"], "--family lenet5 is given twice"),
    (["train", "--batch", "32", "--batch", "32"], "--batch 32 is given twice"),
    (["start", "--json", "x", "--output", "y"], "--output and --json exclude each other"),
  ])
  func nothingIsIgnored(_ arguments: [String], _ says: String) throws {
    let outcome = try Program.bench.run(arguments)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains(says), "\(outcome.errors)")
  }

  /// Found out before anything is measured.
  @Test func aPlaceThatCannotBeWrittenToIsRefused() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("", to: "file")
    for (arguments, says) in [
      (["--output", file], "which is a file - give another folder with --output"),
      (["--output", "\(file)/below"], "give another folder with --output"),
      (["--json", "\(file)/record.json"], "which is a file - give another folder with --json"),
      (["--json", folder.url.path], "is a folder - give a file with --json"),
    ] {
      let options = try OutputOptions.parse(arguments)
      let error = #expect(throws: (any Error).self) { try options.open("peak", draws: false) }
      #expect("\(try #require(error))".contains(says), "\(String(describing: error))")
      #expect(OutputOptions.exitCode(for: try #require(error)).rawValue == 64)
    }
    _ = try OutputOptions.parse(["--json", folder.url.appending(path: "new/r.json").path]).open("peak")
    #expect(FileManager.default.fileExists(atPath: folder.url.appending(path: "new").path))
  }
}
