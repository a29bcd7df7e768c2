import TestSupport
import Testing

@testable import Statistics

struct ProportionTests {
  struct Reference: Decodable {
    var wilson: [[Double]]
    var exact: [[Double]]
  }

  @Test func exactIntervalsAgreeWithSciPy() throws {
    for row in try Fixtures.decode(Reference.self, from: "statistics/proportions.json").exact {
      let interval = ConfidenceInterval.exactProportion(Int(row[0]), of: Int(row[1]))
      #expect(interval.estimate == row[0] / row[1])
      #expect(abs(interval.lower - row[2]) < 1e-12 && abs(interval.upper - row[3]) < 1e-12, "\(row) \(interval)")
    }
  }

  @Test func agreesWithSciPy() throws {
    for row in try Fixtures.decode(Reference.self, from: "statistics/proportions.json").wilson {
      let interval = ConfidenceInterval.proportion(Int(row[0]), of: Int(row[1]))
      #expect(interval.estimate == row[0] / row[1])
      #expect(abs(interval.lower - row[2]) < 1e-14 && abs(interval.upper - row[3]) < 1e-14, "\(row)")
    }
  }
}
