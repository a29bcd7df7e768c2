import CLanes

/// What follows a convolution's activation: batch normalisation, pooling and dropout, each optional, in one pass over
/// the convolution's output.
///
/// Normalisation is an affine map of each channel, so it commutes with pooling: the pooled value is normalised instead
/// of every input (the average of affine values is affine; the maximum becomes a minimum where the slope is negative).
final class PoolingStage {
  let kind: PoolingKind
  /// Side of the window; 1 where the network has no pooling here.
  let window: Int
  let normalisation: BatchNormState?
  let dropout: DropoutMask?
  /// The convolution before.
  let source: ConvolutionStage
  /// Outputs, laid out with the border that the next layer wants.
  let output: ActivationTensor
  /// Gradient with respect to the outputs, without a border.
  let gradient: ActivationTensor
  /// Pooled values before normalisation, which its backward pass needs.
  private let pooled: ActivationTensor?
  let outputShape: Shape

  init(
    kind: PoolingKind, window: Int, normalisation: BatchNormState?, dropout: DropoutMask?, source: ConvolutionStage,
    outputLayout: PlaneLayout, blocks: Int
  ) {
    self.kind = kind
    self.window = window
    self.normalisation = normalisation
    self.dropout = dropout
    self.source = source
    outputShape = outputLayout.shape
    output = ActivationTensor(outputLayout, blocks: blocks)
    gradient = ActivationTensor(PlaneLayout(shape: outputShape), blocks: blocks)
    pooled = normalisation == nil ? nil : ActivationTensor(PlaneLayout(shape: outputShape), blocks: blocks)
  }

  /// Whether the batch's statistics must be complete before `forward`.
  var needsStatistics: Bool { normalisation != nil }

  func accumulateStatistics(block: Int, samples: Int) {
    let layout = source.output.layout
    normalisation?.accumulate(
      block: block, input: source.output.block(block), planeStride: layout.planeStride, count: layout.planeStride,
      samples: samples)
  }

  /// Prepares a block's outputs.
  ///
  /// - Parameter step: the training step that keys the dropout masks, or `nil` during inference.
  func beginForward(block: Int, step: Int?) {
    if let dropout, let step { dropout.draw(block: block, step: step) }
  }

  /// Computes the outputs of one block.
  func forward(block: Int, step: Int?) {
    beginForward(block: block, step: step)
    for c in 0..<outputShape.channels {
      for y in 0..<outputShape.height { forwardRow(block: block, step: step, channel: c, row: y) }
    }
  }

  /// Computes the output row that these rows of the source complete, if they do.
  @inline(__always)
  func forwardRow(block: Int, step: Int?, channel: Int, channels: Int, sourceRow: Int) {
    guard (sourceRow + 1) % window == 0 else { return }
    for c in channel..<(channel + channels) {
      forwardRow(block: block, step: step, channel: c, row: sourceRow / window)
    }
  }

  private func forwardRow(block: Int, step: Int?, channel c: Int, row y: Int) {
    let input = source.output.layout
    let width = outputShape.width
    let smallest = kind == .max && (normalisation?.scale[c] ?? 1) < 0
    let row = source.output.block(block) + c * input.planeStride + y * window * input.rowStride
    let target = output.interior(block) + c * output.layout.planeStride + y * output.layout.rowStride
    switch (window, kind) {
    case (1, _): target.update(from: row, count: width)
    case (2, .max): Self.poolRow(Largest.self, 2, row, input.rowStride, target, width, negated: smallest)
    case (2, .average): Self.poolRow(Mean.self, 2, row, input.rowStride, target, width, negated: false)
    case (_, .max): Self.poolRow(Largest.self, window, row, input.rowStride, target, width, negated: smallest)
    case (_, .average): Self.poolRow(Mean.self, window, row, input.rowStride, target, width, negated: false)
    }
    if let normalisation, let pooled {
      let raw = pooled.block(block) + (c * outputShape.height + y) * width
      let s = splat(normalisation.scale[c])
      let t = splat(normalisation.shift[c])
      for x in 0..<width {
        raw[x] = target[x]
        target[x] = fma(target[x], s, t)
      }
    }
    if let dropout, step != nil {
      dropout.apply(target, block: block, first: (c * outputShape.height + y) * width, count: width)
    }
  }

  /// Applies the dropout mask to the block's gradient and records what batch normalisation needs of it.
  func accumulateGradient(block: Int) {
    guard let normalisation, let pooled else { return }
    maskGradient(block: block)
    let count = outputShape.height * outputShape.width
    for c in 0..<outputShape.channels {
      let g = gradient.block(block) + c * count
      let raw = pooled.block(block) + c * count
      let mean = splat(normalisation.mean[c])
      var sum = Lanes.zero
      var product = Lanes.zero
      for i in 0..<count {
        sum += g[i]
        product = fma(g[i], raw[i] - mean, product)
      }
      normalisation.recordGradient(block: block, channel: c, sum: sum, product: product)
    }
  }

  private func maskGradient(block: Int) {
    dropout?.apply(gradient.block(block), block: block, first: 0, count: outputShape.count)
  }

  /// Prepares a block's gradient for `backward`.
  func beginBackward(block: Int) {
    if normalisation == nil { maskGradient(block: block) }
  }

  /// Writes the convolution's gradient before its activation, from `gradient`.
  ///
  /// - Parameter samples: samples in the block; batch normalisation must leave the masked lanes at zero.
  func backward(block: Int, samples: Int) {
    beginBackward(block: block)
    let shape = source.output.layout.shape
    let layout = source.gradient.layout
    backward(
      block: block, samples: samples, channel: 0, channels: shape.channels, row: 0, rows: shape.height,
      into: source.gradient.interior(block), rowStride: layout.rowStride, planeStride: layout.planeStride)
  }

  /// Writes some rows of the gradient of some channels.
  ///
  /// - Parameters:
  ///   - row: the first row of the convolution's output, a multiple of the window.
  ///   - rows: a multiple of the window, or all that are left.
  ///   - target: where the first of them goes.
  func backward(
    block: Int, samples: Int, channel: Int, channels: Int, row: Int, rows: Int, into target: LanePointer,
    rowStride: Int, planeStride: Int
  ) {
    let part = GradientPart(
      block: block, mask: laneMask(count: samples), channel: channel, channels: channels, row: row, rows: rows,
      target: target, rowStride: rowStride, planeStride: planeStride)
    switch source.activation {
    case .tanh: backward(Tanh.self, part)
    case .relu: backward(ReLU.self, part)
    case .leakyReLU: backward(LeakyReLU.self, part)
    case .sigmoid: backward(Sigmoid.self, part)
    case .identity: backward(Identity.self, part)
    }
  }

  /// Some rows of some channels of the convolution's gradient.
  private struct GradientPart {
    var block: Int
    /// One in the lanes that hold a sample.
    var mask: Lanes
    var channel: Int
    var channels: Int
    var row: Int
    var rows: Int
    var target: LanePointer
    var rowStride: Int
    var planeStride: Int
  }

  @inline(__always)
  private func backward<A: LaneActivation>(_: A.Type, _ part: GradientPart) {
    switch (kind, window) {
    case (_, 1): unpool(A.self, Mean.self, 1, part)
    case (.max, 2): unpool(A.self, Largest.self, 2, part)
    case (.average, 2): unpool(A.self, Mean.self, 2, part)
    case (.max, _): unpool(A.self, Largest.self, window, part)
    case (.average, _): unpool(A.self, Mean.self, window, part)
    }
  }

  @inline(__always)
  private func unpool<A: LaneActivation, P: PoolingRule>(
    _: A.Type, _: P.Type, _ window: Int, _ part: GradientPart
  ) {
    let input = source.output.layout
    let count = outputShape.height * outputShape.width
    let rowStride = part.rowStride
    // Rows of windows, and the rows and columns that fill none.
    let windows = min(outputShape.height, (part.row + part.rows) / window) - min(outputShape.height, part.row / window)
    let columns = outputShape.width * window
    for c in part.channel..<(part.channel + part.channels) {
      let values = source.output.block(part.block) + c * input.planeStride + part.row * input.rowStride
      let out = part.target + (c - part.channel) * part.planeStride
      let first = c * count + part.row / window * outputShape.width
      let g = gradient.block(part.block) + first
      if let normalisation {
        let raw = (pooled?.block(part.block) ?? gradient.block(part.block)) + first
        let s = splat(normalisation.scale[c] * P.weight(window))
        let slope = splat(normalisation.slope[c]) * part.mask
        let offset = splat(normalisation.offset[c]) * part.mask
        let mean = splat(normalisation.mean[c])
        for y in 0..<windows {
          for x in 0..<outputShape.width {
            let i = y * outputShape.width + x
            let d = g[i] * s
            var rest = P.begin(raw[i])
            for wy in 0..<window {
              for wx in 0..<window {
                let v = values[(y * window + wy) * input.rowStride + x * window + wx]
                let share = P.share(d, value: v, state: &rest)
                out[(y * window + wy) * rowStride + x * window + wx] =
                  (share + fma(v - mean, slope, offset)) * A.derivative(output: v)
              }
            }
          }
        }
        forRemainder(part, rows: windows * window, columns: columns) { y, x in
          let v = values[y * input.rowStride + x]
          out[y * rowStride + x] = fma(v - mean, slope, offset) * A.derivative(output: v)
        }
      } else {
        let scale = splat(P.weight(window))
        for y in 0..<windows {
          for x in 0..<outputShape.width {
            let d = g[y * outputShape.width + x] * scale
            let corner = values + y * window * input.rowStride + x * window
            var rest = P.begin(P.reduce(corner, input.rowStride, window))
            for wy in 0..<window {
              for wx in 0..<window {
                let v = corner[wy * input.rowStride + wx]
                out[(y * window + wy) * rowStride + x * window + wx] =
                  P.share(d, value: v, state: &rest) * A.derivative(output: v)
              }
            }
          }
        }
        forRemainder(part, rows: windows * window, columns: columns) { y, x in out[y * rowStride + x] = .zero }
      }
    }
  }

  /// Visits the part's rows and columns that fill no window.
  @inline(__always)
  private func forRemainder(_ part: GradientPart, rows: Int, columns: Int, _ body: (Int, Int) -> Void) {
    let width = source.output.layout.shape.width
    if columns < width {
      for y in 0..<rows { for x in columns..<width { body(y, x) } }
    }
    for y in rows..<max(rows, part.rows) { for x in 0..<width { body(y, x) } }
  }

  @inline(__always)
  private static func poolRow<P: PoolingRule>(
    _: P.Type, _ window: Int, _ row: LanePointer, _ rowStride: Int, _ target: LanePointer, _ width: Int, negated: Bool
  ) {
    if negated {
      for x in 0..<width { target[x] = Smallest.reduce(row + x * window, rowStride, window) }
    } else {
      for x in 0..<width { target[x] = P.reduce(row + x * window, rowStride, window) }
    }
  }
}
