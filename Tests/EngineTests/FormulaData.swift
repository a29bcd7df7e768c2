/// The counter-based generator behind the training fixtures (`Tests/Reference/engine_common.py`).
enum FormulaData {
  /// An integer below 2^24.
  static func bits24(_ seed: Int, _ index: Int) -> UInt32 {
    var x = UInt32(truncatingIfNeeded: index) &* 2_654_435_761 &+ UInt32(truncatingIfNeeded: seed) &* 40_503
    x ^= x >> 16
    x = x &* 0x7FEB_352D
    x ^= x >> 15
    x = x &* 0x846C_A68B
    x ^= x >> 16
    return x >> 8
  }

  /// Uniform in [0, 1).
  static func uniform(_ seed: Int, _ index: Int) -> Double { Double(bits24(seed, index)) * 0x1p-24 }

  static func glorot(_ seed: Int, count: Int, fanIn: Int, fanOut: Int) -> [Float] {
    let limit = Double(Float((6 / Double(fanIn + fanOut)).squareRoot()))
    return (0..<count).map { Float((2 * uniform(seed, $0) - 1) * limit) }
  }

  static func bytes(_ seed: Int, count: Int) -> [UInt8] { (0..<count).map { UInt8(uniform(seed, $0) * 256) } }

  static func labels(_ seed: Int, count: Int) -> [UInt8] { (0..<count).map { UInt8(bits24(seed, $0) % 10) } }

  /// One where kept, zero where dropped.
  static func mask(_ seed: Int, count: Int, rate: Double) -> [UInt8] {
    (0..<count).map { uniform(seed, $0) >= rate ? 1 : 0 }
  }
}
