import Engine

extension ModelConfiguration {
  /// Epsilon and momentum of batch normalisation, as Keras sets them.
  static let batchNormEpsilon: Float = 1e-3
  static let batchNormMomentum: Float = 0.99

  /// The layers for images of a size and a number of classes.
  ///
  /// Names are stable under edits elsewhere in the configuration (`conv1`, `dense2`, `logits`), so that two
  /// configurations share the initial weights and masks of the layers that they have in common.
  public func network(input: Shape, classes: Int) -> NetworkDescription {
    var layers: [LayerDescription] = []
    for block in 0..<convolutionLayers {
      let number = block + 1
      layers.append(
        .convolution(
          name: "conv\(number)", filters: Self.value(filters, block, 6), kernel: kernelSize,
          padding: Self.value(padding, block, .same), activation: activation))
      if normalizes(block: number) {
        layers.append(
          .batchNorm(
            name: "batch_norm\(number)", epsilon: Self.batchNormEpsilon, momentum: Self.batchNormMomentum))
      }
      layers.append(.pool(name: "pool\(number)", kind: Self.value(pooling, block, .average), size: poolSize))
      if dropout > 0 { layers.append(.dropout(name: "dropout\(number)", rate: Float(dropout))) }
    }
    for (index, units) in denseUnits.enumerated() {
      layers.append(.dense(name: "dense\(index + 1)", units: units, activation: activation))
      if denseDropout > 0 { layers.append(.dropout(name: "dense_dropout\(index + 1)", rate: Float(denseDropout))) }
    }
    layers.append(.dense(name: "logits", units: classes, activation: .identity))
    return NetworkDescription(input: input, layers: layers)
  }

  /// Whether a block, counted from 1, normalises its activations.
  func normalizes(block: Int) -> Bool {
    batchNormalization && batchNormalizationBlocks?.contains(block) ?? true
  }

  static func value<Value>(_ list: [Value], _ index: Int, _ fallback: Value) -> Value {
    list.isEmpty ? fallback : list[min(index, list.count - 1)]
  }

  /// Which settings contradict each other, whatever the images, or `nil` if none do.
  ///
  /// Judged in Float, in which the engine computes: a number that rounds to one or zero counts as that.
  public var consistencyFault: String? {
    guard optimizer == .sgd else { return nil }
    let rounded = Float(momentum)
    if !(rounded >= 0 && rounded < 1) { return "the momentum \(momentum) must lie in [0, 1)" }
    if nesterov && rounded == 0 { return "nesterov needs a momentum above 0, got \(momentum)" }
    return nil
  }

  /// Why this configuration cannot be trained on such images, or `nil` if it can.
  public func infeasibility(input: Shape, classes: Int) -> String? {
    if let fault = consistencyFault { return "optimizer: \(fault)" }
    do throws(InfeasibleNetwork) {
      _ = try network(input: input, classes: classes).summarise()
      return nil
    } catch {
      return error.description
    }
  }

  /// A fresh optimizer.
  public func makeOptimizer() -> any Optimizer {
    switch optimizer {
    case .adam: return Adam()
    case .adamw: return Adam(weightDecay: Float(weightDecay))
    case .sgd: return SGD(momentum: Float(momentum), nesterov: nesterov, weightDecay: Float(weightDecay))
    }
  }

  /// The learning rate of a step.
  ///
  /// - Parameters:
  ///   - step: steps taken before.
  ///   - stepsPerEpoch: steps of one epoch.
  public func learningRate(step: Int, stepsPerEpoch: Int) -> Double {
    let epoch = Double(step) / Double(stepsPerEpoch)
    if epoch < warmupEpochs { return learningRate * Double(step + 1) / (warmupEpochs * Double(stepsPerEpoch)) }
    switch schedule {
    case .constant:
      return learningRate
    case .step:
      var rate = learningRate
      for _ in 0..<(step / stepsPerEpoch / scheduleEpochs) { rate *= scheduleFactor }
      return rate
    case .cosine:
      let span = Double(epochs) - warmupEpochs
      let progress = span > 0 ? min(1, (epoch - warmupEpochs) / span) : 1
      return learningRate * 0.5 * (1 + Trigonometry.sineAndCosine(.pi * progress).cosine)
    }
  }
}
