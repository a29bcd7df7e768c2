import CLanes

/// The weight gradient of a dense layer: samples are transposed so that lanes run along the input features, and the
/// gradient leaves the registers complete, without a reduction over lanes.
struct DenseWeightGradient {
  let inputs: Int
  let outputs: Int
  /// Row length of the weight matrix and of the transposed samples: `inputs` rounded up to whole lane vectors.
  let rowStride: Int

  /// Transposes the features of one block into sixteen rows of `rowStride` floats; the tail of a row is zero.
  func transpose(_ features: LanePointer, into rows: FloatPointer, scratch: LanePointer) {
    var i = 0
    while i + laneCount <= inputs {
      lanes_scatter_floats(scalars(features + i), rows + i, rowStride)
      i += laneCount
    }
    if i < inputs {
      for k in 0..<laneCount { scratch[k] = i + k < inputs ? features[i + k] : .zero }
      lanes_scatter_floats(scalars(scratch), rows + i, rowStride)
    }
  }

  /// Overwrites the gradient matrix `[outputs][rowStride]`.
  ///
  /// - Parameters:
  ///   - samples: transposed inputs, `[sample][rowStride]`.
  ///   - gradient: output gradient in lanes, `[block][outputs]`, blocks `gradientStride` vectors apart.
  func run(
    samples: FloatPointer, gradient: LanePointer, gradientStride: Int, sampleCount: Int, weights: FloatPointer
  ) {
    let scalars = UnsafeMutableRawPointer(gradient).assumingMemoryBound(to: Float.self)
    let vectors = rowStride / laneCount
    var v = 0
    // A slab of four vectors of every sample stays in the nearest cache while all outputs pass over it.
    while v < vectors {
      let width = min(4, vectors - v)
      var o = 0
      while o < outputs {
        let height = outputs - o >= 6 ? 6 : min(2, outputs - o)
        let x = samples + v * laneCount
        let d = scalars + o * laneCount
        let w = weights + o * rowStride + v * laneCount
        switch (height, width) {
        case (6, 4): slab(InlineArray<24, Lanes> { _ in .zero }, 6, 4, x, d, gradientStride, sampleCount, w)
        case (6, 3): slab(InlineArray<18, Lanes> { _ in .zero }, 6, 3, x, d, gradientStride, sampleCount, w)
        case (6, 2): slab(InlineArray<12, Lanes> { _ in .zero }, 6, 2, x, d, gradientStride, sampleCount, w)
        case (6, _): slab(InlineArray<6, Lanes> { _ in .zero }, 6, 1, x, d, gradientStride, sampleCount, w)
        case (2, 4): slab(InlineArray<8, Lanes> { _ in .zero }, 2, 4, x, d, gradientStride, sampleCount, w)
        case (2, 3): slab(InlineArray<6, Lanes> { _ in .zero }, 2, 3, x, d, gradientStride, sampleCount, w)
        case (2, 2): slab(InlineArray<4, Lanes> { _ in .zero }, 2, 2, x, d, gradientStride, sampleCount, w)
        case (2, _): slab(InlineArray<2, Lanes> { _ in .zero }, 2, 1, x, d, gradientStride, sampleCount, w)
        case (_, 4): slab(InlineArray<4, Lanes> { _ in .zero }, 1, 4, x, d, gradientStride, sampleCount, w)
        case (_, 3): slab(InlineArray<3, Lanes> { _ in .zero }, 1, 3, x, d, gradientStride, sampleCount, w)
        case (_, 2): slab(InlineArray<2, Lanes> { _ in .zero }, 1, 2, x, d, gradientStride, sampleCount, w)
        default: slab(InlineArray<1, Lanes> { _ in .zero }, 1, 1, x, d, gradientStride, sampleCount, w)
        }
        o += height
      }
      v += width
    }
  }

  @inline(__always)
  private func slab<let N: Int>(
    _ zero: InlineArray<N, Lanes>, _ height: Int, _ width: Int, _ samples: FloatPointer, _ gradient: FloatPointer,
    _ gradientStride: Int, _ sampleCount: Int, _ weights: FloatPointer
  ) {
    var sums = zero
    var row = samples
    for sample in 0..<sampleCount {
      let x = UnsafeMutableRawPointer(row).assumingMemoryBound(to: Lanes.self)
      let d = gradient + (sample / laneCount) * gradientStride * laneCount + sample % laneCount
      for j in 0..<height {
        let s = splat(d[j * laneCount])
        for k in 0..<width { sums[unchecked: j * width + k] = fma(x[k], s, sums[unchecked: j * width + k]) }
      }
      row += rowStride
    }
    for j in 0..<height {
      let w = UnsafeMutableRawPointer(weights + j * rowStride).assumingMemoryBound(to: Lanes.self)
      for k in 0..<width { w[k] = sums[unchecked: j * width + k] }
    }
  }
}
