import Statistics

/// The trained models of each seed against each other, image by image; images are never pooled over seeds.
public struct ModelComparison: Hashable, Sendable {
  /// Two arms with one seed.
  public struct Row: Hashable, Sendable {
    /// The first arm.
    public let first: String
    /// The second arm.
    public let second: String
    /// The seed's name.
    public let seed: String
    /// Images that one of the two has right, and the p values.
    public let test: McNemarTest
    /// The p value to read, after Holm's correction for all pairs of the seed.
    public let adjustedPValue: Double
  }

  /// All arms with one seed.
  public struct SeedRow: Hashable, Sendable {
    /// The seed's name.
    public let seed: String
    /// Whether any of the models differ; `nil` where no image tells any of them apart.
    public let cochran: CochranQTest?
  }

  /// The arms that are compared, the baseline first.
  public let arms: [String]
  /// How many images there are.
  public let images: Int
  /// Each pair with each seed: by first arm, second arm, seed.
  public let rows: [Row]
  /// Each seed.
  public let seeds: [SeedRow]

  /// `nil` where fewer than two of the arms kept the predictions of every seed.
  init?(_ table: AblationTable, arms: [String], alpha: Double) {
    let kept = arms.filter { table.predictions(of: $0) != nil }
    guard kept.count >= 2 else { return nil }
    self.arms = kept
    let correct = kept.map { arm in
      (table.predictions(of: arm) ?? []).map { run in zip(run.truth, run.predicted).map { $0 == $1 } }
    }
    images = correct[0][0].count
    var byPair: [[Row]] = []
    var seedRows: [SeedRow] = []
    for (position, seed) in table.seeds.enumerated() {
      var tests: [(String, String, McNemarTest)] = []
      for first in kept.indices {
        for second in kept.indices where second > first {
          let test = McNemarTest(firstCorrect: correct[first][position], secondCorrect: correct[second][position])
          tests.append((kept[first], kept[second], test))
        }
      }
      let adjusted = holmAdjusted(tests.map(\.2.pValue))
      let rows = zip(tests, adjusted).map { test, p in
        Row(first: test.0, second: test.1, seed: seed, test: test.2, adjustedPValue: p)
      }
      if byPair.isEmpty { byPair = rows.map { _ in [] } }
      for (index, row) in rows.enumerated() { byPair[index].append(row) }
      seedRows.append(SeedRow(seed: seed, cochran: CochranQTest(correct: correct.map { $0[position] })))
    }
    rows = byPair.flatMap(\.self)
    seeds = seedRows
  }
}
