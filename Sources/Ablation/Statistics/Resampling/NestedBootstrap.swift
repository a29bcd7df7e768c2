import Seeding

/// What two models of one seed predicted for the same images.
public struct PairedPredictions: Hashable, Sendable {
  /// The class of each image.
  public let truth: [Int]
  /// What the first model predicted.
  public let first: [Int]
  /// What the second model predicted.
  public let second: [Int]

  /// Describes predictions; classes count from zero.
  ///
  /// - Precondition: all have the same length, at least one.
  public init(truth: [Int], first: [Int], second: [Int]) {
    precondition(!truth.isEmpty, "predictions need images")
    precondition(first.count == truth.count && second.count == truth.count, "predictions need the same images")
    (self.truth, self.first, self.second) = (truth, first, second)
  }
}

/// A bootstrap of seeds and, within each drawn seed, of images: how far a difference of totals such as macro F1 would move
/// with other seeds and other test images.
public struct NestedBootstrap: Hashable, Sendable {
  /// How many resamples are drawn.
  public var resamples: Int
  /// The nominal coverage.
  public var level: Double

  /// Chooses the effort; a resample costs as many draws as there are predictions.
  public init(resamples: Int = 1_000, level: Double = 0.95) {
    precondition(resamples >= 1, "a bootstrap needs at least 1 resample, got \(resamples)")
    (self.resamples, self.level) = (resamples, level)
  }

  /// The mean over the seeds of second less first, of each number that `statistics` makes of a confusion matrix.
  ///
  /// With one seed only images are drawn. Images are drawn for both models together.
  ///
  /// - Parameters:
  ///   - seeds: the predictions of each seed.
  ///   - statistics: of a confusion matrix, counts in rows of the true class.
  /// - Returns: a percentile interval for each statistic.
  /// - Precondition: at least one seed; all classes are below `classCount`.
  public func differences(
    _ seeds: [PairedPredictions], classCount: Int, seed: SeedSequence, statistics: ([[Int]]) -> [Double]
  ) -> [ConfidenceInterval] {
    precondition(!seeds.isEmpty, "a bootstrap needs seeds")
    // Both predictions of an image in one code, so that a draw is one addition.
    let cells = classCount * classCount * classCount
    let codes = seeds.map { predictions in
      predictions.truth.indices.map { image -> Int in
        let (t, a, b) = (predictions.truth[image], predictions.first[image], predictions.second[image])
        precondition(max(t, a, b) < classCount && min(t, a, b) >= 0, "a class outside 0..<\(classCount)")
        return (t * classCount + a) * classCount + b
      }
    }
    func difference(_ counts: [Int]) -> [Double] {
      var first = [[Int]](repeating: [Int](repeating: 0, count: classCount), count: classCount)
      var second = first
      for (code, count) in counts.enumerated() where count > 0 {
        let (t, a, b) = (code / classCount / classCount, code / classCount % classCount, code % classCount)
        first[t][a] += count
        second[t][b] += count
      }
      return zip(statistics(second), statistics(first)).map { $0 - $1 }
    }
    func mean(_ rows: [[Double]]) -> [Double] {
      rows[0].indices.map { column in rows.reduce(0) { $0 + $1[column] } / Double(rows.count) }
    }
    let estimates = mean(
      codes.map { code in
        var counts = [Int](repeating: 0, count: cells)
        for cell in code { counts[cell] += 1 }
        return difference(counts)
      })
    var generator = seed.child("nested-bootstrap").generator()
    let draws = (0..<resamples).map { _ in
      mean(
        codes.indices.map { _ in
          let code = codes[codes.count == 1 ? 0 : generator.uniform(below: codes.count)]
          var counts = [Int](repeating: 0, count: cells)
          for _ in code.indices { counts[code[generator.uniform(below: code.count)]] += 1 }
          return difference(counts)
        })
    }
    return estimates.enumerated().map { column, estimate in
      BootstrapDistribution(estimate: estimate, replicates: draws.map { $0[column] }).percentileInterval(level: level)
    }
  }
}
