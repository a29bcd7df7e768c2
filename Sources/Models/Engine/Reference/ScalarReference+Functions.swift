#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// The C library's functions in Double, in a file of their own: the lane kernels define functions of the same names.
extension ScalarReference {
  static func exponential(_ x: Double) -> Double { exp(x) }
  static func logarithm(_ x: Double) -> Double { log(x) }

  static func apply(_ activation: Activation, _ x: Double) -> Double {
    switch activation {
    case .tanh: return tanh(x)
    case .relu: return max(x, 0)
    case .leakyReLU: return x > 0 ? x : x * Double(Activation.leakyReLUSlope)
    case .sigmoid: return 1 / (1 + exp(-x))
    case .identity: return x
    }
  }
}
