import CLanes

/// A convolution with its bias and activation, over the blocks of a batch.
final class ConvolutionStage {
  let name: String
  let activation: Activation
  let kernel: Int
  let input: ActivationTensor
  /// Outputs after the activation, of every block.
  let output: ActivationTensor
  /// Gradient with respect to the output before the activation, of the block at hand; padded by columns where the
  /// input gradient is a correlation.
  let gradient: ActivationTensor
  let weight: ParameterTensor
  let bias: ParameterTensor
  private let store: ParameterStore
  private let forwardKernel: Correlation
  private let weightKernel: WeightGradient
  private let tiledInputKernel: InputGradient?
  /// For kernels without tiles.
  private let inputKernel: Correlation?
  private let flipped: FloatBuffer
  /// Lane sums of every weight, in a few slots: block b adds to slot b mod `slots`, so that the order of summation is
  /// fixed whoever computes the blocks.
  private let weightSums: LaneBuffer
  private let biasSums: LaneBuffer
  private let slots: Int
  /// Sixteen vectors a thread.
  private let scratch: LaneBuffer

  /// - Parameter needsInputGradient: false for the first layer.
  init(
    name: String, filters: Int, kernel: Int, activation: Activation, input: ActivationTensor, blocks: Int,
    threads: Int = 1, needsInputGradient: Bool, store: ParameterStore
  ) {
    self.name = name
    self.activation = activation
    self.kernel = kernel
    self.input = input
    self.store = store
    let from = input.layout
    let outputShape = Shape(
      channels: filters, height: from.top + from.shape.height + from.bottom - kernel + 1,
      width: from.left + from.shape.width + from.right - kernel + 1)
    output = ActivationTensor(PlaneLayout(shape: outputShape), blocks: blocks)
    let hasTiles = InputGradient.kernels.contains(kernel)
    let gradientLayout =
      needsInputGradient && !hasTiles
      ? PlaneLayout(shape: outputShape, left: kernel - 1 - from.left, right: kernel - 1 - from.right)
      : PlaneLayout(shape: outputShape)
    gradient = ActivationTensor(gradientLayout, threads: threads)
    let channels = from.shape.channels
    weight = store.reserve(name + "/weight", rows: filters, columns: channels * kernel * kernel)
    bias = store.reserve(name + "/bias", rows: 1, columns: filters)
    forwardKernel = Correlation(
      CorrelationGeometry(
        inputChannels: channels, inputRows: outputShape.height + kernel - 1, inputRowStride: from.rowStride,
        inputPlaneStride: from.planeStride, outputChannels: filters, outputHeight: outputShape.height,
        outputWidth: outputShape.width, outputRowStride: output.layout.rowStride,
        outputPlaneStride: output.layout.planeStride, kernel: kernel, rowOffset: 0))
    weightKernel = WeightGradient(
      WeightGradientGeometry(
        inputChannels: channels, inputRowStride: from.rowStride, inputPlaneStride: from.planeStride,
        outputChannels: filters, outputHeight: outputShape.height, outputWidth: outputShape.width,
        gradientRowStride: gradientLayout.rowStride, gradientPlaneStride: gradientLayout.planeStride, kernel: kernel))
    tiledInputKernel =
      needsInputGradient && hasTiles
      ? InputGradient(
        inputChannels: channels, inputHeight: from.shape.height, inputWidth: from.shape.width, outputChannels: filters,
        outputHeight: outputShape.height, outputWidth: outputShape.width,
        gradientRowStride: gradientLayout.rowStride, gradientPlaneStride: gradientLayout.planeStride, kernel: kernel,
        top: from.top, left: from.left)
      : nil
    inputKernel =
      needsInputGradient && !hasTiles
      ? Correlation(
        CorrelationGeometry(
          inputChannels: filters, inputRows: outputShape.height, inputRowStride: gradientLayout.rowStride,
          inputPlaneStride: gradientLayout.planeStride, outputChannels: channels, outputHeight: from.shape.height,
          outputWidth: from.shape.width, outputRowStride: from.shape.width,
          outputPlaneStride: from.shape.width * from.shape.height, kernel: kernel, rowOffset: kernel - 1 - from.top))
      : nil
    flipped = FloatBuffer(count: inputKernel == nil ? 0 : weight.count)
    slots = min(BlockShare.slots, blocks)
    weightSums = LaneBuffer(count: slots * weight.count + laneCount)
    biasSums = LaneBuffer(count: slots * filters + laneCount)
    scratch = LaneBuffer(count: laneCount * threads)
  }

  /// Computes the outputs of one block, activation included.
  func forward(block: Int) {
    let out = output.block(block)
    let layout = output.layout
    let activation = activation
    forwardKernel.run(
      input: input.block(block), weights: store.pointer(weight), bias: store.pointer(bias), output: out
    ) { channel, count, row in
      for c in channel..<(channel + count) {
        activation.apply(out + c * layout.planeStride + row * layout.rowStride, count: layout.rowStride)
      }
    }
  }

  /// Prepares what all blocks share: the flipped kernels of the input gradient.
  func beginBackward() {
    guard inputKernel != nil else { return }
    let taps = kernel * kernel
    let filters = weight.rows
    let channels = input.layout.shape.channels
    let from = store.pointer(weight)
    let to = flipped.pointer
    for c in 0..<channels {
      for o in 0..<filters {
        let source = from + (o * channels + c) * taps + taps - 1
        let target = to + (c * filters + o) * taps
        for t in 0..<taps { target[t] = source[-t] }
      }
    }
  }

  /// Adds one block's weight gradient, from `gradient`.
  func weightGradient(block: Int) {
    let slot = block % slots
    weightKernel.run(
      input: input.block(block), gradient: gradient.interior(block),
      sums: weightSums.pointer + slot * weight.count, biasSums: biasSums.pointer + slot * bias.count,
      accumulate: block >= slots)
  }

  /// Computes one block's input gradient, from `gradient`, without a border.
  func inputGradient(block: Int, into destination: LanePointer) {
    if let tiledInputKernel {
      tiledInputKernel.run(
        gradient: gradient.interior(block), weights: store.pointer(weight), into: destination)
      return
    }
    inputKernel?.run(
      input: gradient.block(block), weights: flipped.pointer, bias: nil, output: destination, rowDone: { _, _, _ in })
  }

  /// Sums slots and lanes into the parameter store, in a fixed order; each thread its part of the weights.
  func finishBackward(blocks: Int, share: BlockShare = .all) {
    let used = min(slots, blocks)
    reduce(weightSums.pointer, count: weight.count, slots: used, into: store.gradient(weight), share)
    reduce(biasSums.pointer, count: bias.count, slots: used, into: store.gradient(bias), share)
  }

  private func reduce(_ sums: LanePointer, count: Int, slots: Int, into gradient: FloatPointer, _ share: BlockShare) {
    let scratch = scratch.pointer + share.thread * laneCount
    let part = share.range(count, group: laneCount)
    var i = part.lowerBound
    while i < part.upperBound {
      vectors(gradient)[i / laneCount] = sumLanes(count: count - i, scratch: scratch) { k in
        var total = sums[i + k]
        for slot in 1..<max(slots, 1) { total += sums[slot * count + i + k] }
        return total
      }
      i += laneCount
    }
  }
}
