import CLanes

/// How a window becomes one value.
protocol WindowReduction {
  static func reduce(_ corner: LanePointer, _ rowStride: Int, _ window: Int) -> Lanes
}

/// How a window becomes one value, and how that value's gradient is shared out among the window's elements.
protocol PoolingRule: WindowReduction {
  /// The factor on every element's share.
  static func weight(_ window: Int) -> Float
  /// The state of a walk over the window in row-major order; `pooled` is what `reduce` gave.
  static func begin(_ pooled: Lanes) -> (pooled: Lanes, open: SIMD16<Int32>)
  /// The share of one element of a gradient that already carries `weight`.
  static func share(_ gradient: Lanes, value: Lanes, state: inout (pooled: Lanes, open: SIMD16<Int32>)) -> Lanes
}

enum Mean: PoolingRule {
  @inline(__always)
  static func reduce(_ corner: LanePointer, _ rowStride: Int, _ window: Int) -> Lanes {
    var sum = corner[0]
    for y in 0..<window {
      for x in 0..<window where y + x > 0 { sum += corner[y * rowStride + x] }
    }
    return sum * splat(weight(window))
  }
  @inline(__always) static func weight(_ window: Int) -> Float { 1 / Float(window * window) }
  @inline(__always) static func begin(_ pooled: Lanes) -> (pooled: Lanes, open: SIMD16<Int32>) { (pooled, .zero) }
  @inline(__always)
  static func share(_ gradient: Lanes, value: Lanes, state: inout (pooled: Lanes, open: SIMD16<Int32>)) -> Lanes {
    gradient
  }
}

/// The gradient goes to the first element, in row-major order, that equals the pooled value.
@inline(__always)
private func firstEqual(
  _ gradient: Lanes, _ value: Lanes, _ state: inout (pooled: Lanes, open: SIMD16<Int32>)
) -> Lanes {
  let hit = lanes_equal(value, state.pooled) & state.open
  state.open = state.open & ~hit
  return lanes_select(hit, gradient, .zero)
}

enum Largest: PoolingRule {
  @inline(__always)
  static func reduce(_ corner: LanePointer, _ rowStride: Int, _ window: Int) -> Lanes {
    var best = corner[0]
    for y in 0..<window {
      for x in 0..<window where y + x > 0 { best = lanes_max(corner[y * rowStride + x], best) }
    }
    return best
  }
  @inline(__always) static func weight(_ window: Int) -> Float { 1 }
  @inline(__always) static func begin(_ pooled: Lanes) -> (pooled: Lanes, open: SIMD16<Int32>) {
    (pooled, SIMD16(repeating: -1))
  }
  @inline(__always)
  static func share(_ gradient: Lanes, value: Lanes, state: inout (pooled: Lanes, open: SIMD16<Int32>)) -> Lanes {
    firstEqual(gradient, value, &state)
  }
}

/// The maximum seen through a normalisation with a negative slope.
enum Smallest: WindowReduction {
  @inline(__always)
  static func reduce(_ corner: LanePointer, _ rowStride: Int, _ window: Int) -> Lanes {
    var best = corner[0]
    for y in 0..<window {
      for x in 0..<window where y + x > 0 { best = lanes_min(corner[y * rowStride + x], best) }
    }
    return best
  }
}
