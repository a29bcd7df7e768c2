/// One row for each replicate of each complete trial, for studies that train every configuration several times.
enum ReplicatesTable {
  static let columns = ["family", "method", "trial", "replicate", "metric", "value"]

  static func make(_ studies: [any SearchedStudy]) -> CSVTable {
    var table = CSVTable(columns: columns)
    for study in studies {
      for trial in study.completeTrials {
        for (index, value) in trial.replicateValues.enumerated() {
          table.append(
            study.key + [.count(trial.number + 1), .count(index + 1), .text(study.metricName), .number(value)])
        }
      }
    }
    return table
  }
}
