import Experiments
import Foundation
import Studies
import Testing

@testable import Reporting

/// The gap, the comparison and the recommendation on a run whose retrainings were stored by hand.
@Suite struct ConfirmedTests {
  private static let values: [(trial: Int, values: [Double?])] = [
    (1, [0.75, 0.5, 0.625]), (4, [0.625, 0.5, 0.5625]), (5, [0.125, 0.1, nil]),
  ]

  /// - Parameter multiplyAdds: of the trial that the search ranked second; the others have 200.
  private func run(in folder: URL, multiplyAdds: Int, values: [(trial: Int, values: [Double?])] = values) throws -> Run
  {
    let run = try TinyRun.filled(in: folder)
    var second = TinyRun.trials[4]
    second.multiplyAdds = multiplyAdds
    try run.store.save(second, ofStudy: "lenet5/random", timing: nil)
    for (trial, values) in values {
      for (replicate, value) in values.enumerated() {
        try run.store.save(
          Retraining(
            trial: trial, replicate: replicate, seed: UInt64(replicate), state: value == nil ? .diverged : .complete,
            detail: value == nil ? "the loss was not finite" : nil, value: value), ofStudy: "lenet5/random", timing: nil
        )
      }
    }
    try run.store.setMetadata(#"{"opensTest":false,"seeds":3,"top":3}"#, forKey: "retraining/lenet5/random")
    return run
  }

  private func rows(_ table: CSVTable) -> [[String: String]] {
    table.rows.map { Dictionary(zip(table.columns, $0.map(\.text)), uniquingKeysWith: { $1 }) }
  }

  @Test func theGapAndTheComparisonAreThoseOfTheSeeds() throws {
    try withTemporaryFolder { folder in
      let facts = try RunFacts(run(in: folder.appending(path: "run"), multiplyAdds: 200))
      let rows = rows(ConfirmedTable.make(facts))
      #expect(rows.map { $0["trial"] } == ["2", "5", "6"] && rows.map { $0["search_rank"] } == ["1", "2", "3"])
      #expect(rows.map { $0["selected"] } == ["0.875", "0.75", "0.75"])
      #expect(rows.map { $0["mean"] } == ["0.625", "0.5625", "0.1125"])
      #expect(rows.map { $0["optimism_gap"] } == ["0.25", "0.1875", "0.6375"])
      #expect(rows.map { $0["leader"] } == ["1", "0", "0"] && rows.map { $0["among_best"] } == ["1", "1", "0"])
      #expect(rows.map { $0["failed"] } == ["0", "0", "1"] && rows.map { $0["missing"] } == ["0", "0", "0"])
      #expect(rows[1]["behind_leader"] == "0.0625" && rows[2]["behind_leader"] == "")
      // scipy.stats.ttest_rel([0.75, 0.5, 0.625], [0.625, 0.5, 0.5625]).pvalue
      #expect(abs(try #require(Double(rows[1]["p"] ?? "")) - 0.225_403_330_758_516_6) < 1e-12)
      // Equally dear: the better one.
      #expect(rows.map { $0["recommended"] } == ["1", "0", "0"])
      #expect(self.rows(ConfirmedSeedsTable.make(facts)).count == 9)
    }
  }

  @Test func theCheaperOfTwoThatCannotBeToldApartIsRecommended() throws {
    try withTemporaryFolder { folder in
      let run = try run(in: folder.appending(path: "run"), multiplyAdds: 150)
      let rows = rows(ConfirmedTable.make(try RunFacts(run)))
      #expect(rows.map { $0["recommended"] } == ["0", "1", "0"])
      let text = try RunReport(run).confirmedText(ofStudy: "lenet5/random")
      for part in [
        "the best trial of the search was not distinguishable from its fresh seeds (gap +0.2500 [-0.0605, +0.5605])",
        "Not distinguishable at 5 % after correction: trial 2, trial 5.",
        "Recommended: trial 5, the cheapest", "of the 2 that even an uncorrected test does not tell from the leader",
        "it may be worse than the leader by up to 0.2178", "Left out of the comparison", "trial 6",
        // (1.96 + 0.84)^2 / 1^2 + 2 = 9.85: 10 seeds, of which there are 3.
        "about 7 more seeds of each",
      ] { #expect(text.contains(part), "'\(part)' is not in: \(text)") }
    }
  }

  /// The search's value is 0.875.
  ///
  /// Student's quantile of 2 degrees of freedom is 4.3027; the deviation of three values in steps of 1/128 is 1/128, half
  /// the interval hence 0.0194.
  @Test(arguments: [
    (0.75, "too good by 0.1250 [0.1056, 0.1444];"),
    (0.875, "not distinguishable from its fresh seeds (gap +0.0000 [-0.0194, +0.0194]);"),
    (0.9375, "not too good, but worse than its fresh seeds by 0.0625 [0.0431, 0.0819];"),
  ])
  func theGapIsPutInWordsWithItsSign(_ middle: Double, _ expected: String) throws {
    try withTemporaryFolder { folder in
      let run = try run(
        in: folder.appending(path: "run"), multiplyAdds: 200,
        values: [
          (1, [middle - 0.0078125, middle, middle + 0.0078125]), (4, [0.5, 0.25, 0.376]), (5, [0.125, 0.1, 0.11]),
        ])
      let text = try RunReport(run).confirmedText(ofStudy: "lenet5/random")
      #expect(text.contains("Optimism: the best trial of the search was \(expected)"), "\(text)")
    }
  }

  /// The second loses by the same with every seed, hence is worse for certain, however cheap.
  @Test func aCheaperOneThatIsWorseIsNotRecommended() throws {
    try withTemporaryFolder { folder in
      let run = try run(
        in: folder.appending(path: "run"), multiplyAdds: 1,
        values: [(1, [0.75, 0.5, 0.625]), (4, [0.5, 0.25, 0.376]), (5, [0.125, 0.1, 0.11])])
      let rows = rows(ConfirmedTable.make(try RunFacts(run)))
      #expect(rows.map { $0["recommended"] } == ["1", "0", "0"])
      #expect(rows[1]["among_best"] == "0")
    }
  }

  @Test func withoutACompleteConfigurationNothingIsRecommended() throws {
    try withTemporaryFolder { folder in
      let run = try run(in: folder.appending(path: "run"), multiplyAdds: 200, values: [(1, [0.5, nil])])
      let facts = try RunFacts(run)
      let rows = rows(ConfirmedTable.make(facts))
      #expect(rows.allSatisfy { $0["recommended"] == "0" && $0["leader"] == "0" })
      #expect(rows.map { $0["missing"] } == ["1", "3", "3"])
      #expect(try RunReport(run).confirmedText(ofStudy: "lenet5/random").contains("none is recommended"))
      #expect(try RunReport(run).confirmedText(ofStudy: "lenet5_augmented/random").contains("nothing of"))
    }
  }
}
