import Foundation
import Metrics
import Testing

struct ConfusionMatrixTests {
  @Test("rows are the truth, columns the predictions")
  func orientation() {
    var matrix = ConfusionMatrix(classCount: 2)
    matrix.record(truth: 0, predicted: 1)
    matrix.record(truth: 0, predicted: 1)
    matrix.record(truth: 1, predicted: 1)
    #expect(matrix.counts == [[0, 2], [0, 1]])
    #expect(matrix.total == 3)
    #expect(matrix.correct == 1)
    #expect(matrix.accuracy == 1.0 / 3)
  }

  @Test("parts merge to the whole")
  func merge() {
    let truth: [UInt8] = [0, 1, 2, 2, 1, 0, 1]
    let predicted = [0, 1, 1, 2, 0, 0, 2]
    var part = ConfusionMatrix(classCount: 3, truth: truth[..<4], predicted: predicted[..<4])
    part.merge(ConfusionMatrix(classCount: 3, truth: truth[4...], predicted: predicted[4...]))
    #expect(part == ConfusionMatrix(classCount: 3, truth: truth, predicted: predicted))
  }

  @Test("the matrix survives JSON")
  func coding() throws {
    let matrix = ConfusionMatrix(classCount: 2, truth: [0, 1, 1], predicted: [0, 0, 1])
    let data = try JSONEncoder().encode(matrix)
    #expect(String(decoding: data, as: UTF8.self) == #"{"counts":[[1,0],[1,1]]}"#)
    #expect(try JSONDecoder().decode(ConfusionMatrix.self, from: data) == matrix)
  }

  @Test("JSON that is no matrix is refused", arguments: ["[]", "[[1,2]]", "[[1,2],[3]]", "[[1,-2],[3,4]]"])
  func malformed(_ counts: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(ConfusionMatrix.self, from: Data("{\"counts\": \(counts)}".utf8))
    }
  }
}
