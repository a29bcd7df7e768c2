/// The input gradient of a convolution for one block, where the kernel's side has tiles; strides count lane vectors.
struct InputGradient {
  var inputChannels: Int
  var inputHeight: Int
  var inputWidth: Int
  var outputChannels: Int
  var outputHeight: Int
  var outputWidth: Int
  var gradientRowStride: Int
  var gradientPlaneStride: Int
  var kernel: Int
  /// Zero rows and columns before the input.
  var top: Int
  var left: Int
  /// Columns of the widest tile: beyond about fifty multiply-adds the compiler no longer unrolls a tile, and its
  /// accumulators fall out of the registers.
  var widest: Int { kernel == 3 ? 9 : kernel == 5 ? 10 : 7 }

  /// Sides of kernels that have tiles; others take a correlation with flipped kernels.
  static let kernels: Set<Int> = [3, 5, 7]

  /// Overwrites the input gradient `[channel][row][column]` of a block.
  ///
  /// - Parameters:
  ///   - gradient: row 0, column 0 of channel 0.
  ///   - weights: `[output channel][input channel][kernel row][kernel column]`.
  func run(gradient: LanePointer, weights: FloatPointer, into destination: LanePointer) {
    let taps = kernel * kernel
    let tiles = (outputWidth + widest - 1) / widest
    // Output channels whose gradient rows stay in a 32 KiB cache while all input channels pass over them.
    let most = max(1, min(outputChannels, 26 * 1024 / (kernel * outputWidth * 64)))
    let chunks = (outputChannels + most - 1) / most
    let chunk = (outputChannels + chunks - 1) / chunks
    for y in 0..<inputHeight {
      // Output row o meets input row y through kernel row y + top - o.
      let firstTap = max(0, y + top - outputHeight + 1)
      let lastTap = min(kernel - 1, y + top)
      for c in 0..<inputChannels {
        (destination + (c * inputHeight + y) * inputWidth).update(repeating: .zero, count: inputWidth)
      }
      guard lastTap >= firstTap else { continue }
      var channel = 0
      while channel < outputChannels {
        let channels = min(chunk, outputChannels - channel)
        for c in 0..<inputChannels {
          var column = 0
          for tile in 0..<tiles {
            let width = (outputWidth - column) / (tiles - tile)
            // Accumulator i stands for input column column + i - left.
            let first = max(0, left - column)
            let last = min(width + kernel - 2, inputWidth - 1 - column + left)
            Self.tile(
              kernel, width,
              gradient: gradient + channel * gradientPlaneStride + (y + top - firstTap) * gradientRowStride + column,
              gradientPlane: gradientPlaneStride, gradientRow: gradientRowStride,
              weights: weights + (channel * inputChannels + c) * taps + firstTap * kernel,
              weightStride: inputChannels * taps, channels: channels, rows: lastTap - firstTap + 1,
              target: destination + (c * inputHeight + y) * inputWidth + column - left, first: first, last: last)
            column += width
          }
        }
        channel += channels
      }
    }
  }
}
