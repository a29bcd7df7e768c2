import CLanes

/// A dense layer with its activation, of one image: lanes are units.
final class SingleDense {
  let units: Int
  /// Outputs after the activation; the units that fill up the last vector mean nothing.
  let output: LaneBuffer
  private let stage: DenseStage
  private let store: ParameterStore
  private let vectors: Int
  /// The weights as `[input][unit]`, units filled up with zeros to whole vectors; the biases behind.
  private let transposed: LaneBuffer

  init(_ stage: DenseStage, store: ParameterStore) {
    self.stage = stage
    self.store = store
    units = stage.units
    vectors = (units + laneCount - 1) / laneCount
    output = LaneBuffer(count: vectors)
    transposed = LaneBuffer(count: (stage.inputs + 1) * vectors)
  }

  /// Transposes changed weights.
  func refresh() {
    let row = vectors * laneCount
    for unit in 0..<units {
      let from = store.pointer(stage.weight) + unit * stage.weight.rowStride
      for i in 0..<stage.inputs { transposed.floats[i * row + unit] = from[i] }
      transposed.floats[stage.inputs * row + unit] = store.pointer(stage.bias)[unit]
    }
  }

  /// Computes `output` from as many features as the layer has inputs.
  func forward(_ features: FloatPointer) {
    let biases = transposed.pointer + stage.inputs * vectors
    var vector = 0
    while vector < vectors {
      let width = min(8, vectors - vector)
      Self.tile(
        width, features, transposed.pointer + vector, vectors, stage.inputs, biases + vector, output.pointer + vector)
      vector += width
    }
    stage.activation.apply(output.pointer, count: vectors)
  }

  private static func tile(
    _ width: Int, _ features: FloatPointer, _ weights: LanePointer, _ stride: Int, _ length: Int, _ bias: LanePointer,
    _ output: LanePointer
  ) {
    switch width {
    case 8: SingleDenseTile<8>.run(features, weights, stride, length, bias, output)
    case 7: SingleDenseTile<7>.run(features, weights, stride, length, bias, output)
    case 6: SingleDenseTile<6>.run(features, weights, stride, length, bias, output)
    case 5: SingleDenseTile<5>.run(features, weights, stride, length, bias, output)
    case 4: SingleDenseTile<4>.run(features, weights, stride, length, bias, output)
    case 3: SingleDenseTile<3>.run(features, weights, stride, length, bias, output)
    case 2: SingleDenseTile<2>.run(features, weights, stride, length, bias, output)
    default: SingleDenseTile<1>.run(features, weights, stride, length, bias, output)
    }
  }
}

/// Accumulates N vectors of sixteen units in registers, in the order of `DenseTile`.
///
/// A unit's sum is one chain of multiply-adds; eight chains hide their latency.
enum SingleDenseTile<let N: Int> {
  @inline(never)
  static func run(
    _ features: FloatPointer, _ weights: LanePointer, _ stride: Int, _ length: Int, _ bias: LanePointer,
    _ output: LanePointer
  ) {
    var sums = InlineArray<N, Lanes> { _ in .zero }
    for j in 0..<N { sums[unchecked: j] = bias[j] }
    var w = weights
    for i in 0..<length {
      let feature = splat(features[i])
      for j in 0..<N { sums[unchecked: j] = fma(feature, w[j], sums[unchecked: j]) }
      w += stride
    }
    for j in 0..<N { output[j] = sums[unchecked: j] }
  }
}
