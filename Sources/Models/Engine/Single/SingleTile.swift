import CLanes

/// Where a cross-correlation of one image reads and writes.
///
/// A plane is walked as one long row: output (y, x) is at y * `rowStride` + x, as the input is, so that sixteen
/// neighbouring outputs are sixteen lanes whatever the width. The kernel - 1 positions between two rows are computed too
/// and never read.
struct SingleGeometry {
  var inputChannels: Int
  /// Floats from row to row of the padded input, and of the output.
  var rowStride: Int
  /// Floats from plane to plane of the padded input.
  var inputPlaneStride: Int
  /// Vectors of sixteen outputs in a plane.
  var outputVectors: Int
  /// Side of the square kernel.
  var kernel: Int
}

/// Accumulates TO output channels x TX vectors of sixteen neighbouring outputs in registers; N must be TO * TX.
///
/// An output's multiply-adds come in the order of `CorrelationTile`, so that the bits are the same.
enum SingleTile<let N: Int, let TO: Int, let TX: Int> {
  /// - Parameters:
  ///   - input: the first output's first input.
  ///   - weights: `[input channel][kernel row][kernel column][TO]`.
  @inline(never)
  static func run(
    _ g: SingleGeometry, _ input: FloatPointer, _ weights: FloatPointer, _ bias: FloatPointer, _ output: LanePointer
  ) {
    var sums = InlineArray<N, Lanes> { _ in .zero }
    for j in 0..<TO {
      let b = splat(bias[j])
      for i in 0..<TX { sums[unchecked: j * TX + i] = b }
    }
    let kernel = g.kernel
    var plane = input
    var w = weights
    for _ in 0..<g.inputChannels {
      var row = plane
      for _ in 0..<kernel {
        for kx in 0..<kernel {
          for j in 0..<TO {
            let weight = splat(w[j])
            for i in 0..<TX {
              sums[unchecked: j * TX + i] = fma(
                lanes_load(row + kx + i * laneCount), weight, sums[unchecked: j * TX + i])
            }
          }
          w += TO
        }
        row += g.rowStride
      }
      plane += g.inputPlaneStride
    }
    for j in 0..<TO {
      for i in 0..<TX { output[j * g.outputVectors + i] = sums[unchecked: j * TX + i] }
    }
  }
}

/// The register tiles that exist.
enum SingleTiles {
  /// The widest for each number of output channels: at most 24 accumulators.
  static let widest: [(channels: Int, vectors: Int)] = [(1, 4), (2, 4), (3, 4), (4, 4), (6, 4), (8, 3)]

  static func run(
    channels: Int, vectors: Int, _ g: SingleGeometry, input: FloatPointer, weights: FloatPointer, bias: FloatPointer,
    output: LanePointer
  ) {
    switch (channels, vectors) {
    case (8, 3): SingleTile<24, 8, 3>.run(g, input, weights, bias, output)
    case (8, 2): SingleTile<16, 8, 2>.run(g, input, weights, bias, output)
    case (8, 1): SingleTile<8, 8, 1>.run(g, input, weights, bias, output)
    case (6, 4): SingleTile<24, 6, 4>.run(g, input, weights, bias, output)
    case (6, 3): SingleTile<18, 6, 3>.run(g, input, weights, bias, output)
    case (6, 2): SingleTile<12, 6, 2>.run(g, input, weights, bias, output)
    case (6, 1): SingleTile<6, 6, 1>.run(g, input, weights, bias, output)
    case (4, 4): SingleTile<16, 4, 4>.run(g, input, weights, bias, output)
    case (4, 3): SingleTile<12, 4, 3>.run(g, input, weights, bias, output)
    case (4, 2): SingleTile<8, 4, 2>.run(g, input, weights, bias, output)
    case (4, 1): SingleTile<4, 4, 1>.run(g, input, weights, bias, output)
    case (3, 4): SingleTile<12, 3, 4>.run(g, input, weights, bias, output)
    case (3, 3): SingleTile<9, 3, 3>.run(g, input, weights, bias, output)
    case (3, 2): SingleTile<6, 3, 2>.run(g, input, weights, bias, output)
    case (3, 1): SingleTile<3, 3, 1>.run(g, input, weights, bias, output)
    case (2, 4): SingleTile<8, 2, 4>.run(g, input, weights, bias, output)
    case (2, 3): SingleTile<6, 2, 3>.run(g, input, weights, bias, output)
    case (2, 2): SingleTile<4, 2, 2>.run(g, input, weights, bias, output)
    case (2, 1): SingleTile<2, 2, 1>.run(g, input, weights, bias, output)
    case (1, 4): SingleTile<4, 1, 4>.run(g, input, weights, bias, output)
    case (1, 3): SingleTile<3, 1, 3>.run(g, input, weights, bias, output)
    case (1, 2): SingleTile<2, 1, 2>.run(g, input, weights, bias, output)
    default: SingleTile<1, 1, 1>.run(g, input, weights, bias, output)
    }
  }
}
