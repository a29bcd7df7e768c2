/// Compares what one pass of a network wrote with the scalar reference, given the pass's very inputs.
///
/// The results' memory is filled with NaN first, so that a pass which writes nothing cannot pass on an older result.
/// Dropout masks are taken as the pass drew them.
public struct PassCheck {
  private let network: Network
  private let batch: Int

  /// A check of the passes of a network that has taken a step with a batch of this size.
  public init(_ network: Network, batch: Int) {
    self.network = network
    self.batch = batch
  }

  /// Runs a pass and returns the largest difference of its results from the reference, relative to the reference's
  /// largest magnitude; infinite where a result is not a number.
  ///
  /// A pass that writes each block over the one before is judged by the last block.
  ///
  /// - Returns: `nil` for a pass that the network does not have.
  public func error(of probe: NetworkProbe) -> Double? {
    if let index = network.convolutions.firstIndex(where: { $0.name == probe.layer }) {
      return convolution(index, probe)
    }
    if let index = network.denses.firstIndex(where: { $0.name == probe.layer }) { return dense(index, probe) }
    guard let index = network.poolings.indices.first(where: { "pool\($0 + 1)" == probe.layer }) else { return nil }
    return pooling(index, probe)
  }

  /// Largest difference by largest magnitude; infinite for values that are not finite or as many as expected.
  static func error(_ values: [Double], _ expected: [Double]) -> Double {
    guard values.count == expected.count, values.allSatisfy(\.isFinite), expected.allSatisfy(\.isFinite) else {
      return .infinity
    }
    let difference = zip(values, expected).reduce(0) { max($0, abs($1.0 - $1.1)) }
    let magnitude = expected.reduce(0) { max($0, abs($1)) }
    if difference == 0 { return 0 }
    return magnitude > 0 ? difference / magnitude : .infinity
  }

  private var blocks: Int { (batch + laneCount - 1) / laneCount }

  private func values(_ tensor: ParameterTensor) -> [Double] { network.parameters.read(tensor).map(Double.init) }

  // MARK: Convolutions

  private func convolution(_ index: Int, _ probe: NetworkProbe) -> Double? {
    let stage = network.convolutions[index]
    let from = stage.input.layout
    let geometry = ScalarConvolution(
      input: from.shape, output: stage.output.layout.shape, kernel: stage.kernel, before: from.top)
    let weight = values(stage.weight)
    switch probe.pass {
    case .forward:
      let bias = values(stage.bias)
      let expected = LaneView(stage.input).samples(batch).flatMap { x in
        ScalarReference.convolve(x, geometry.input, geometry.output, stage.kernel, from.top, weight, bias)
          .map { ScalarReference.apply(stage.activation, $0) }
      }
      let pooling = network.poolings[index]
      LaneView(stage.output).invalidate()
      if probe.isFused { LaneView(pooling.output).invalidate() }
      probe.run()
      let error = Self.error(LaneView(stage.output).samples(batch).flatMap { $0 }, expected)
      guard probe.isFused else { return error }
      let pooled = LaneView(stage.output).samples(batch).map {
        ScalarReference.pool($0, geometry.output, pooling.outputShape, pooling.kind, pooling.window)
      }
      return max(
        error,
        Self.error(
          LaneView(pooling.output).samples(batch).flatMap { $0 }, masked(pooled, pooling.dropout).flatMap { $0 }))
    case .inputGradient:
      guard index > 0 else { return nil }
      let gradients = LaneView(stage.gradient).samples(blocks * laneCount)
      let expected = gradients[0..<batch].flatMap {
        ScalarReference.inputGradient(geometry, gradient: $0, weight: weight)
      }
      let target = LaneView(network.poolings[index - 1].gradient)
      target.invalidate()
      probe.run()
      return Self.error(target.samples(batch).flatMap { $0 }, expected)
    case .weightGradient:
      var expected = [Double](repeating: 0, count: stage.weight.count)
      var biases = [Double](repeating: 0, count: stage.bias.count)
      let plane = geometry.output.height * geometry.output.width
      let lanes = blocks * laneCount
      // A pass that makes the gradient itself starts from the one behind the pooling.
      let gradients = probe.isFused ? expectedGradients(index) : LaneView(stage.gradient).samples(lanes)
      for (x, g) in zip(LaneView(stage.input).samples(lanes), gradients) {
        ScalarReference.addWeightGradient(geometry, input: x, gradient: g, to: &expected)
        for i in g.indices { biases[i / plane] += g[i] }
      }
      return parameterError(probe, stage.weight, expected, stage.bias, biases)
    case .backward:
      return nil
    }
  }

  /// Runs a pass that writes two tensors' gradients; the larger of their errors.
  private func parameterError(
    _ probe: NetworkProbe, _ weight: ParameterTensor, _ weights: [Double], _ bias: ParameterTensor, _ biases: [Double]
  ) -> Double {
    let store = network.parameters
    for row in 0..<weight.rows {
      (store.gradient(weight) + row * weight.rowStride).update(repeating: .nan, count: weight.columns)
    }
    store.gradient(bias).update(repeating: .nan, count: bias.count)
    probe.run()
    return max(
      Self.error(store.readGradient(weight).map(Double.init), weights),
      Self.error(store.readGradient(bias).map(Double.init), biases))
  }

  // MARK: Dense layers

  private func dense(_ index: Int, _ probe: NetworkProbe) -> Double? {
    let stage = network.denses[index]
    let source = index == 0 ? network.denseInput : (network.denses[index - 1].output.pointer, stage.inputs)
    let input = LaneView(source.0, features: stage.inputs, stride: source.1)
    let gradient = LaneView(stage.gradient.pointer, features: stage.units, stride: stage.units)
    let weight = values(stage.weight)
    switch probe.pass {
    case .forward:
      let bias = values(stage.bias)
      let products = input.samples(batch).map { x in
        (0..<stage.units).map { o in
          ScalarReference.apply(
            stage.activation, x.indices.reduce(bias[o]) { $0 + weight[o * x.count + $1] * x[$1] })
        }
      }
      let output = LaneView(stage.output.pointer, features: stage.units, stride: stage.units)
      output.invalidate(blocks: blocks)
      LaneView(stage.activated.pointer, features: stage.units, stride: stage.units).invalidate(blocks: blocks)
      probe.run()
      return Self.error(output.samples(batch).flatMap { $0 }, masked(products, stage.dropout).flatMap { $0 })
    case .inputGradient:
      let expected = gradient.samples(batch).flatMap { g in
        (0..<stage.inputs).map { i in
          g.indices.reduce(0) { $0 + weight[$1 * stage.inputs + i] * g[$1] }
        }
      }
      let target: LaneView
      if index > 0 {
        target = LaneView(network.denses[index - 1].gradient.pointer, features: stage.inputs, stride: stage.inputs)
      } else {
        guard let pooling = network.poolings.last else { return nil }
        target = LaneView(pooling.gradient)
      }
      target.invalidate(blocks: blocks)
      probe.run()
      return Self.error(target.samples(batch).flatMap { $0 }, expected)
    case .weightGradient:
      var weights = [Double](repeating: 0, count: stage.weight.count)
      var biases = [Double](repeating: 0, count: stage.bias.count)
      for (x, g) in zip(input.samples(blocks * laneCount), gradient.samples(blocks * laneCount)) {
        for o in g.indices {
          biases[o] += g[o]
          for i in x.indices { weights[o * x.count + i] += g[o] * x[i] }
        }
      }
      return parameterError(probe, stage.weight, weights, stage.bias, biases)
    case .backward:
      return nil
    }
  }

  // MARK: Batch normalisation, pooling and dropout

  private func pooling(_ index: Int, _ probe: NetworkProbe) -> Double? {
    let stage = network.poolings[index]
    let from = stage.source.output.layout.shape
    let x = LaneView(stage.source.output).samples(batch)
    switch probe.pass {
    case .forward:
      var values = x
      if let state = stage.normalisation {
        values = ScalarReference(network).normalise(x, from, name: state.name, epsilon: Double(state.epsilon))
      }
      let pooled = values.map { ScalarReference.pool($0, from, stage.outputShape, stage.kind, stage.window) }
      LaneView(stage.output).invalidate()
      probe.run()
      return Self.error(
        LaneView(stage.output).samples(batch).flatMap { $0 }, masked(pooled, stage.dropout).flatMap { $0 })
    case .backward:
      // Read before the run, which masks it in place.
      let expected = expectedGradients(index)
      let target = LaneView(stage.source.gradient)
      target.invalidate()
      probe.run()
      // One block's memory serves every block: only the last one's gradient is left.
      let first = (blocks - 1) * laneCount
      return Self.error(
        target.samples(batch)[first...].flatMap { $0 }, expected[first...].flatMap { $0 })
    case .inputGradient, .weightGradient:
      return nil
    }
  }

  /// The gradient before a convolution's activation of every sample, from the one behind its pooling.
  private func expectedGradients(_ index: Int) -> [[Double]] {
    let stage = network.poolings[index]
    let from = stage.source.output.layout.shape
    let x = LaneView(stage.source.output).samples(batch)
    let gradients = masked(LaneView(stage.gradient).samples(batch), stage.dropout)
    let gamma = stage.normalisation.map { values($0.gamma) }
    var expected = zip(gradients, x).map { g, x in
      ScalarReference.unpool(
        g, x, from: from, to: stage.outputShape, kind: stage.kind, window: stage.window,
        isSmallest: (0..<from.channels).map { (gamma?[$0] ?? 1) < 0 })
    }
    if let state = stage.normalisation, let gamma {
      expected = ScalarReference.normalisationGradient(
        expected, x, shape: from, gamma: gamma, epsilon: Double(state.epsilon))
    }
    return zip(expected, x).map { g, y in
      g.indices.map { g[$0] * ScalarReference.derivative(stage.source.activation, output: y[$0]) }
    }
  }

  /// Samples with a dropout layer's present mask and scale applied.
  private func masked(_ samples: [[Double]], _ dropout: DropoutMask?) -> [[Double]] {
    guard let dropout else { return samples }
    return samples.enumerated().map { sample, features in
      let words = dropout.words(block: sample / laneCount)
      return features.indices.map { f in
        words[f] >> UInt16(sample % laneCount) & 1 == 1 ? features[f] * Double(dropout.scale) : 0
      }
    }
  }
}
