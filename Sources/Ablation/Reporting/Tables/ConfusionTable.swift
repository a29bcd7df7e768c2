/// Counts of test images by true and predicted class, for each replicate of a study's best configuration.
enum ConfusionTable {
  static let columns = ["replicate", "true_class", "predicted_class", "count"]

  static func make(_ study: StudyFacts, classNames: [String]) -> CSVTable {
    var table = CSVTable(columns: columns)
    for confirmation in study.tested {
      for (truth, counts) in zip(classNames, confirmation.confusion) {
        for (predicted, count) in zip(classNames, counts) {
          table.append([
            .count(confirmation.replicate + 1), .text(truth.plainLabel), .text(predicted.plainLabel), .count(count),
          ])
        }
      }
    }
    return table
  }
}

extension String {
  /// The same without a comma, quote or line break, which gnuplot does not read.
  var plainLabel: String {
    String(map { ",\"\t\r\n".contains($0) ? " " : $0 })
  }
}
