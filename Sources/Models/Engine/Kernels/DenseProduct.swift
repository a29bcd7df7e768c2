/// The product of a weight matrix, or of its transpose, with the features of every block of a batch.
struct DenseProduct {
  /// Features that are summed over.
  let length: Int
  /// Features that are computed.
  let outputs: Int
  /// Distance in the weight array between neighbouring outputs: the row length for the forward pass, 1 for the
  /// transposed product of the input gradient, which therefore needs no transposed copy.
  let weightStride: Int
  /// Distance in the weight array between neighbouring summands.
  let reductionStride: Int

  private static let heights: [[Int]] = [[], [16, 8, 4, 2, 1], [12, 6, 4, 2, 1], [8, 4, 2, 1], [6, 4, 3, 2, 1]]
  private let plans: [[Int]]

  init(length: Int, outputs: Int, weightStride: Int, reductionStride: Int) {
    self.length = length
    self.outputs = outputs
    self.weightStride = weightStride
    self.reductionStride = reductionStride
    plans = Self.heights.enumerated().map { blocks, heights in
      heights.isEmpty
        ? [] : TilePlan.partition(outputs, sizes: heights) { TilePlan.cycles(rows: $0, columns: blocks) }.tiles
    }
  }

  /// - Parameters:
  ///   - input: features of block 0; blocks are `inputStride` vectors apart.
  ///   - output: results of block 0; blocks are `outputStride` vectors apart.
  func run(
    input: LanePointer, inputStride: Int, weights: FloatPointer, bias: FloatPointer?, output: LanePointer,
    outputStride: Int, blocks: Int
  ) {
    var block = 0
    while block < blocks {
      let count = min(4, blocks - block)
      var o = 0
      for height in plans[count] {
        Self.tile(
          count, height, input + block * inputStride, inputStride, weights + o * weightStride, weightStride,
          reductionStride, bias.map { $0 + o }, output + block * outputStride + o, outputStride, length)
        o += height
      }
      block += count
    }
  }
}
