import Foundation
import TestSupport
import Testing

@testable import Benchmarking

/// The tables of `bench` have exactly the documented columns, in the documented order.
@Suite struct BenchColumnTests {
  @Test(arguments: [
    ("layers.csv", LayerTable.columns), ("ceilings.csv", CeilingTable.columns),
    ("train.csv", TrainingTable.columns), ("infer.csv", InferenceTable.columns),
    ("latency.csv", InferenceTable.latencyColumns), ("scale.csv", ScalingTable.columns),
    ("threads.csv", ThreadTable.columns), ("start.csv", StartTable.columns),
  ])
  func areDocumented(_ file: String, _ columns: [String]) throws {
    let document = try String(
      contentsOf: Fixtures.projectRoot.appending(path: "docs/csv-columns.md"), encoding: .utf8)
    let lines = document.components(separatedBy: "\n")
    let start = try #require(lines.firstIndex { $0.hasPrefix("## `\(file)`") })
    let rows = lines[(start + 1)...].prefix { !$0.hasPrefix("## ") }.filter { $0.hasPrefix("| `") }
    let documented = rows.flatMap { row in
      (row.split(separator: "|").first ?? "").components(separatedBy: "`").enumerated()
        .filter { $0.offset % 2 == 1 }.map(\.element)
    }
    #expect(documented == columns)
  }
}
