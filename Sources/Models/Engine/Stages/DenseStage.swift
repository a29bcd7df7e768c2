import CLanes

/// A dense layer with its activation and optional dropout, over all blocks of a batch at once.
final class DenseStage {
  let name: String
  let activation: Activation
  let dropout: DropoutMask?
  let units: Int
  let inputs: Int
  let weight: ParameterTensor
  let bias: ParameterTensor
  /// Outputs after the activation, `[block][units]`.
  let activated: LaneBuffer
  /// Outputs after dropout: the same memory where there is none.
  let output: LaneBuffer
  /// Gradient with respect to the output, turned in place into the one before the activation.
  let gradient: LaneBuffer
  private let store: ParameterStore
  private let forwardProduct: DenseProduct
  private let inputProduct: DenseProduct
  private let weightGradient: DenseWeightGradient
  private let samples: FloatBuffer
  private let scratch = LaneBuffer(count: laneCount)

  init(
    name: String, units: Int, inputs: Int, activation: Activation, dropout: DropoutMask?, blocks: Int,
    store: ParameterStore
  ) {
    self.name = name
    self.units = units
    self.inputs = inputs
    self.activation = activation
    self.dropout = dropout
    self.store = store
    weight = store.reserve(name + "/weight", rows: units, columns: inputs, paddedRows: true)
    bias = store.reserve(name + "/bias", rows: 1, columns: units)
    activated = LaneBuffer(count: blocks * units)
    output = dropout == nil ? activated : LaneBuffer(count: blocks * units)
    gradient = LaneBuffer(count: blocks * units)
    forwardProduct = DenseProduct(length: inputs, outputs: units, weightStride: weight.rowStride, reductionStride: 1)
    inputProduct = DenseProduct(length: units, outputs: inputs, weightStride: 1, reductionStride: weight.rowStride)
    weightGradient = DenseWeightGradient(inputs: inputs, outputs: units, rowStride: weight.rowStride)
    samples = FloatBuffer(count: blocks * laneCount * weight.rowStride)
  }

  /// - Parameters:
  ///   - input: features of block 0, blocks `inputStride` vectors apart.
  ///   - step: the training step that keys the dropout masks, or `nil` during inference.
  /// - Returns: where the outputs are, `[block][units]`.
  @discardableResult
  func forward(input: LanePointer, inputStride: Int, blocks: Int, step: Int?) -> LanePointer {
    forwardProduct.run(
      input: input, inputStride: inputStride, weights: store.pointer(weight), bias: store.pointer(bias),
      output: activated.pointer, outputStride: units, blocks: blocks)
    activation.apply(activated.pointer, count: blocks * units)
    guard let dropout, let step else { return activated.pointer }
    output.pointer.update(from: activated.pointer, count: blocks * units)
    for block in 0..<blocks {
      dropout.draw(block: block, step: step)
      dropout.apply(output.pointer + block * units, block: block, first: 0, count: units)
    }
    return output.pointer
  }

  /// Turns the gradient of the outputs into that before the activation.
  func backwardActivation(blocks: Int) {
    if let dropout {
      for block in 0..<blocks { dropout.apply(gradient.pointer + block * units, block: block, first: 0, count: units) }
    }
    activation.multiplyByDerivative(gradient.pointer, outputs: activated.pointer, count: blocks * units)
  }

  /// Writes the gradients of weights and biases.
  func backwardParameters(input: LanePointer, inputStride: Int, blocks: Int) {
    for block in 0..<blocks {
      weightGradient.transpose(
        input + block * inputStride, into: samples.pointer + block * laneCount * weight.rowStride,
        scratch: scratch.pointer)
    }
    weightGradient.run(
      samples: samples.pointer, gradient: gradient.pointer, gradientStride: units, sampleCount: blocks * laneCount,
      weights: store.gradient(weight))
    var o = 0
    while o < units {
      vectors(store.gradient(bias))[o / laneCount] = sumLanes(count: units - o, scratch: scratch.pointer) { k in
        var total = Lanes.zero
        for block in 0..<blocks { total += gradient.pointer[block * units + o + k] }
        return total
      }
      o += laneCount
    }
  }

  /// Writes the gradient with respect to the input features.
  func backwardInput(into destination: LanePointer, stride: Int, blocks: Int) {
    inputProduct.run(
      input: gradient.pointer, inputStride: units, weights: store.pointer(weight), bias: nil, output: destination,
      outputStride: stride, blocks: blocks)
  }
}
