import CLanes

/// An elementwise function whose derivative can be written in terms of its output, so that backward passes need not
/// keep its input.
protocol LaneActivation {
  static func apply(_ x: Lanes) -> Lanes
  /// The derivative at the input that gave `output`.
  static func derivative(output: Lanes) -> Lanes
}

enum Tanh: LaneActivation {
  @inline(__always) static func apply(_ x: Lanes) -> Lanes { tanh(x) }
  @inline(__always) static func derivative(output y: Lanes) -> Lanes { fma(-y, y, splat(1)) }
}

enum ReLU: LaneActivation {
  // In this order of operands a NaN stays a NaN, so that a diverged network cannot look healthy.
  @inline(__always) static func apply(_ x: Lanes) -> Lanes { lanes_max(.zero, x) }
  @inline(__always) static func derivative(output y: Lanes) -> Lanes {
    lanes_select(lanes_greater(y, .zero), splat(1), .zero)
  }
}

enum LeakyReLU: LaneActivation {
  @inline(__always) static func apply(_ x: Lanes) -> Lanes {
    lanes_max(x, x * splat(Activation.leakyReLUSlope))
  }
  @inline(__always) static func derivative(output y: Lanes) -> Lanes {
    lanes_select(lanes_greater(y, .zero), splat(1), splat(Activation.leakyReLUSlope))
  }
}

enum Sigmoid: LaneActivation {
  @inline(__always) static func apply(_ x: Lanes) -> Lanes { splat(1) / (splat(1) + exp(-x)) }
  @inline(__always) static func derivative(output y: Lanes) -> Lanes { y * (splat(1) - y) }
}

enum Identity: LaneActivation {
  @inline(__always) static func apply(_ x: Lanes) -> Lanes { x }
  @inline(__always) static func derivative(output: Lanes) -> Lanes { splat(1) }
}

extension Activation {
  /// Applies the function in place.
  func apply(_ values: LanePointer, count: Int) {
    @inline(__always) func each<A: LaneActivation>(_: A.Type) {
      for i in 0..<count { values[i] = A.apply(values[i]) }
    }
    switch self {
    case .tanh: each(Tanh.self)
    case .relu: each(ReLU.self)
    case .leakyReLU: each(LeakyReLU.self)
    case .sigmoid: each(Sigmoid.self)
    case .identity: break
    }
  }

  /// Multiplies a gradient by the derivative, given the function's outputs.
  func multiplyByDerivative(_ gradient: LanePointer, outputs: LanePointer, count: Int) {
    @inline(__always) func each<A: LaneActivation>(_: A.Type) {
      for i in 0..<count { gradient[i] = gradient[i] * A.derivative(output: outputs[i]) }
    }
    switch self {
    case .tanh: each(Tanh.self)
    case .relu: each(ReLU.self)
    case .leakyReLU: each(LeakyReLU.self)
    case .sigmoid: each(Sigmoid.self)
    case .identity: break
    }
  }
}
