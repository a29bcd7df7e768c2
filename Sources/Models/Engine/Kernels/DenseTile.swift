import CLanes

/// Accumulates TO outputs x TB blocks of a dense layer in registers; N must be TO * TB.
enum DenseTile<let N: Int, let TO: Int, let TB: Int> {
  @inline(never)
  static func run(
    _ input: LanePointer, _ inputStride: Int, _ weights: FloatPointer, _ weightStride: Int, _ reductionStride: Int,
    _ bias: FloatPointer?, _ output: LanePointer, _ outputStride: Int, _ length: Int
  ) {
    var sums = InlineArray<N, Lanes> { _ in .zero }
    if let bias {
      for j in 0..<TO { for k in 0..<TB { sums[unchecked: j * TB + k] = splat(bias[j]) } }
    }
    var w = weights
    for i in 0..<length {
      for j in 0..<TO {
        let ww = splat(w[j * weightStride])
        for k in 0..<TB {
          sums[unchecked: j * TB + k] = fma(input[k * inputStride + i], ww, sums[unchecked: j * TB + k])
        }
      }
      w += reductionStride
    }
    for j in 0..<TO { for k in 0..<TB { output[k * outputStride + j] = sums[unchecked: j * TB + k] } }
  }
}
