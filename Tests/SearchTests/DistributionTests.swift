import Foundation
import Search
import Testing
import TestSupport

/// One distribution of the stored W&B results: its sweep-file form, uniform draws and the values they give.
struct GoldenRow: Decodable {
  var config: [String: ParameterValue]
  var u: [Double]
  var ppf: [ParameterValue]
}

struct QuantileRow: Decodable, CustomTestStringConvertible {
  var a: Double?
  var b: Double?
  var u: Double
  var x: Double
  var testDescription: String { "a=\(a ?? 0) b=\(b ?? 0) u=\(u)" }
}

@Suite struct DistributionTests {
  static let golden = (try? Fixtures.decode([String: GoldenRow].self, from: "search/golden_ppf.json")) ?? [:]
  static let exact =
    (try? Fixtures.decode([String: [QuantileRow]].self, from: "search/quantiles.json")) ?? [:]

  /// Reads one parameter through the sweep reader, as a file with these keys would be.
  static func distribution(_ config: [String: ParameterValue]) throws -> Distribution {
    let yaml = "method: random\nparameters: {x: \(ParameterValue.map(config).jsonText)}"
    let sweep = try SweepFile.parse(text: yaml, fileName: "golden", options: .init(allowDeprecated: true))
    return try #require(sweep.space["x"]).distribution
  }

  @Test(arguments: golden.keys.sorted())
  func quantilesAgreeWithWandb(name: String) throws {
    let row = try #require(DistributionTests.golden[name])
    let distribution = try DistributionTests.distribution(row.config)
    for (u, expected) in zip(row.u, row.ppf) {
      let value = distribution.quantile(u)
      if let number = expected.asDouble {
        let found = try #require(value.asDouble)
        #expect(abs(found - number) <= 4e-15 * max(abs(number), 1e-3), "u = \(u)")
      } else {
        #expect(value == expected, "u = \(u)")
      }
    }
  }

  @Test func theGoldenFileIsComplete() {
    #expect(DistributionTests.golden.count == 21)
  }

  @Test(arguments: exact["normal"] ?? [])
  func normalQuantilesAreExact(row: QuantileRow) {
    let found = ContinuousDistribution.normal(mu: 0, sigma: 1).quantile(row.u)
    #expect(abs(found - row.x) <= 4e-16 * max(abs(row.x), 0.25))
  }

  @Test(arguments: exact["beta"] ?? [])
  func betaQuantilesAreExact(row: QuantileRow) throws {
    let beta = ContinuousDistribution.beta(a: try #require(row.a), b: try #require(row.b))
    let found = beta.quantile(row.u)
    // Where the answer is near 1 its own spacing limits it; elsewhere the error is relative.
    #expect(abs(found - row.x) <= 2e-13 * row.x, "\(found) for \(row.x)")
  }

  static let roundTrips: [Distribution] = [
    .categorical(["a", "b", "c"]), .categorical(["a", "b"], probabilities: [0.3, 0.7]),
    .integerUniform(min: -3, max: 9), .integerUniform(min: Int.min / 2, max: Int.max / 2),
    .continuous(.uniform(min: -2, max: 5)), .continuous(.logUniform(min: 1e-4, max: 0.1)),
    .continuous(.inverseLogUniform(min: 1e-4, max: 0.1)), .continuous(.normal(mu: 3, sigma: 2)),
    .continuous(.logNormal(mu: 0, sigma: 0.5)), .continuous(.beta(a: 2, b: 5)),
    .quantized(.uniform(min: 1, max: 10), step: QuantizationStep(4)),
    .quantized(.logUniform(min: 1, max: 1000), step: QuantizationStep(10)),
    .quantized(.normal(mu: 0, sigma: 1), step: QuantizationStep(0.5)),
    .quantized(.beta(a: 2, b: 5), step: QuantizationStep(0.1)),
  ]

  @Test(arguments: roundTrips)
  func encodingAndDecodingAgree(distribution: Distribution) throws {
    let space = SearchSpace([Parameter("x", distribution)])
    for step in 1..<50 {
      let value = distribution.quantile(Double(step) / 50)
      #expect(distribution.contains(value))
      let point = try #require(space.encode(["x": value]))
      #expect(point.count == 1 && point[0] >= 0 && point[0] <= 1)
      let back = try #require(space.decode(point)["x"])
      if let number = value.asDouble {
        #expect(abs((back.asDouble ?? .nan) - number) <= 1e-9 * max(abs(number), 1e-3))
      } else {
        #expect(back == value)
      }
    }
  }

  @Test(arguments: roundTrips.filter { ($0.levelCount ?? .max) < 1000 })
  func levelsAreTheValuesThatAreDrawn(distribution: Distribution) throws {
    let count = try #require(distribution.levelCount)
    var seen = Set<Int>()
    for step in 0...20_000 {
      seen.insert(try #require(distribution.levelIndex(of: distribution.quantile(Double(step) / 20_000))))
    }
    #expect(seen == Set(0..<count))
    let total = (0..<count).reduce(0) { $0 + distribution.levelProbability($1) }
    #expect(abs(total - 1) < 1e-9)
  }
}
