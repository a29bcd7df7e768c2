import CLanes

/// Pooling and batch normalisation of one image, by the rules of `PoolingStage`: lanes are neighbouring columns.
struct SinglePooling {
  private let stage: PoolingStage
  private let source: SingleConvolution
  /// The planes that the next layer reads, with its border.
  private let target: FloatBuffer
  private let layout: PlaneLayout
  /// One window of sixteen outputs.
  private let gathered: LaneBuffer

  /// Floats behind a row of the source that may be read.
  static func overrun(window: Int) -> Int { window * laneCount }

  init(_ stage: PoolingStage, source: SingleConvolution, target: FloatBuffer) {
    self.stage = stage
    self.source = source
    self.target = target
    layout = stage.output.layout
    gathered = LaneBuffer(count: stage.window * stage.window)
  }

  /// Fills `target` from the source's outputs.
  func forward() {
    for channel in 0..<layout.shape.channels {
      let smallest = stage.kind == .max && (stage.normalisation?.scale[channel] ?? 1) < 0
      switch (stage.window, stage.kind) {
      case (1, _): pool(Largest.self, 1, channel)
      case (2, .average): pool(Mean.self, 2, channel)
      case (2, .max): if smallest { pool(Smallest.self, 2, channel) } else { pool(Largest.self, 2, channel) }
      case (let window, .average): pool(Mean.self, window, channel)
      case (let window, .max):
        if smallest { pool(Smallest.self, window, channel) } else { pool(Largest.self, window, channel) }
      }
    }
  }

  @inline(__always)
  private func pool<R: WindowReduction>(_: R.Type, _ window: Int, _ channel: Int) {
    let width = layout.shape.width
    let stride = source.geometry.rowStride
    let plane = scalars(source.output.pointer + channel * source.geometry.outputVectors)
    let out = target.pointer + channel * layout.planeStride + layout.origin
    let values = gathered.pointer
    let scale = stage.normalisation.map { splat($0.scale[channel]) }
    let shift = stage.normalisation.map { splat($0.shift[channel]) } ?? .zero
    for y in 0..<layout.shape.height {
      var x = 0
      while x < width {
        let corner = plane + y * window * stride + x * window
        for wy in 0..<window {
          for wx in 0..<window { values[wy * window + wx] = lanes_every(corner + wy * stride + wx, window) }
        }
        var pooled = R.reduce(values, window, window)
        if let scale { pooled = fma(pooled, scale, shift) }
        lanes_store_first(out + y * layout.rowStride + x, pooled, min(laneCount, width - x))
        x += laneCount
      }
    }
  }
}
