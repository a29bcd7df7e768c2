// The register tiles that exist: one function a number of blocks, a case a number of outputs.

extension DenseProduct {
  static func tile(
    _ blocks: Int, _ outputs: Int, _ input: LanePointer, _ inputStride: Int, _ weights: FloatPointer,
    _ weightStride: Int, _ reductionStride: Int, _ bias: FloatPointer?, _ output: LanePointer, _ outputStride: Int,
    _ length: Int
  ) {
    switch (blocks, outputs) {
    case (1, 16):
      DenseTile<16, 16, 1>.run(
        input, inputStride, weights, weightStride, reductionStride, bias, output, outputStride, length)
    case (1, 8):
      DenseTile<8, 8, 1>.run(
        input, inputStride, weights, weightStride, reductionStride, bias, output, outputStride, length)
    case (1, 4):
      DenseTile<4, 4, 1>.run(
        input, inputStride, weights, weightStride, reductionStride, bias, output, outputStride, length)
    case (1, 2):
      DenseTile<2, 2, 1>.run(
        input, inputStride, weights, weightStride, reductionStride, bias, output, outputStride, length)
    case (1, 1):
      DenseTile<1, 1, 1>.run(
        input, inputStride, weights, weightStride, reductionStride, bias, output, outputStride, length)
    case (2, 12):
      DenseTile<24, 12, 2>.run(
        input, inputStride, weights, weightStride, reductionStride, bias, output, outputStride, length)
    case (2, 6):
      DenseTile<12, 6, 2>.run(
        input, inputStride, weights, weightStride, reductionStride, bias, output, outputStride, length)
    case (2, 4):
      DenseTile<8, 4, 2>.run(
        input, inputStride, weights, weightStride, reductionStride, bias, output, outputStride, length)
    case (2, 2):
      DenseTile<4, 2, 2>.run(
        input, inputStride, weights, weightStride, reductionStride, bias, output, outputStride, length)
    case (2, 1):
      DenseTile<2, 1, 2>.run(
        input, inputStride, weights, weightStride, reductionStride, bias, output, outputStride, length)
    case (3, 8):
      DenseTile<24, 8, 3>.run(
        input, inputStride, weights, weightStride, reductionStride, bias, output, outputStride, length)
    case (3, 4):
      DenseTile<12, 4, 3>.run(
        input, inputStride, weights, weightStride, reductionStride, bias, output, outputStride, length)
    case (3, 2):
      DenseTile<6, 2, 3>.run(
        input, inputStride, weights, weightStride, reductionStride, bias, output, outputStride, length)
    case (3, 1):
      DenseTile<3, 1, 3>.run(
        input, inputStride, weights, weightStride, reductionStride, bias, output, outputStride, length)
    case (4, 6):
      DenseTile<24, 6, 4>.run(
        input, inputStride, weights, weightStride, reductionStride, bias, output, outputStride, length)
    case (4, 4):
      DenseTile<16, 4, 4>.run(
        input, inputStride, weights, weightStride, reductionStride, bias, output, outputStride, length)
    case (4, 3):
      DenseTile<12, 3, 4>.run(
        input, inputStride, weights, weightStride, reductionStride, bias, output, outputStride, length)
    case (4, 2):
      DenseTile<8, 2, 4>.run(
        input, inputStride, weights, weightStride, reductionStride, bias, output, outputStride, length)
    default:
      DenseTile<4, 1, 4>.run(
        input, inputStride, weights, weightStride, reductionStride, bias, output, outputStride, length)
    }
  }
}
