import CLanes

/// Where a cross-correlation reads and writes, within one block of sixteen samples.
///
/// Strides count lane vectors.
///
/// The same kernel serves the forward pass (padded input, all kernel rows valid) and the input gradient (output
/// gradient padded by columns only, flipped weights, kernel rows clipped at the top and bottom).
struct CorrelationGeometry {
  var inputChannels: Int
  var inputRows: Int
  var inputRowStride: Int
  var inputPlaneStride: Int
  var outputChannels: Int
  var outputHeight: Int
  var outputWidth: Int
  var outputRowStride: Int
  var outputPlaneStride: Int
  /// Side of the square kernel.
  var kernel: Int
  /// Output row y reads `kernel` input rows from y - rowOffset on, where they exist.
  var rowOffset: Int
}

/// Accumulates TO output channels x TX columns of one output row in registers; N must be TO * TX.
///
/// On hardware with 32 vector registers 24 accumulators leave room for the operands and hide the latency of the
/// fused multiply-adds (two a cycle, four cycles each).
enum CorrelationTile<let N: Int, let TO: Int, let TX: Int> {
  /// - Parameters:
  ///   - input: the first kernel row's first column of channel 0.
  ///   - weights: packed for tiles of TO output channels, `[input channel][kernel row][kernel column][TO]`, at the first
  ///     valid kernel row.
  @inline(__always)
  static func run(
    _ g: borrowing CorrelationGeometry, input: LanePointer, weights: FloatPointer, bias: FloatPointer?,
    output: LanePointer, kernelRows: Int
  ) {
    var sums = InlineArray<N, Lanes> { _ in .zero }
    if let bias {
      for j in 0..<TO {
        let b = splat(bias[j])
        for i in 0..<TX { sums[unchecked: j * TX + i] = b }
      }
    }
    let kernel = g.kernel
    var plane = input
    var w = weights
    let skipped = (kernel - kernelRows) * kernel * TO
    for _ in 0..<g.inputChannels {
      var row = plane
      for _ in 0..<kernelRows {
        for kx in 0..<kernel {
          for j in 0..<TO {
            let weight = splat(w[j])
            for i in 0..<TX {
              sums[unchecked: j * TX + i] = fma(row[kx + i], weight, sums[unchecked: j * TX + i])
            }
          }
          w += TO
        }
        row += g.inputRowStride
      }
      w += skipped
      plane += g.inputPlaneStride
    }
    for j in 0..<TO {
      for i in 0..<TX { output[j * g.outputPlaneStride + i] = sums[unchecked: j * TX + i] }
    }
  }
}
