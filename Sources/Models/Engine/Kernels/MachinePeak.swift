import CLanes

/// The core's own ceiling, measured with the instructions that the kernels use.
public enum MachinePeak {
  /// Runs `iterations` rounds of 24 independent chains of lane-wise fused multiply-adds, all in registers.
  ///
  /// - Returns: the floating-point operations done, two for each lane of each multiply-add.
  @inline(never)
  public static func fusedMultiplyAdds(iterations: Int) -> Double {
    var sums = InlineArray<24, Lanes> { _ in .zero }
    var seed = Lanes.zero
    for l in 0..<laneCount { seed[l] = Float(l) * 1e-3 }
    for k in 0..<24 { sums[k] = seed + splat(Float(k)) }
    let a = splat(0.999_999)
    let b = splat(1e-6)
    for _ in 0..<iterations {
      for k in 0..<24 { sums[unchecked: k] = fma(sums[unchecked: k], a, b) }
    }
    for k in 0..<24 { lanes_consume(sums[k]) }
    return Double(iterations) * 24 * Double(laneCount) * 2
  }
}

extension MachinePeak {
  /// One chain of lane-wise fused multiply-adds, each of which waits for the one before: what a kernel with a single
  /// accumulator reaches at most.
  ///
  /// - Returns: the floating-point operations done, two for each lane of each multiply-add.
  @inline(never)
  public static func dependentMultiplyAdds(iterations: Int) -> Double {
    var sum = Lanes.zero
    let a = splat(0.999_999)
    let b = splat(1e-6)
    for _ in 0..<iterations { sum = fma(sum, a, b) }
    lanes_consume(sum)
    return Double(iterations) * Double(laneCount) * 2
  }
}
