import Seeding
import Statistics

/// How an arm differs from its reference on one class, or on the average of all.
public struct ClassDifference: Hashable, Sendable {
  /// The position of the effect in the declared family.
  public let effect: Int
  /// The class; `nil` for the plain average over classes.
  public let classIndex: Int?
  /// Mean F1 of the reference over the seeds.
  public let reference: Double
  /// Mean F1 of the arm over the seeds.
  public let arm: Double
  /// The mean difference of F1, with an interval by resampling seeds and, within them, images.
  public let interval: ConfidenceInterval
  /// The sign-flip p value of the differences over the seeds.
  public let pValue: Double
  /// The same after Benjamini and Hochberg's adjustment over all classes of the effect; the average's own for the average.
  public let adjustedPValue: Double

  static func all(
    _ table: AblationTable, effects: [AblationEffect], resamples: Int, seed: SeedSequence
  ) -> [ClassDifference] {
    effects.enumerated().flatMap { index, effect -> [ClassDifference] in
      guard let arm = table.predictions(of: effect.arm), let reference = table.predictions(of: effect.reference)
      else {
        return []
      }
      let classCount = 1 + (arm + reference).reduce(0) { max($0, $1.truth.max() ?? 0, $1.predicted.max() ?? 0) }
      let pairs = zip(reference, arm).map {
        PairedPredictions(truth: $0.truth, first: $0.predicted, second: $1.predicted)
      }
      let intervals = NestedBootstrap(resamples: resamples).differences(
        pairs, classCount: classCount, seed: seed.child(effect.arm).child(effect.reference), statistics: scores)
      let armScores = arm.map { scores(matrix($0, classCount)) }
      let referenceScores = reference.map { scores(matrix($0, classCount)) }
      let pValues = (0...classCount).map { column in
        SignFlipTest(pairedDifferences(armScores.map { $0[column] }, referenceScores.map { $0[column] }))?.pValue ?? 1
      }
      let adjusted = benjaminiHochbergAdjusted(Array(pValues[..<classCount])) + [pValues[classCount]]
      return (0...classCount).map { column in
        ClassDifference(
          effect: index, classIndex: column < classCount ? column : nil,
          reference: mean(of: referenceScores.map { $0[column] }) ?? 0,
          arm: mean(of: armScores.map { $0[column] }) ?? 0, interval: intervals[column], pValue: pValues[column],
          adjustedPValue: adjusted[column])
      }
    }
  }

  /// F1 of each class, then their plain average.
  private static func scores(_ counts: [[Int]]) -> [Double] {
    // The same convention as the classification report's: 0 where a class has neither images nor predictions.
    let each = counts.indices.map { index -> Double in
      let predicted = counts.reduce(0) { $0 + $1[index] }
      let total = predicted + counts[index].reduce(0, +)
      return total == 0 ? 0 : 2 * Double(counts[index][index]) / Double(total)
    }
    return each + [each.reduce(0, +) / Double(each.count)]
  }

  private static func matrix(_ predictions: AblationTable.Predictions, _ classCount: Int) -> [[Int]] {
    var counts = [[Int]](repeating: [Int](repeating: 0, count: classCount), count: classCount)
    for (truth, predicted) in zip(predictions.truth, predictions.predicted) { counts[truth][predicted] += 1 }
    return counts
  }
}
