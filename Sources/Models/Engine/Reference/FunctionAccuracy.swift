import CLanes

/// Measures the lane kernels' functions against the C library's in Double, over any set of Floats.
///
/// It lives beside the kernels because it must be as fast as they are: the whole range of Float is 2^32 inputs.
public enum FunctionAccuracy {
  /// A function of the lane kernels.
  public enum Function: String, CaseIterable, Sendable {
    case exponential
    case logarithm
    case hyperbolicTangent

    /// The correctly rounded value, up to the C library's own error in Double (below 2^-50 relative).
    public func reference(_ x: Float) -> Float {
      switch self {
      case .exponential: return Float(ScalarReference.exponential(Double(x)))
      case .logarithm: return Float(ScalarReference.logarithm(Double(x)))
      case .hyperbolicTangent: return Float(ScalarReference.apply(.tanh, Double(x)))
      }
    }

    /// The kernel's value.
    public func value(_ x: Float) -> Float { lanes(splat(x))[0] }

    @inline(__always)
    fileprivate func lanes(_ x: Lanes) -> Lanes {
      switch self {
      case .exponential: return exp(x)
      case .logarithm: return log(x)
      case .hyperbolicTangent: return tanh(x)
      }
    }
  }

  /// The input at which a function is furthest from the correctly rounded value.
  public struct Worst: Sendable {
    /// The input.
    public fileprivate(set) var input: Float = 0
    /// What the kernel gives there.
    public fileprivate(set) var value: Float = 0
    /// The correctly rounded value there.
    public fileprivate(set) var expected: Float = 0
    /// How many Floats (units in the last place) the two are apart; `Int.max` where only one is a NaN.
    public fileprivate(set) var distance = 0
    /// Inputs looked at.
    public fileprivate(set) var count = 0
  }

  /// Scans the Floats whose bit patterns are `first`, `first + step` and so on, up to `last`.
  public static func scan(
    _ function: Function, first: UInt32 = 0, last: UInt32 = .max, step: UInt32 = 1
  ) -> Worst {
    // Literals, so that the loop is specialised for each function.
    switch function {
    case .exponential: return scan(kernel: .exponential, first, last, step)
    case .logarithm: return scan(kernel: .logarithm, first, last, step)
    case .hyperbolicTangent: return scan(kernel: .hyperbolicTangent, first, last, step)
    }
  }

  @inline(__always)
  private static func scan(kernel: Function, _ first: UInt32, _ last: UInt32, _ step: UInt32) -> Worst {
    var worst = Worst()
    var next = UInt64(first)
    while next <= UInt64(last) {
      var inputs = Lanes.zero
      var used = 0
      while used < laneCount, next <= UInt64(last) {
        inputs[used] = Float(bitPattern: UInt32(next))
        used += 1
        next += UInt64(step)
      }
      let values = kernel.lanes(inputs)
      for lane in 0..<used {
        let expected = kernel.reference(inputs[lane])
        let distance = distance(values[lane], expected)
        if distance > worst.distance {
          worst.input = inputs[lane]
          worst.value = values[lane]
          worst.expected = expected
          worst.distance = distance
        }
      }
      worst.count += used
    }
    return worst
  }

  /// How many Floats apart two values are; zeros of both signs are one value, and so are all NaNs.
  public static func distance(_ a: Float, _ b: Float) -> Int {
    if a.isNaN || b.isNaN { return a.isNaN && b.isNaN ? 0 : .max }
    return abs(ordinal(a) - ordinal(b))
  }

  private static func ordinal(_ x: Float) -> Int {
    let magnitude = Int(x.bitPattern & 0x7FFF_FFFF)
    return x.sign == .minus ? -magnitude : magnitude
  }
}
