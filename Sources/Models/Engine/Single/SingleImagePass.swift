/// Predicts one image at a time, with lanes inside of the image: the blocks of a batch would compute sixteen samples.
///
/// Every value goes through the operations of a batch in their order, so that the bits are the same. Nothing is allocated
/// after this is made.
final class SingleImagePass {
  private let shape: Shape
  private let store: ParameterStore
  private let convolutions: [SingleConvolution]
  private let poolings: [SinglePooling]
  private let denses: [SingleDense]
  /// What the first dense layer reads: without a convolution, the image.
  private let features: FloatBuffer
  /// The weights that the layers' copies were made from.
  private var version: Int?

  init(
    shape: Shape, store: ParameterStore, convolutions: [ConvolutionStage], poolings: [PoolingStage],
    denses: [DenseStage]
  ) {
    self.shape = shape
    self.store = store
    let features = FloatBuffer(count: denses[0].inputs)
    let singles = zip(convolutions, poolings).map { convolution, pooling in
      SingleConvolution(convolution, store: store, overrun: SinglePooling.overrun(window: pooling.window))
    }
    self.poolings = poolings.enumerated().map { index, pooling in
      SinglePooling(
        pooling, source: singles[index], target: index + 1 < singles.count ? singles[index + 1].input : features)
    }
    self.denses = denses.map { SingleDense($0, store: store) }
    self.convolutions = singles
    self.features = features
  }

  /// Computes the logits of an image; batch normalisation must have been told to use its running statistics.
  ///
  /// - Parameters:
  ///   - pixels: `[row][column]`.
  ///   - logits: a block's, as scalars: class c goes to the first lane of vector c.
  func run(pixels: UnsafePointer<UInt8>, logits: FloatPointer) {
    if version != store.version {
      for convolution in convolutions { convolution.refresh() }
      for dense in denses { dense.refresh() }
      version = store.version
    }
    load(pixels)
    for index in convolutions.indices {
      convolutions[index].forward()
      poolings[index].forward()
    }
    var values = features.pointer
    for dense in denses {
      dense.forward(values)
      values = dense.output.floats
    }
    for unit in 0..<denses[denses.count - 1].units { logits[unit * laneCount] = values[unit] }
  }

  /// Scales the pixels to [0, 1], as `ImageLoader` does.
  private func load(_ pixels: UnsafePointer<UInt8>) {
    var target = features.pointer
    var rowStride = shape.width
    if let first = convolutions.first {
      target = first.input.pointer + first.inputLayout.origin
      rowStride = first.inputLayout.rowStride
    }
    for y in 0..<shape.height {
      for x in 0..<shape.width { target[y * rowStride + x] = Float(pixels[y * shape.width + x]) * (1 / 255) }
    }
  }
}
