/// The exponential function, logarithms and related functions in double precision.
///
/// Only additions, multiplications and divisions in a fixed order, never fused, so that every machine gives the same
/// bits; the C library's functions choose among variants by processor. Errors stay below 2 units in the last place.
enum Elementary {
  static let ln2High = 0x1.62e42fefa38p-1
  static let ln2Low = 0x1.ef35793c7673p-45
  private static let inverseLn2 = 1.4426950408889634

  /// e to the power of x.
  static func exp(_ x: Double) -> Double {
    exp(x, plus: 0)
  }

  /// e to the power of x + y, where y is small against x and carries the bits that x has no room for.
  static func exp(_ x: Double, plus y: Double) -> Double {
    if x != x { return x }
    if x > 709.79 { return .infinity }
    if x < -745.14 { return 0 }
    let power = (x * inverseLn2).rounded(.toNearestOrEven)
    let high = x - power * ln2High
    let low = y - power * ln2Low
    let r = high + low
    let tail = low - (r - high)
    let value = 1 + (r + (tail + r * r * expSeries(r)))
    let exponent = Int(power)
    if exponent > -1022, exponent < 1023 { return value * powerOfTwo(exponent) }
    // In two steps at both ends, so that neither factor leaves the range.
    let half = exponent / 2
    return value * powerOfTwo(half) * powerOfTwo(exponent - half)
  }

  /// e to the power of each lane, for values from -700 to 0; smaller ones count as -700.
  ///
  /// The bits of each lane are those of the scalar function.
  @inline(__always)
  static func expOfNegative(_ x: SIMD8<Double>) -> SIMD8<Double> {
    let x = x.replacing(with: -700, where: x .< -700)
    // Adding 1.5 * 2^52 rounds to an integer and leaves it in the lower bits.
    let magic = SIMD8<Double>(repeating: 0x1.8p52)
    let shifted = x * inverseLn2 + magic
    let power = shifted - magic
    let high = x - power * ln2High
    let low = -(power * ln2Low)
    let r = high + low
    let tail = low - (r - high)
    let value = 1 + (r + (tail + r * r * expSeries(r)))
    let bits = SIMD8<UInt64>(truncatingIfNeeded: unsafeBitCast(shifted, to: SIMD8<Int64>.self)) &+ 1023
    return value * unsafeBitCast(bits &<< 52, to: SIMD8<Double>.self)
  }

  /// (e^r - 1 - r) / r^2 for |r| <= ln(2) / 2, by Taylor's series.
  @inline(__always)
  private static func expSeries(_ r: Double) -> Double {
    var sum = 1 / 87_178_291_200.0
    sum = sum * r + 1 / 6_227_020_800.0
    sum = sum * r + 1 / 479_001_600.0
    sum = sum * r + 1 / 39_916_800.0
    sum = sum * r + 1 / 3_628_800.0
    sum = sum * r + 1 / 362_880.0
    sum = sum * r + 1 / 40_320.0
    sum = sum * r + 1 / 5_040.0
    sum = sum * r + 1 / 720.0
    sum = sum * r + 1 / 120.0
    sum = sum * r + 1 / 24.0
    sum = sum * r + 1 / 6.0
    return sum * r + 0.5
  }

  @inline(__always)
  private static func expSeries(_ r: SIMD8<Double>) -> SIMD8<Double> {
    var sum = r * (1 / 87_178_291_200.0) + 1 / 6_227_020_800.0
    sum = sum * r + 1 / 479_001_600.0
    sum = sum * r + 1 / 39_916_800.0
    sum = sum * r + 1 / 3_628_800.0
    sum = sum * r + 1 / 362_880.0
    sum = sum * r + 1 / 40_320.0
    sum = sum * r + 1 / 5_040.0
    sum = sum * r + 1 / 720.0
    sum = sum * r + 1 / 120.0
    sum = sum * r + 1 / 24.0
    sum = sum * r + 1 / 6.0
    return sum * r + 0.5
  }

  /// 2 to the power of an exponent of a normal number.
  private static func powerOfTwo(_ exponent: Int) -> Double {
    Double(bitPattern: UInt64(bitPattern: Int64(exponent + 1023)) << 52)
  }

  /// The natural logarithm; minus infinity at 0, not a number below.
  static func log(_ x: Double) -> Double {
    guard x > 0, x < .infinity else { return x == 0 ? -.infinity : x == .infinity ? x : .nan }
    return logarithm(of: x, correction: 0)
  }

  /// The natural logarithm of 1 + x, exact for small x too.
  static func log1p(_ x: Double) -> Double {
    guard x > -1, x < .infinity else { return x == -1 ? -.infinity : x == .infinity ? x : .nan }
    // ln(1 + x) = s (2 + ...) with s = x / (2 + x) needs no reduction here.
    if abs(x) < 0.25 { return logarithm(fraction: x, power: 0, correction: 0) }
    let sum = 1 + x
    // What the addition lost, in proportion.
    let lost = abs(x) < 1 ? x - (sum - 1) : 1 - (sum - x)
    return logarithm(of: sum, correction: lost / sum)
  }

  private static func logarithm(of x: Double, correction: Double) -> Double {
    var power = Double(x.exponent)
    var significand = x.significand
    if significand > 1.414213562373095 {
      significand *= 0.5
      power += 1
    }
    return logarithm(fraction: significand - 1, power: power, correction: correction)
  }

  /// power ln 2 + ln(1 + f) + correction.
  private static func logarithm(fraction f: Double, power: Double, correction: Double) -> Double {
    // ln(1 + f) = 2 artanh(s) = f - s (f - R), where R = 2 artanh(s) / s - 2, s = f / (2 + f).
    let s = f / (2 + f)
    let z = s * s
    var series = 2.0 / 25
    for denominator in logDenominators { series = series * z + 2 / denominator }
    let rest = z * series
    // f - f^2 / 2 carries the leading bits exactly enough: s (f - R) = f^2 / 2 - s (f^2 / 2 + R).
    let halfSquare = 0.5 * f * f
    let low = s * (halfSquare + rest) + (power * ln2Low + correction)
    return power * ln2High - ((halfSquare - low) - f)
  }

  private static let logDenominators: [Double] = [23, 21, 19, 17, 15, 13, 11, 9, 7, 5, 3]
}
