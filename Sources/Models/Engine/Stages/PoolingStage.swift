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

  /// - Parameter step: the training step that keys the dropout masks, or `nil` during inference.
  func forward(block: Int, step: Int?) {
    if let dropout, let step { dropout.draw(block: block, step: step) }
    let input = source.output.layout
    let out = output.interior(block)
    let width = outputShape.width
    for c in 0..<outputShape.channels {
      let plane = source.output.block(block) + c * input.planeStride
      let smallest = kind == .max && (normalisation?.scale[c] ?? 1) < 0
      for y in 0..<outputShape.height {
        let row = plane + y * window * input.rowStride
        let target = out + c * output.layout.planeStride + y * output.layout.rowStride
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

  /// Writes the convolution's gradient before its activation, from `gradient`.
  ///
  /// - Parameter samples: samples in the block; batch normalisation must leave the masked lanes at zero.
  func backward(block: Int, samples: Int) {
    if normalisation == nil { maskGradient(block: block) }
    switch source.activation {
    case .tanh: backward(Tanh.self, block, samples)
    case .relu: backward(ReLU.self, block, samples)
    case .leakyReLU: backward(LeakyReLU.self, block, samples)
    case .sigmoid: backward(Sigmoid.self, block, samples)
    case .identity: backward(Identity.self, block, samples)
    }
  }

  @inline(__always)
  private func backward<A: LaneActivation>(_: A.Type, _ block: Int, _ samples: Int) {
    switch (kind, window) {
    case (_, 1): unpool(A.self, Mean.self, 1, block, samples)
    case (.max, 2): unpool(A.self, Largest.self, 2, block, samples)
    case (.average, 2): unpool(A.self, Mean.self, 2, block, samples)
    case (.max, _): unpool(A.self, Largest.self, window, block, samples)
    case (.average, _): unpool(A.self, Mean.self, window, block, samples)
    }
  }

  @inline(__always)
  private func unpool<A: LaneActivation, P: PoolingRule>(
    _: A.Type, _: P.Type, _ window: Int, _ block: Int, _ samples: Int
  ) {
    let input = source.output.layout
    let target = source.gradient.layout
    let count = outputShape.height * outputShape.width
    let mask = laneMask(count: samples)
    for c in 0..<input.shape.channels {
      let values = source.output.block(block) + c * input.planeStride
      let out = source.gradient.interior(block) + c * target.planeStride
      let g = gradient.block(block) + c * count
      if let normalisation {
        let raw = (pooled?.block(block) ?? g) + c * count
        let s = splat(normalisation.scale[c] * P.weight(window))
        let slope = splat(normalisation.slope[c]) * mask
        let offset = splat(normalisation.offset[c]) * mask
        let mean = splat(normalisation.mean[c])
        for y in 0..<outputShape.height {
          for x in 0..<outputShape.width {
            let i = y * outputShape.width + x
            let d = g[i] * s
            var rest = P.begin(raw[i])
            for wy in 0..<window {
              for wx in 0..<window {
                let v = values[(y * window + wy) * input.rowStride + x * window + wx]
                let share = P.share(d, value: v, state: &rest)
                out[(y * window + wy) * target.rowStride + x * window + wx] =
                  (share + fma(v - mean, slope, offset)) * A.derivative(output: v)
              }
            }
          }
        }
        fillRemainder { y, x in
          let v = values[y * input.rowStride + x]
          out[y * target.rowStride + x] = fma(v - mean, slope, offset) * A.derivative(output: v)
        }
      } else {
        let scale = splat(P.weight(window))
        for y in 0..<outputShape.height {
          for x in 0..<outputShape.width {
            let d = g[y * outputShape.width + x] * scale
            let corner = values + y * window * input.rowStride + x * window
            var rest = P.begin(P.reduce(corner, input.rowStride, window))
            for wy in 0..<window {
              for wx in 0..<window {
                let v = corner[wy * input.rowStride + wx]
                out[(y * window + wy) * target.rowStride + x * window + wx] =
                  P.share(d, value: v, state: &rest) * A.derivative(output: v)
              }
            }
          }
        }
        fillRemainder { y, x in out[y * target.rowStride + x] = .zero }
      }
    }
  }

  /// Visits the rows and columns that fill no window.
  @inline(__always)
  private func fillRemainder(_ body: (Int, Int) -> Void) {
    let shape = source.output.layout.shape
    let rows = outputShape.height * window
    let columns = outputShape.width * window
    if columns < shape.width {
      for y in 0..<rows { for x in columns..<shape.width { body(y, x) } }
    }
    for y in rows..<max(rows, shape.height) { for x in 0..<shape.width { body(y, x) } }
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
