/// The most confident mistakes of each study's first replicate, and their pictures.
enum MistakesTable {
  static let columns = [
    "family", "method", "rank", "image", "true_class", "predicted_class", "confidence", "true_class_confidence",
  ]

  static func make(_ facts: RunFacts) -> CSVTable {
    var table = CSVTable(columns: columns)
    for study in facts.studies {
      for (rank, mistake) in study.mistakes.enumerated() {
        table.append(
          study.key + [
            .count(rank + 1), .count(mistake.image), .text(facts.classNames[mistake.trueClass].plainLabel),
            .text(facts.classNames[mistake.predictedClass].plainLabel), .number(mistake.confidence),
            .number(mistake.trueClassConfidence),
          ])
      }
    }
    return table
  }
}

/// The pixels of the mistakes; background is left out.
enum MistakesPixelsTable {
  static let columns = ["family", "method", "rank", "row", "column", "value"]

  static func make(_ facts: RunFacts) -> CSVTable {
    var table = CSVTable(columns: columns)
    for study in facts.studies {
      for (rank, mistake) in study.mistakes.enumerated() {
        table.appendPixels(mistake.pixels, key: study.key + [.count(rank + 1)])
      }
    }
    return table
  }
}

extension CSVTable {
  /// Adds a row for each pixel that is not background, and for the last one, which gives the picture its size.
  mutating func appendPixels(_ picture: [[UInt8]], key: [CSVCell]) {
    for (row, line) in picture.enumerated() {
      for (column, value) in line.enumerated() {
        let isLast = row == picture.count - 1 && column == line.count - 1
        guard value != 0 || isLast else { continue }
        append(key + [.count(row), .count(column), .count(Int(value))])
      }
    }
  }
}
