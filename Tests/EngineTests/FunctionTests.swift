import Foundation
import Testing

@testable import Engine

/// exp, log and tanh of the lane kernels against the correctly rounded values; sine and cosine against the C library.
@Suite struct FunctionTests {
  static let bound = 4

  static func report(_ function: FunctionAccuracy.Function, _ worst: FunctionAccuracy.Worst) -> Comment {
    "\(function) of \(worst.input): \(worst.value), correctly rounded \(worst.expected); \(worst.count) inputs"
  }

  /// Every 257th bit pattern of all Floats, infinities and NaNs included: 257 is prime to 2^32, so all exponents and
  /// all low bits occur.
  @Test(arguments: FunctionAccuracy.Function.allCases)
  func isWithinFourUnitsOnAStride(_ function: FunctionAccuracy.Function) {
    let worst = FunctionAccuracy.scan(function, step: 257)
    #expect(worst.count == 16_711_936)
    #expect(worst.distance <= Self.bound, Self.report(function, worst))
  }

  /// All Floats around every power of two, zero, infinity and the points where a kernel changes its branch.
  @Test(arguments: FunctionAccuracy.Function.allCases)
  func isWithinFourUnitsAroundSpecialPoints(_ function: FunctionAccuracy.Function) {
    let constants: [Float] = [
      1, 0.5, .pi, 4e-4, 5e-4, 7.903_1, 7.998_811_7, 8.5, 9.010_913, 9.1, 0.549_306_1, 0.693_147_2, 0.346_573_6,
      1.039_720_8,
      0.707_106_77, 1.414_213_5, 87.336_54, 88.0, 88.722_83, 89.5, 103.278_93, 103.972_08, 104, 104.5, 1e-7, 16,
    ]
    let exponents = (0...255).map { UInt32($0) << 23 }
    for centre in exponents + constants.map(\.bitPattern) {
      for sign: UInt32 in [0, 0x8000_0000] {
        let first = centre > 2000 ? centre - 2000 : 0
        let last = min(centre + 2000, 0x7FFF_FFFF)
        let worst = FunctionAccuracy.scan(function, first: sign | first, last: sign | last)
        #expect(worst.distance <= Self.bound, Self.report(function, worst))
      }
    }
  }

  static let subnormal = Float(bitPattern: 71_362)

  @Test func specialValuesAreExact() {
    let subnormal = Self.subnormal
    typealias Case = (FunctionAccuracy.Function, input: Float, expected: Float)
    let cases: [Case] = [
      (.exponential, 0, 1), (.exponential, -0.0, 1), (.exponential, .infinity, .infinity),
      (.exponential, -.infinity, 0), (.exponential, 89, .infinity), (.exponential, .greatestFiniteMagnitude, .infinity),
      (.exponential, -104, 0), (.exponential, -.greatestFiniteMagnitude, 0),
      (.exponential, -103.3, .leastNonzeroMagnitude), (.exponential, .leastNonzeroMagnitude, 1),
      (.logarithm, 1, 0), (.logarithm, 0, -.infinity), (.logarithm, -0.0, -.infinity),
      (.logarithm, .infinity, .infinity),
      (.hyperbolicTangent, .infinity, 1), (.hyperbolicTangent, -.infinity, -1), (.hyperbolicTangent, 20, 1),
      (.hyperbolicTangent, -20, -1), (.hyperbolicTangent, .greatestFiniteMagnitude, 1), (.hyperbolicTangent, 0, 0),
      (.hyperbolicTangent, -0.0, -0.0), (.hyperbolicTangent, .leastNonzeroMagnitude, .leastNonzeroMagnitude),
      (.hyperbolicTangent, -subnormal, -subnormal),
    ]
    for (function, input, expected) in cases {
      let value = function.value(input)
      #expect(value.bitPattern == expected.bitPattern, "\(function) of \(input): \(value), expected \(expected)")
    }
    for function in FunctionAccuracy.Function.allCases {
      #expect(function.value(.nan).isNaN)
      #expect(function.value(-.nan).isNaN)
    }
    for negative: Float in [-.leastNonzeroMagnitude, -subnormal, -1, -.greatestFiniteMagnitude, -.infinity] {
      #expect(FunctionAccuracy.Function.logarithm.value(negative).isNaN)
    }
  }

  /// |tanh| never exceeds one, or the derivative 1 - y^2 would be negative; and tanh is odd to the last bit.
  @Test func hyperbolicTangentStaysWithinOneAndIsOdd() {
    let function = FunctionAccuracy.Function.hyperbolicTangent
    for bits in stride(from: Float(7).bitPattern, through: Float(10).bitPattern, by: 101) {
      let x = Float(bitPattern: bits)
      #expect(function.value(x) <= 1)
      #expect(function.value(-x) == -function.value(x))
    }
  }

  /// All 2^32 inputs: minutes of work, so only where it is asked for.
  @Test(
    .enabled(if: ProcessInfo.processInfo.environment["EXHAUSTIVE"] == "1", "set EXHAUSTIVE=1 to scan every Float"),
    arguments: FunctionAccuracy.Function.allCases)
  func isWithinFourUnitsEverywhere(_ function: FunctionAccuracy.Function) {
    let worst = FunctionAccuracy.scan(function)
    print("\(function): at most \(worst.distance) units in the last place. \(Self.report(function, worst))")
    #expect(worst.count == 1 << 32)
    #expect(worst.distance <= Self.bound, Self.report(function, worst))
  }

  /// A grid, the Doubles next to multiples of pi/2 (where cancellation is worst) and whole degrees.
  @Test func sineAndCosineAreWithinTwoUnits() {
    var inputs = (-20_000...20_000).map { Double($0) * 0.049_999_3 }
    for k in -636...636 {
      let x = Double(k) * .pi / 2
      inputs += [x, x.nextUp, x.nextDown, x + 1e-9, x - 1e-5]
    }
    inputs += (-360...360).map { Double($0) * .pi / 180 } + [1000, -1000, 0, 1e-300, 1e-10]
    func units(_ a: Double, _ b: Double) -> Double { abs(a - b) / b.ulp }
    var worst = (sine: 0.0, cosine: 0.0)
    for x in inputs {
      let (sine, cosine) = Trigonometry.sineAndCosine(x)
      worst.sine = max(worst.sine, units(sine, Foundation.sin(x)))
      worst.cosine = max(worst.cosine, units(cosine, Foundation.cos(x)))
    }
    #expect(worst.sine <= 2, "sine is off by \(worst.sine) ulp")
    #expect(worst.cosine <= 2, "cosine is off by \(worst.cosine) ulp")
    #expect(Trigonometry.sineAndCosine(0) == (0, 1))
  }
}
