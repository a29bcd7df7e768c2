/// One pass of one layer over a batch, which a benchmark can run again and again on the network's own memory.
public struct NetworkProbe {
  /// Which part of a training step it is.
  public enum Pass: String, Sendable, Codable, CaseIterable {
    case forward
    case inputGradient = "input_gradient"
    case weightGradient = "weight_gradient"
    /// The backward pass of layers without weights, or that is not split.
    case backward
  }

  /// The layer's name.
  public let layer: String
  /// `convolution`, `convolution+pooling`, `pooling` or `dense`.
  public let kind: String
  /// Which part.
  public let pass: Pass
  /// Multiply-adds of the batch; zero for elementwise work.
  public let multiplyAdds: Int
  /// Bytes of activations, gradients and weights read and written, each counted once.
  public let bytes: Int
  /// Runs it once.
  public let run: () -> Void

  /// The kind of a pass that does a convolution and its pooling in one sweep.
  public static let fusedKind = "convolution+pooling"
  /// Whether the pass does the pooling too.
  public var isFused: Bool { kind == Self.fusedKind }

  /// Describes a pass.
  public init(
    layer: String, kind: String, pass: Pass, multiplyAdds: Int, bytes: Int, run: @escaping () -> Void
  ) {
    self.layer = layer
    self.kind = kind
    self.pass = pass
    self.multiplyAdds = multiplyAdds
    self.bytes = bytes
    self.run = run
  }
}

extension Network {
  /// Every pass of a training step's layers, in order; images, loss and optimizer have none.
  ///
  /// The network must have taken a step with a batch of this size before, so that activations and gradients hold real
  /// values; running probes overwrites gradients, never weights.
  public func probes(batch: Int) -> [NetworkProbe] {
    require(batch <= maximumBatchSize && step > 0, "take a step with \(batch) samples first")
    let blocks = (batch + laneCount - 1) / laneCount
    let used = { (block: Int) in min(laneCount, batch - block * laneCount) }
    var probes: [NetworkProbe] = []
    func add(
      _ layer: String, _ kind: String, _ pass: NetworkProbe.Pass, _ multiplyAdds: Int, _ bytes: Int,
      _ run: @escaping () -> Void
    ) {
      probes.append(
        NetworkProbe(
          layer: layer, kind: kind, pass: pass, multiplyAdds: multiplyAdds * batch, bytes: bytes, run: run))
    }
    let inputBytes = description.input.count * 4 * batch
    for (index, stage) in convolutions.enumerated() {
      let work = stage.output.layout.shape.count * stage.weight.columns
      let weights = (stage.weight.count + stage.bias.count) * 4
      let input = index == 0 ? inputBytes : poolings[index - 1].outputShape.count * 4 * batch
      let output = stage.output.layout.shape.count * 4 * batch
      let pooling = poolings[index]
      let pooled = pooling.outputShape.count * 4 * batch
      let name = "pool\(index + 1)"
      // Without batch statistics in between, a row is pooled as soon as it is computed.
      let fusesForward = !pooling.needsStatistics
      add(
        stage.name, fusesForward ? NetworkProbe.fusedKind : "convolution", .forward, work,
        input + output + weights + (fusesForward ? pooled : 0)
      ) {
        stage.beginForward()
        for block in 0..<blocks {
          if fusesForward { self.forwardStage(index, block: block, step: 0) } else { stage.forward(block: block) }
        }
      }
      if !fusesForward {
        add(name, "pooling", .forward, 0, output + pooled) {
          for block in 0..<blocks { pooling.accumulateStatistics(block: block, samples: used(block)) }
          pooling.normalisation?.finishStatistics(blocks: blocks)
          for block in 0..<blocks { pooling.forward(block: block, step: 0) }
        }
      }
      func sumsOfGradient() {
        guard pooling.needsStatistics else { return }
        for block in 0..<blocks { pooling.accumulateGradient(block: block) }
        pooling.normalisation?.finishGradient(blocks: blocks)
      }
      if !stage.makesGradientRows {
        add(name, "pooling", .backward, 0, 2 * output + pooled) {
          sumsOfGradient()
          for block in 0..<blocks { pooling.backward(block: block, samples: used(block)) }
        }
      }
      if index > 0 {
        let below = poolings[index - 1]
        add(stage.name, "convolution", .inputGradient, work, input + output + weights) {
          stage.beginBackward()
          for block in 0..<blocks { stage.inputGradient(block: block, into: below.gradient.block(block)) }
        }
      }
      let fusesBackward = stage.makesGradientRows
      add(
        stage.name, fusesBackward ? NetworkProbe.fusedKind : "convolution", .weightGradient, work,
        input + output + weights + (fusesBackward ? pooled : 0)
      ) {
        if fusesBackward { sumsOfGradient() }
        for block in 0..<blocks {
          if fusesBackward {
            self.backwardStage(index, block: block, samples: used(block))
          } else {
            stage.weightGradient(block: block)
          }
        }
        stage.finishBackward(blocks: blocks)
      }
    }
    for (index, stage) in denses.enumerated() {
      let work = stage.units * stage.inputs
      let bytes = (stage.units + stage.inputs) * 4 * batch + (stage.weight.count + stage.bias.count) * 4
      let source = index == 0 ? denseInput : (denses[index - 1].output.pointer, denses[index - 1].units)
      add(stage.name, "dense", .forward, work, bytes) {
        stage.forward(input: source.0, inputStride: source.1, blocks: blocks, step: 0)
      }
      add(stage.name, "dense", .weightGradient, work, bytes) {
        stage.backwardParameters(input: source.0, inputStride: source.1, blocks: blocks)
      }
      if index > 0 || !poolings.isEmpty {
        let target = index == 0 ? poolings[poolings.count - 1].gradient.block(0) : denses[index - 1].gradient.pointer
        let stride = index == 0 ? poolings[poolings.count - 1].gradient.layout.blockStride : denses[index - 1].units
        add(stage.name, "dense", .inputGradient, work, bytes) {
          stage.backwardInput(into: target, stride: stride, blocks: blocks)
        }
      }
    }
    return probes
  }
}
