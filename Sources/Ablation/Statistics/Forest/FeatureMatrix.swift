import Foundation

/// The columns of a study as numbers that a tree can split: one feature for a number, one for each level of a category.
///
/// Levels come in the order of their first appearance, so that neither their names nor their indices matter.
struct FeatureMatrix {
  /// For each feature its value for each row; minus infinity for a parameter that is not active.
  private(set) var values: [[Double]] = []
  /// For each feature the index of the parameter that it belongs to.
  private(set) var parameter: [Int] = []
  /// For each feature the rows in the order of their values.
  private(set) var order: [[Int]] = []
  let rowCount: Int

  init(_ columns: [ParameterColumn], rows: [Int]) {
    rowCount = rows.count
    for (index, column) in columns.enumerated() {
      switch column.values {
      case .numeric(let numbers):
        append(
          rows.map { row in
            let number = column.isLogarithmic ? log(numbers[row]) : numbers[row]
            return number.isNaN ? -.infinity : number
          }, parameter: index)
      case .categorical(let indices, _):
        var levels: [Int] = []
        for row in rows where indices[row] >= 0 && !levels.contains(indices[row]) {
          levels.append(indices[row])
        }
        for level in levels {
          append(rows.map { indices[$0] == level ? 1 : 0 }, parameter: index)
        }
      }
    }
  }

  private mutating func append(_ feature: [Double], parameter index: Int) {
    values.append(feature)
    parameter.append(index)
    order.append(feature.indices.sorted { (feature[$0], $0) < (feature[$1], $1) })
  }
}
