import Foundation
import TestSupport
import Testing

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
}
