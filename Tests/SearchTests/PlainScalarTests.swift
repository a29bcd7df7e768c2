import TestSupport
import Testing

@testable import Search

/// Plain scalars against PyYAML (Tests/Reference/yaml_scalars.py): what passes the strict mode means the same to W&B.
@Suite struct PlainScalarTests {
  struct Row: Decodable {
    var text: String
    var kind: String
    var number: Double?
  }

  @Test func strictModePassesWhatPyYAMLReadsAlike() throws {
    let rows = try Fixtures.decode([Row].self, from: "search/yaml_scalars.json")
    #expect(rows.count == 700 && Set(rows.map(\.kind)).count == 8)
    for row in rows {
      let yaml = "method: random\nparameters:\n  x:\n    value: \(row.text)\n"
      let sweep = try? SweepFile.parse(text: yaml, fileName: "s", options: .init(strictWandb: true))
      guard case .constant(let value)? = sweep?.space["x"]?.distribution else {
        // Refused: W&B must read something else than text that looks like none of this, or than a number.
        let lenient = ScalarResolver.resolve(row.text)
        let isOdd =
          ["error", "infinite", "other"].contains(row.kind) || (row.kind == "text" && lenient.value.asDouble != nil)
        #expect(isOdd, "\(row) is refused")
        continue
      }
      switch row.kind {
      case "text": #expect(value == .string(row.text), "\(row) is \(value)")
      case "null": #expect(value == .null, "\(row) is \(value)")
      case "bool": #expect(value == .bool(row.number == 1), "\(row) is \(value)")
      case "int", "float":
        #expect(value.asDouble == row.number && value.asBool == nil, "\(row) is \(value)")
        if case .int = value { #expect(row.kind == "int", "\(row)") }
      default: Issue.record("\(row) is taken as \(value)")
      }
    }
  }
}
