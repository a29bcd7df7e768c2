import CLanes

/// The input gradient of a convolution for one block, where the kernel's side has tiles; strides count lane vectors.
///
/// A tile scatters neighbouring output-gradient columns into the input columns that they reach. Unlike in a correlation
/// over a padded gradient, no multiply-add meets a padding column: with a 5 x 5 kernel on 14 columns that saves two in
/// seven. A tile takes two input channels where the registers hold them: up to `kernel` multiply-adds in a row wait for
/// each other in an accumulator, and one channel alone has too few others to fill the time.
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
  /// Columns of the widest tile. (Where columns are cut decides the order of sums, hence the bits.)
  var widest: Int { kernel == 3 ? 9 : kernel == 5 ? 10 : 7 }
  /// Accumulators that two input channels may take together.
  private static let mostAccumulators = 26

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
        var column = 0
        for tile in 0..<tiles {
          let width = (outputWidth - column) / (tiles - tile)
          let deepest = 2 * (width + kernel - 1) <= Self.mostAccumulators ? 2 : 1
          var c = 0
          while c < inputChannels {
            let depth = min(deepest, inputChannels - c)
            // Accumulator i stands for input column column + i - left.
            let step = lanes_scatter_step(
              gradient: scalars(
                gradient + channel * gradientPlaneStride + (y + top - firstTap) * gradientRowStride + column),
              gradient_plane: gradientPlaneStride, gradient_row: gradientRowStride,
              weights: weights + (channel * inputChannels + c) * taps + firstTap * kernel,
              weight_stride: inputChannels * taps, weight_plane: taps, output_channels: channels,
              rows: lastTap - firstTap + 1,
              target: scalars(destination + (c * inputHeight + y) * inputWidth + column - left),
              target_plane: inputHeight * inputWidth, first: max(0, left - column),
              last: min(width + kernel - 2, inputWidth - 1 - column + left))
            Self.tile(kernel, inputChannels: depth, width, step)
            c += depth
          }
          column += width
        }
        channel += channels
      }
    }
  }
}
