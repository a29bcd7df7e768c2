import CLanes

/// The weight gradient of a convolution: for each weight, the lane-wise sum over positions of input times output
/// gradient.
///
/// Strides count lane vectors.
struct WeightGradientGeometry {
  var inputChannels: Int
  var inputRowStride: Int
  var inputPlaneStride: Int
  var outputChannels: Int
  var outputHeight: Int
  var outputWidth: Int
  var gradientRowStride: Int
  var gradientPlaneStride: Int
  /// Side of the square kernel.
  var kernel: Int
}

/// Accumulates TO output channels x TK neighbouring kernel columns over some rows; N must be TO * TK.
///
/// Each step loads TO output gradients and TK inputs for N multiply-adds, and keeps the sums of all sixteen lanes apart;
/// the lanes are reduced once a batch.
enum WeightGradientTile<let N: Int, let TO: Int, let TK: Int> {
  /// - Parameters:
  ///   - input: the input under the tile's first kernel column at the first of the rows.
  ///   - gradient: the output gradient of the tile's first channel at the first of the rows.
  ///   - sums: lane sums of the tile's first weight; output channels are `weightStride` vectors apart.
  ///   - accumulate: whether to go on from the stored sums or to start from zero.
  @inline(__always)
  static func run(
    _ g: borrowing WeightGradientGeometry, input: LanePointer, gradient: LanePointer, rows: Int, sums: LanePointer,
    weightStride: Int, accumulate: Bool
  ) {
    var a = InlineArray<N, Lanes> { _ in .zero }
    if accumulate {
      for j in 0..<TO { for k in 0..<TK { a[unchecked: j * TK + k] = sums[j * weightStride + k] } }
    }
    var inputRow = input
    var gradientRow = gradient
    for _ in 0..<rows {
      for x in 0..<g.outputWidth {
        for j in 0..<TO {
          let d = gradientRow[j * g.gradientPlaneStride + x]
          for k in 0..<TK { a[unchecked: j * TK + k] = fma(inputRow[x + k], d, a[unchecked: j * TK + k]) }
        }
      }
      inputRow += g.inputRowStride
      gradientRow += g.gradientRowStride
    }
    for j in 0..<TO { for k in 0..<TK { sums[j * weightStride + k] = a[unchecked: j * TK + k] } }
  }
}
