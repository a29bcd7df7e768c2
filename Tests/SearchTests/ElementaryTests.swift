import Testing
import TestSupport

@testable import Search

@Suite struct ElementaryTests {
  struct Value: Decodable, Sendable {
    let x: Double
    let y: Double
  }

  static let functions: [(name: String, function: @Sendable (Double) -> Double)] = [
    ("exp", { Elementary.exp($0) }), ("log", { Elementary.log($0) }), ("log1p", { Elementary.log1p($0) }),
    ("erfc", { Elementary.erfc($0) }),
  ]

  /// Values from mpmath with 60 digits, rounded to double; the distance is counted in units of the last place.
  @Test(arguments: functions) func functionsAreAccurate(
    name: String, function: @Sendable (Double) -> Double
  ) throws {
    let table = try Fixtures.decode([String: [Value]].self, from: "search/functions.json")
    let values = try #require(table[name])
    #expect(values.count > 100)
    for value in values {
      let found = function(value.x)
      #expect(abs(found - value.y) <= 2 * value.y.ulp, "\(name)(\(value.x)) = \(found), not \(value.y)")
    }
  }

  @Test func theLogarithmOfTheGammaFunctionIsAccurate() throws {
    let table = try Fixtures.decode([String: [Value]].self, from: "search/functions.json")
    for value in try #require(table["logGamma"]) {
      let found = Elementary.logGamma(value.x)
      #expect(abs(found - value.y) <= 2 * max(abs(value.y), 10).ulp, "\(value.x): \(found), not \(value.y)")
    }
  }

  @Test func valuesAtTheEndsOfTheRange() {
    #expect(Elementary.exp(-.infinity) == 0 && Elementary.exp(800) == .infinity && Elementary.exp(.nan).isNaN)
    #expect(Elementary.log(0) == -.infinity && Elementary.log(-1).isNaN && Elementary.log(.infinity) == .infinity)
    #expect(Elementary.log1p(-1) == -.infinity && Elementary.log1p(-2).isNaN && Elementary.log1p(.nan).isNaN)
    #expect(Elementary.erfc(-.infinity) == 2 && Elementary.erfc(.infinity) == 0 && Elementary.erfc(.nan).isNaN)
  }

  /// Each lane has the scalar function's bits, so that batches may be cut anywhere.
  @Test func lanesAgreeWithTheScalarFunction() {
    for step in 0..<2_000 {
      let x = -Double(step) * 0.3501
      let lanes = Elementary.expOfNegative(SIMD8(repeating: x).replacing(with: -1, where: .init(repeating: false)))
      for lane in 0..<8 { #expect(lanes[lane] == Elementary.exp(max(x, -700))) }
    }
  }

  /// Known bits: a fused multiplication, another order or another machine's library would change some of them.
  @Test func bitsAreTheSameEverywhere() {
    var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    for step in 1...4_000 {
      let x = Double(step) * 0.00731
      for value in [
        Elementary.exp(-x), Elementary.log(x), Elementary.log1p(x), Elementary.erfc(x - 14), Elementary.logGamma(x),
      ] {
        digest = (digest ^ value.bitPattern) &* 0x0000_0100_0000_01B3
      }
    }
    #expect(digest == 4_950_983_411_830_655_686)
  }
}
