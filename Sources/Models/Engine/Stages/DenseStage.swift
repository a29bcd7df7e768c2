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
  /// Sixteen vectors a thread.
  private let scratch: LaneBuffer

  init(
    name: String, units: Int, inputs: Int, activation: Activation, dropout: DropoutMask?, blocks: Int,
    threads: Int = 1, store: ParameterStore
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
    scratch = LaneBuffer(count: laneCount * threads)
  }

  /// - Parameters:
  ///   - input: features of block 0, blocks `inputStride` vectors apart.
  ///   - step: the training step that keys the dropout masks, or `nil` during inference.
  ///   - share: which of the blocks.
  /// - Returns: where the outputs are, `[block][units]`.
  @discardableResult
  func forward(input: LanePointer, inputStride: Int, blocks: Int, step: Int?, share: BlockShare = .all) -> LanePointer {
    share.forEachRun(blocks) { first, distance, count in
      forwardProduct.run(
        input: input + first * inputStride, inputStride: inputStride * distance, weights: store.pointer(weight),
        bias: store.pointer(bias), output: activated.pointer + first * units, outputStride: units * distance,
        blocks: count)
    }
    share.forEachBlock(blocks) { block in
      let values = activated.pointer + block * units
      activation.apply(values, count: units)
      guard let dropout, let step else { return }
      let kept = output.pointer + block * units
      kept.update(from: values, count: units)
      dropout.draw(block: block, step: step)
      dropout.apply(kept, block: block, first: 0, count: units)
    }
    return dropout != nil && step != nil ? output.pointer : activated.pointer
  }

  /// Turns the gradient of the outputs into that before the activation.
  func backwardActivation(blocks: Int, share: BlockShare = .all) {
    share.forEachBlock(blocks) { block in
      let values = gradient.pointer + block * units
      dropout?.apply(values, block: block, first: 0, count: units)
      activation.multiplyByDerivative(values, outputs: activated.pointer + block * units, count: units)
    }
  }

  /// Writes the gradients of weights and biases.
  func backwardParameters(input: LanePointer, inputStride: Int, blocks: Int) {
    transposeInputs(input, inputStride: inputStride, blocks: blocks, share: .all)
    parameterGradients(blocks: blocks, share: .all)
  }

  /// Brings the inputs of this thread's blocks into the order that the weight gradient reads.
  func transposeInputs(_ input: LanePointer, inputStride: Int, blocks: Int, share: BlockShare) {
    share.forEachBlock(blocks) { block in
      weightGradient.transpose(
        input + block * inputStride, into: samples.pointer + block * laneCount * weight.rowStride,
        scratch: scratch.pointer + share.thread * laneCount)
    }
  }

  /// Writes the gradients of this thread's rows of the weights and of its biases, over all blocks.
  ///
  /// Every thread must have transposed its inputs and written the gradients of its blocks.
  func parameterGradients(blocks: Int, share: BlockShare) {
    let rows = share.rows(of: weight)
    DenseWeightGradient(inputs: inputs, outputs: rows.count, rowStride: weight.rowStride).run(
      samples: samples.pointer, gradient: gradient.pointer + rows.lowerBound, gradientStride: units,
      sampleCount: blocks * laneCount, weights: store.gradient(weight) + rows.lowerBound * weight.rowStride)
    let scratch = scratch.pointer + share.thread * laneCount
    let biases = share.values(of: bias)
    var o = biases.lowerBound
    while o < biases.upperBound {
      vectors(store.gradient(bias))[o / laneCount] = sumLanes(count: units - o, scratch: scratch) { k in
        var total = Lanes.zero
        for block in 0..<blocks { total += gradient.pointer[block * units + o + k] }
        return total
      }
      o += laneCount
    }
  }

  /// Writes the gradient with respect to the input features.
  func backwardInput(into destination: LanePointer, stride: Int, blocks: Int, share: BlockShare = .all) {
    share.forEachRun(blocks) { first, distance, count in
      inputProduct.run(
        input: gradient.pointer + first * units, inputStride: units * distance, weights: store.pointer(weight),
        bias: nil, output: destination + first * stride, outputStride: stride * distance, blocks: count)
    }
  }
}
