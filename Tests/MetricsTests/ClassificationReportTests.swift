import Foundation
import Metrics
import TestSupport
import Testing

/// A case of Tests/Reference/classification_metrics.py, with scikit-learn's results.
struct ReferenceCase: Decodable, Sendable, CustomTestStringConvertible {
  var name: String
  var classCount: Int
  var truth: [Int]
  var predicted: [Int]
  var matrix: ConfusionMatrix
  var report: ClassificationReport
  var testDescription: String { name }

  private struct File: Decodable { var cases: [ReferenceCase] }

  static func all() throws -> [ReferenceCase] {
    try Fixtures.decode(File.self, from: "metrics/classification.json").cases
  }
}

struct ClassificationReportTests {
  @Test("matrix and report agree with scikit-learn", arguments: try ReferenceCase.all())
  func reference(_ expected: ReferenceCase) {
    let matrix = ConfusionMatrix(
      classCount: expected.classCount, truth: expected.truth, predicted: expected.predicted)
    #expect(matrix == expected.matrix)
    let report = ClassificationReport(matrix)
    #expect(abs(report.accuracy - expected.report.accuracy) <= 1e-12)
    #expect(agree(report.macroAverage, expected.report.macroAverage))
    #expect(agree(report.weightedAverage, expected.report.weightedAverage))
    #expect(report.classes.count == expected.classCount)
    for (scores, expectedScores) in zip(report.classes, expected.report.classes) {
      #expect(agree(scores, expectedScores))
    }
  }

  @Test("without images every value is 0")
  func empty() {
    let report = ClassificationReport(ConfusionMatrix(classCount: 3))
    #expect(report.accuracy == 0)
    for scores in report.classes + [report.macroAverage, report.weightedAverage] {
      #expect([scores.precision, scores.recall, scores.f1] == [0, 0, 0])
      #expect(scores.support == 0)
    }
  }

  @Test("a class in neither truth nor predictions lowers the macro average and not the weighted one")
  func missingClass() {
    let report = ClassificationReport(ConfusionMatrix(classCount: 4, truth: [0, 1, 2], predicted: [0, 1, 2]))
    #expect(report.macroAverage.f1 == 0.75)
    #expect(report.weightedAverage.f1 == 1)
  }

  @Test("a report survives JSON")
  func coding() throws {
    let report = ClassificationReport(ConfusionMatrix(classCount: 3, truth: [0, 1, 2, 2], predicted: [0, 2, 2, 1]))
    let decoded = try JSONDecoder().decode(ClassificationReport.self, from: JSONEncoder().encode(report))
    #expect(decoded == report)
  }

  private func agree(_ left: ClassScores, _ right: ClassScores) -> Bool {
    let tolerance = 1e-12
    return abs(left.precision - right.precision) <= tolerance && abs(left.recall - right.recall) <= tolerance
      && abs(left.f1 - right.f1) <= tolerance && left.support == right.support
  }
}
