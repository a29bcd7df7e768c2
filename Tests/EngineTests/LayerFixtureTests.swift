import Testing

@testable import Engine

/// Every layer, forward and backward, against PyTorch in Double.
///
/// Lanes without a sample hold a value of their own on the way in, which must not show anywhere.
@Suite struct LayerFixtureTests {
  static let junk: Float = 2.5

  /// A 1 x 1 convolution whose memory stands for whatever comes before a pooling stage.
  static func source(_ shape: Shape, blocks: Int, activation: Activation, store: ParameterStore) -> ConvolutionStage {
    ConvolutionStage(
      name: "source", filters: shape.channels, kernel: 1, activation: activation,
      input: ActivationTensor(PlaneLayout(shape: shape), blocks: blocks), blocks: blocks, needsInputGradient: false,
      store: store)
  }

  /// The gradient that a pooling stage hands down, and the largest magnitude that leaked into masked lanes.
  static func backward(_ stage: PoolingStage, samples: Int) -> (gradient: [Float], leak: Float) {
    let shape = stage.source.output.layout.shape
    var gradient = [Float](repeating: .nan, count: samples * shape.count)
    var leak: Float = 0
    for block in 0..<LanePacking.blocks(samples) {
      stage.backward(block: block, samples: min(laneCount, samples - block * laneCount))
      leak = max(leak, LanePacking.read(stage.source.gradient, samples: samples, block: block, into: &gradient))
    }
    return (gradient, leak)
  }

  /// All sums of these cases are exact in Float, so nothing but the very same values will do.
  @Test(arguments: LayerFixture.load("convolution") + LayerFixture.load("convolution_batches"))
  func convolution(_ test: LayerFixture) throws {
    let kernel = try #require(test.kernel)
    let before = test.padding == .same ? (kernel - 1) / 2 : 0
    let after = test.padding == .same ? kernel - 1 - before : 0
    let input = ActivationTensor(
      PlaneLayout(shape: test.shape, top: before, bottom: after, left: before, right: after), blocks: test.blocks)
    let store = ParameterStore()
    let stage = ConvolutionStage(
      name: "c", filters: test.outputShape[1], kernel: kernel, activation: .identity, input: input, blocks: test.blocks,
      needsInputGradient: true, store: store)
    store.allocate()
    store.write(try #require(test.parameters["weight"]), to: stage.weight)
    store.write(try #require(test.parameters["bias"]), to: stage.bias)
    let below = ActivationTensor(PlaneLayout(shape: test.shape), blocks: test.blocks)
    // Twice: the second pass must not add to what the first left behind.
    for _ in 0..<2 {
      LanePacking.write(test.input, samples: test.samples, to: input, masked: Self.junk)
      stage.beginForward()
      for block in 0..<test.blocks { stage.forward(block: block) }
      #expect(relativeError(LanePacking.read(stage.output, samples: test.samples), test.output) == 0)
      stage.beginBackward()
      for block in 0..<test.blocks {
        LanePacking.write(test.outputGradient, samples: test.samples, block: block, to: stage.gradient)
        stage.weightGradient(block: block)
        stage.inputGradient(block: block, into: below.block(block))
      }
      stage.finishBackward(blocks: test.blocks)
      #expect(relativeError(LanePacking.read(below, samples: test.samples), test.inputGradient) == 0)
      #expect(relativeError(store.readGradient(stage.weight), try #require(test.parameterGradients["weight"])) == 0)
      #expect(relativeError(store.readGradient(stage.bias), try #require(test.parameterGradients["bias"])) == 0)
    }
  }

  @Test(arguments: LayerFixture.load("pooling"))
  func pooling(_ test: LayerFixture) throws {
    let kind: PoolingKind = test.kind == "max_pool" ? .max : .average
    let tolerance = kind == .max ? 0 : 5e-7
    let store = ParameterStore()
    let source = Self.source(test.shape, blocks: test.blocks, activation: .identity, store: store)
    let output = Shape(channels: test.outputShape[1], height: test.outputShape[2], width: test.outputShape[3])
    // With a border as a 'same' convolution behind the pooling wants it.
    let stage = PoolingStage(
      kind: kind, window: try #require(test.window), normalisation: nil, dropout: nil, source: source,
      outputLayout: PlaneLayout(shape: output, top: 1, bottom: 2, left: 1, right: 2), blocks: test.blocks)
    store.allocate()
    LanePacking.write(test.input, samples: test.samples, to: source.output, masked: Self.junk)
    for block in 0..<test.blocks { stage.forward(block: block, step: 0) }
    #expect(relativeError(LanePacking.read(stage.output, samples: test.samples), test.output) <= tolerance)
    LanePacking.write(test.outputGradient, samples: test.samples, to: stage.gradient)
    let (gradient, leak) = Self.backward(stage, samples: test.samples)
    #expect(relativeError(gradient, test.inputGradient) <= tolerance)
    #expect(leak == 0)
  }

  @Test(arguments: LayerFixture.load("dense"))
  func dense(_ test: LayerFixture) throws {
    let store = ParameterStore()
    let inputs = test.inputShape[1]
    let units = test.outputShape[1]
    let stage = DenseStage(
      name: "d", units: units, inputs: inputs, activation: .identity, dropout: nil, blocks: test.blocks, store: store)
    store.allocate()
    store.write(try #require(test.parameters["weight"]), to: stage.weight)
    store.write(try #require(test.parameters["bias"]), to: stage.bias)
    let input = LaneBuffer(count: inputs * test.blocks)
    let below = LaneBuffer(count: inputs * test.blocks)
    LanePacking.write(test.input, samples: test.samples, to: input, masked: Self.junk)
    let output = stage.forward(input: input.pointer, inputStride: inputs, blocks: test.blocks, step: 0)
    #expect(relativeError(LanePacking.read(output, features: units, samples: test.samples), test.output) == 0)
    LanePacking.write(test.outputGradient, samples: test.samples, to: stage.gradient)
    stage.backwardActivation(blocks: test.blocks)
    stage.backwardParameters(input: input.pointer, inputStride: inputs, blocks: test.blocks)
    stage.backwardInput(into: below.pointer, stride: inputs, blocks: test.blocks)
    let gradient = LanePacking.read(below.pointer, features: inputs, samples: test.samples)
    #expect(relativeError(gradient, test.inputGradient) == 0)
    #expect(relativeError(store.readGradient(stage.weight), try #require(test.parameterGradients["weight"])) == 0)
    #expect(relativeError(store.readGradient(stage.bias), try #require(test.parameterGradients["bias"])) == 0)
  }

  static let batchNorms = LayerFixture.load("batch_norm")

  /// Features without rows and columns are normalised as channels of one pixel.
  ///
  /// The engine differentiates only what it trains, so that the gradients of the five inference cases have no
  /// counterpart: of these, the outputs are compared.
  @Test(arguments: batchNorms)
  func batchNorm(_ test: LayerFixture) throws {
    let tolerance = test.name.contains("offset_100") ? 5e-5 : 5e-6
    let store = ParameterStore()
    let source = Self.source(test.shape, blocks: test.blocks, activation: .identity, store: store)
    let state = BatchNormState(
      name: "b", epsilon: try #require(test.epsilon), momentum: try #require(test.momentum),
      channels: test.shape.channels, blocks: test.blocks, store: store)
    let stage = PoolingStage(
      kind: .average, window: 1, normalisation: state, dropout: nil, source: source,
      outputLayout: PlaneLayout(shape: test.shape), blocks: test.blocks)
    store.allocate()
    store.write(try #require(test.parameters["gamma"]), to: state.gamma)
    store.write(try #require(test.parameters["beta"]), to: state.beta)
    for (c, value) in try #require(test.runningMean).enumerated() { state.runningMean.pointer[c] = value }
    for (c, value) in try #require(test.runningVariance).enumerated() { state.runningVariance.pointer[c] = value }
    LanePacking.write(test.input, samples: test.samples, to: source.output, masked: Self.junk)
    let training = test.mode == "training"
    if training {
      for block in 0..<test.blocks {
        stage.accumulateStatistics(block: block, samples: min(laneCount, test.samples - block * laneCount))
      }
      state.finishStatistics(blocks: test.blocks)
    } else {
      state.useRunningStatistics()
    }
    for block in 0..<test.blocks { stage.forward(block: block, step: training ? 0 : nil) }
    #expect(relativeError(LanePacking.read(stage.output, samples: test.samples), test.output) <= tolerance)
    guard training else { return }

    let statistics = store.statistics
    let mean = try #require(statistics["b/running_mean"])
    let variance = try #require(statistics["b/running_variance"])
    #expect(relativeError(mean, try #require(test.updatedRunningMean)) <= tolerance)
    #expect(relativeError(variance, try #require(test.updatedRunningVariance)) <= tolerance)
    LanePacking.write(test.outputGradient, samples: test.samples, to: stage.gradient)
    for block in 0..<test.blocks { stage.accumulateGradient(block: block) }
    state.finishGradient(blocks: test.blocks)
    let (gradient, leak) = Self.backward(stage, samples: test.samples)
    #expect(relativeError(gradient, test.inputGradient) <= tolerance)
    #expect(leak == 0)
    #expect(
      relativeError(store.readGradient(state.gamma), try #require(test.parameterGradients["gamma"])) <= tolerance)
    #expect(relativeError(store.readGradient(state.beta), try #require(test.parameterGradients["beta"])) <= tolerance)
  }

  @Test func fiveBatchNormGradientsAreNotCompared() {
    #expect(Self.batchNorms.filter { $0.mode == "training" }.count == 11)
    #expect(Self.batchNorms.filter { $0.mode == "inference" }.count == 5)
  }

  /// Both places that differentiate an activation: dense stages and pooling stages.
  @Test(arguments: LayerFixture.load("activation"))
  func activation(_ test: LayerFixture) throws {
    let function = try #require(test.function)
    let features = test.shape.count
    let vectors = features * test.blocks
    let values = LaneBuffer(count: vectors)
    let gradient = LaneBuffer(count: vectors)
    LanePacking.write(test.input, samples: test.samples, to: values, masked: Self.junk)
    LanePacking.write(test.outputGradient, samples: test.samples, to: gradient)
    function.apply(values.pointer, count: vectors)
    let outputs = LanePacking.read(values.pointer, features: features, samples: test.samples)
    #expect(relativeError(outputs, test.output) <= 1e-6)
    function.multiplyByDerivative(gradient.pointer, outputs: values.pointer, count: vectors)
    let inDense = LanePacking.read(gradient.pointer, features: features, samples: test.samples)
    #expect(relativeError(inDense, test.inputGradient) <= 1e-6)

    let store = ParameterStore()
    let source = Self.source(test.shape, blocks: test.blocks, activation: function, store: store)
    let stage = PoolingStage(
      kind: .average, window: 1, normalisation: nil, dropout: nil, source: source,
      outputLayout: PlaneLayout(shape: test.shape), blocks: test.blocks)
    LanePacking.write(outputs, samples: test.samples, to: source.output)
    LanePacking.write(test.outputGradient, samples: test.samples, to: stage.gradient)
    #expect(Self.backward(stage, samples: test.samples).gradient == inDense)
  }

  @Test(arguments: LayerFixture.load("loss"))
  func softmaxCrossEntropy(_ test: LayerFixture) throws {
    let classes = test.inputShape[1]
    let labels = try #require(test.labels)
    let sampleLosses = try #require(test.sampleLosses)
    let probabilities = try #require(test.probabilities)
    let logits = LaneBuffer(count: classes * test.blocks)
    let gradient = LaneBuffer(count: classes * test.blocks)
    LanePacking.write(test.input, samples: test.samples, to: logits, masked: Self.junk)
    LanePacking.write([Float](repeating: Self.junk, count: test.input.count), samples: test.samples, to: gradient)
    let loss = SoftmaxCrossEntropy(classes: classes)
    var judgements = [SoftmaxCrossEntropy.Judgement](repeating: .init(loss: 0, isCorrect: false), count: test.samples)
    loss.lossAndGradient(
      logits: logits.pointer, gradient: gradient.pointer, labels: labels, count: test.samples, judgements: &judgements)
    let sum = judgements.reduce(0) { $0 + Double($1.loss) }
    #expect(relativeError([Float(sum / Double(test.samples))], test.output) <= 1e-6)
    let gradients = LanePacking.read(gradient.pointer, features: classes, samples: test.samples)
    #expect(relativeError(gradients, test.inputGradient) <= 1e-6)
    for sample in test.samples..<(test.blocks * laneCount) {
      for c in 0..<classes {
        #expect(gradient.pointer[sample / laneCount * classes + c][sample % laneCount] == 0)
      }
    }

    var losses: [Float] = []
    var correct = 0
    loss.evaluate(logits: logits.pointer, labels: labels, count: test.samples) {
      sample, loss, predicted, probability, labelProbability in
      #expect(sample == losses.count)
      losses.append(Float(loss))
      let row = probabilities[(sample * classes)..<((sample + 1) * classes)]
      let scores = test.input[(sample * classes)..<((sample + 1) * classes)]
      #expect(test.input[sample * classes + predicted] == scores.max())
      #expect(scores.firstIndex(of: scores.max() ?? 0) == sample * classes + predicted, "the first of equal maxima")
      #expect(abs(Double(probability) - (row.max() ?? 0)) <= 1e-6)
      #expect(abs(Double(labelProbability) - row[sample * classes + Int(labels[sample])]) <= 1e-6)
      if predicted == Int(labels[sample]) { correct += 1 }
    }
    #expect(relativeError(losses, sampleLosses) <= 1e-6)
    #expect(correct == judgements.count(where: \.isCorrect))
  }

  @Test(arguments: LayerFixture.load("dropout"))
  func dropout(_ test: LayerFixture) throws {
    let features = test.shape.count
    let kept = try #require(test.mask)
    let mask = DropoutMask(
      name: "r", rate: try #require(test.rate), features: features, blocks: test.blocks, seed: .init(root: 1))
    mask.override = { _ in kept }
    for (values, expected) in [(test.input, test.output), (test.outputGradient, test.inputGradient)] {
      let buffer = LaneBuffer(count: features * test.blocks)
      LanePacking.write(values, samples: test.samples, to: buffer, masked: Self.junk)
      for block in 0..<test.blocks {
        mask.draw(block: block, step: 0)
        mask.apply(buffer.pointer + block * features, block: block, first: 0, count: features)
      }
      let result = LanePacking.read(buffer.pointer, features: features, samples: test.samples)
      #expect(relativeError(result, expected) <= 5e-7)
    }
  }
}
