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
  /// The weights in the order of the forward kernel's tiles.
  private let packed: FloatBuffer
  /// The weights in the order of the input gradient's tiles.
  private let flipped: FloatBuffer
  /// Gradients of weights and biases, in a few slots: block b adds to slot b mod `slots`, so that the order of summation
  /// is fixed whoever computes the blocks.
  private let weightSums: FloatBuffer
  private let biasSums: FloatBuffer
  private let slots: Int
  private let threads: Int
  /// One a thread.
  private let weightScratch: [WeightGradient.Scratch]
  /// The gradient rows that a first layer's weight gradient is working on, where nobody else needs them; one a thread.
  private let gradientRows: [LaneBuffer]

  /// - Parameters:
  ///   - needsInputGradient: false for the first layer.
  ///   - rowGranule: rows of a pooling window behind, which are worked on together.
  init(
    name: String, filters: Int, kernel: Int, activation: Activation, input: ActivationTensor, blocks: Int,
    threads: Int = 1, needsInputGradient: Bool, rowGranule: Int = 1, store: ParameterStore
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
        gradientRowStride: gradientLayout.rowStride, gradientPlaneStride: gradientLayout.planeStride, kernel: kernel),
      rowGranule: rowGranule)
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
    packed = FloatBuffer(count: forwardKernel.packedCount)
    flipped = FloatBuffer(count: inputKernel?.packedCount ?? 0)
    slots = min(BlockShare.slots, blocks)
    weightSums = FloatBuffer(count: slots * weight.count)
    biasSums = FloatBuffer(count: slots * filters)
    self.threads = threads
    let weightKernel = weightKernel
    weightScratch = (0..<threads).map { _ in weightKernel.makeScratch() }
    gradientRows = (0..<threads).map { _ in
      LaneBuffer(count: weightKernel.tallest * weightKernel.rowsPerChunk * outputShape.width)
    }
  }

  /// Prepares what all blocks share, after the weights have changed: their order of the forward pass.
  func beginForward() {
    let columns = weight.columns
    let taps = kernel * kernel
    let from = store.pointer(weight)
    forwardKernel.pack(into: packed.pointer) { o, c, tap in from[o * columns + c * taps + tap] }
  }

  /// Computes the outputs of one block, activation included.
  ///
  /// - Parameter rowDone: called with (first channel, channels, row) when these outputs are complete and still in the
  ///   nearest cache.
  @inline(__always)
  func forward(block: Int, rowDone: (Int, Int, Int) -> Void = { _, _, _ in }) {
    let out = output.block(block)
    let layout = output.layout
    let activation = activation
    forwardKernel.run(
      input: input.block(block), weights: packed.pointer, bias: store.pointer(bias), output: out
    ) { channel, count, row in
      for c in channel..<(channel + count) {
        activation.apply(out + c * layout.planeStride + row * layout.rowStride, count: layout.rowStride)
      }
      rowDone(channel, count, row)
    }
  }

  /// Prepares what all blocks share: the flipped kernels of the input gradient.
  func beginBackward() {
    guard let inputKernel else { return }
    let columns = weight.columns
    let taps = kernel * kernel
    let from = store.pointer(weight)
    inputKernel.pack(into: flipped.pointer) { c, o, tap in from[o * columns + c * taps + taps - 1 - tap] }
  }

  /// Adds one block's weight gradient, from `gradient`.
  func weightGradient(block: Int) {
    let from = gradient.interior(block)
    let layout = gradient.layout
    addWeightGradient(block: block) { channel, _, row, _ in
      (from + channel * layout.planeStride + row * layout.rowStride, layout.planeStride)
    }
  }

  /// Adds one block's weight gradient; the gradient's rows are made as they are needed, and forgotten.
  ///
  /// For a layer without an input gradient whose gradient has no border. It saves a pass over memory.
  ///
  /// - Parameter make: writes the gradient of (first channel, channels, first row, rows) to where planes of so many rows
  ///   lie behind each other.
  @inline(__always)
  func weightGradient(block: Int, make: (Int, Int, Int, Int, LanePointer) -> Void) {
    let rows = gradientRows[BlockShare.owner(ofBlock: block, threads: threads)].pointer
    let width = output.layout.shape.width
    addWeightGradient(block: block) { channel, channels, row, count in
      make(channel, channels, row, count, rows)
      return (rows, count * width)
    }
  }

  /// Whether the second `weightGradient` may be used.
  var makesGradientRows: Bool { tiledInputKernel == nil && inputKernel == nil && weightKernel.readsRowsOnce }

  @inline(__always)
  private func addWeightGradient(
    block: Int, gradient: (Int, Int, Int, Int) -> (rows: LanePointer, planeStride: Int)
  ) {
    let slot = block % slots
    weightKernel.run(
      input: input.block(block), weights: weightSums.pointer + slot * weight.count,
      biases: biasSums.pointer + slot * bias.count, accumulate: block >= slots,
      scratch: weightScratch[BlockShare.owner(ofBlock: block, threads: threads)], gradient: gradient)
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

  /// Sums the slots into the parameter store, in a fixed order; each thread its part of the weights.
  func finishBackward(blocks: Int, share: BlockShare = .all) {
    let used = min(slots, blocks)
    reduce(weightSums.pointer, slots: used, into: weight, share)
    reduce(biasSums.pointer, slots: used, into: bias, share)
  }

  private func reduce(_ sums: FloatPointer, slots: Int, into tensor: ParameterTensor, _ share: BlockShare) {
    let gradient = store.gradient(tensor)
    for i in share.values(of: tensor) {
      var total = sums[i]
      for slot in 1..<max(slots, 1) { total += sums[slot * tensor.count + i] }
      gradient[i] = total
    }
  }
}
