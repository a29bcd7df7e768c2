import CLanes
import Seeding

/// A trainable network with memory for one batch; nothing is allocated after it is made.
///
/// Sixteen samples lie side by side in lanes; a batch is a row of such blocks, the last of which may be partial. Two
/// networks made from the same description and seed hold the same bits, and stay so whatever the hardware.
///
/// A network is used by one thread at a time.
public final class Network {
  /// What the network was made from.
  public let description: NetworkDescription
  /// Trainable values, gradients and running statistics.
  public let parameters = ParameterStore()
  /// The largest batch that a step takes.
  public let maximumBatchSize: Int
  /// Training steps taken; keys the dropout masks.
  public private(set) var step = 0

  let convolutions: [ConvolutionStage]
  let poolings: [PoolingStage]
  let denses: [DenseStage]
  private let inputTensor: ActivationTensor
  private let loader: ImageLoader
  private let loss: SoftmaxCrossEntropy
  private let blockCapacity: Int

  /// Builds the stages and draws the initial weights (Glorot uniform, zero biases).
  ///
  /// - Parameters:
  ///   - maximumBatchSize: at least 1.
  ///   - seed: the root of the network's streams; weights and masks are keyed by layer name below it.
  /// - Throws: `InfeasibleNetwork` where the layers do not fit together.
  public init(_ description: NetworkDescription, maximumBatchSize: Int, seed: SeedSequence)
    throws(InfeasibleNetwork)
  {
    require(maximumBatchSize >= 1, "a batch holds at least one sample, got \(maximumBatchSize)")
    let summaries = try description.summarise()
    if description.input.channels != 1 {
      throw .invalidValue(layer: "input", reason: "images have one channel, not \(description.input.channels)")
    }
    self.description = description
    self.maximumBatchSize = maximumBatchSize
    blockCapacity = (maximumBatchSize + laneCount - 1) / laneCount
    loss = SoftmaxCrossEntropy(classes: description.classCount)
    var builder = StageBuilder(
      summaries: summaries, input: description.input, blocks: blockCapacity, store: parameters, seed: seed)
    builder.build()
    inputTensor = builder.input
    convolutions = builder.convolutions
    poolings = builder.poolings
    denses = builder.denses
    loader = ImageLoader(shape: description.input, target: inputTensor)
    parameters.allocate()
    for initialise in builder.initialisers { initialise() }
  }

  /// The summed loss and the correct predictions of one training step's batch.
  public struct StepResult: Hashable, Sendable {
    /// Summed cross-entropy in nats, before the step.
    public var loss: Double
    /// Samples whose largest logit was their label's.
    public var correct: Int
  }

  /// One step on a batch: forward, backward and update.
  ///
  /// - Parameters:
  ///   - indices: which images of `source`, at most `maximumBatchSize`.
  ///   - labels: the label of each of these samples.
  public func train(
    on source: ImageSource, indices: UnsafeBufferPointer<Int32>, labels: UnsafePointer<UInt8>,
    augmentation: EpochAugmentation?, optimizer: some Optimizer, learningRate: Float
  ) -> StepResult {
    guard let base = indices.baseAddress, !indices.isEmpty else { return StepResult(loss: 0, correct: 0) }
    check(source, indices: indices, labels: labels)
    let result = forwardBackward(count: indices.count, labels: labels) { block, samples in
      loader.load(
        source, indices: base + block * laneCount, count: samples, block: block, augmentation: augmentation)
    }
    optimizer.update(parameters, learningRate: learningRate)
    return result
  }

  /// Loss and gradients of a batch of given inputs, without an update; for tests and benchmarks.
  ///
  /// - Parameters:
  ///   - inputs: `[sample][channel][row][column]`, flat.
  ///   - labels: one a sample.
  public func gradients(inputs: [Float], labels: [UInt8]) -> StepResult {
    let features = description.input.count
    require(inputs.count == labels.count * features, "inputs and labels do not match")
    require(labels.count <= maximumBatchSize, "\(labels.count) samples in a batch of \(maximumBatchSize)")
    require(labels.allSatisfy { $0 < loss.classes }, "a label is not below the \(loss.classes) classes")
    return inputs.withUnsafeBufferPointer { inputs in
      labels.withUnsafeBufferPointer { labels in
        guard let base = inputs.baseAddress, let labelBase = labels.baseAddress else {
          return StepResult(loss: 0, correct: 0)
        }
        return forwardBackward(count: labels.count, labels: labelBase) { block, samples in
          loader.load(
            values: base + block * laneCount * features, count: samples, features: features, block: block)
        }
      }
    }
  }

  private func forwardBackward(count: Int, labels: UnsafePointer<UInt8>, load: (Int, Int) -> Void) -> StepResult {
    let blocks = (count + laneCount - 1) / laneCount
    forwardConvolutions(blocks: blocks, count: count, step: step, load: load)
    let logits = forwardDense(blocks: blocks, step: step)
    let last = denses[denses.count - 1]
    let result = loss.lossAndGradient(logits: logits, gradient: last.gradient.pointer, labels: labels, count: count)
    backwardDense(blocks: blocks)
    backwardConvolutions(blocks: blocks, count: count)
    step += 1
    return StepResult(loss: result.loss, correct: result.correct)
  }

  /// Predictions for a batch in inference mode: no dropout, running statistics.
  ///
  /// - Parameter each: called with (position in the batch, loss in nats, predicted class, its probability, the label's
  ///   probability).
  public func evaluate(
    on source: ImageSource, indices: UnsafeBufferPointer<Int32>, labels: UnsafePointer<UInt8>,
    each: (Int, Double, Int, Float, Float) -> Void
  ) {
    guard let base = indices.baseAddress, !indices.isEmpty else { return }
    check(source, indices: indices, labels: labels)
    let blocks = (indices.count + laneCount - 1) / laneCount
    for pooling in poolings { pooling.normalisation?.useRunningStatistics() }
    forwardConvolutions(blocks: blocks, count: indices.count, step: nil) { block, samples in
      loader.load(source, indices: base + block * laneCount, count: samples, block: block, augmentation: nil)
    }
    let logits = forwardDense(blocks: blocks, step: nil)
    loss.evaluate(logits: logits, labels: labels, count: indices.count, each: each)
  }

  /// Stops where a batch would read or write beyond memory.
  private func check(_ source: ImageSource, indices: UnsafeBufferPointer<Int32>, labels: UnsafePointer<UInt8>) {
    require(indices.count <= maximumBatchSize, "\(indices.count) samples in a batch of \(maximumBatchSize)")
    for position in 0..<indices.count {
      let index = Int(indices[position])
      require(0 <= index && index < source.count, "image \(index) of \(source.count) images")
      let label = Int(labels[position])
      require(label < loss.classes, "label \(label) in a network of \(loss.classes) classes")
    }
  }

  private func samples(in block: Int, of count: Int) -> Int { min(laneCount, count - block * laneCount) }

  /// Runs the convolution blocks.
  ///
  /// Each block of samples passes through as many stages as it can while it is in the cache; batch normalisation makes
  /// all of them wait until the batch's statistics are complete.
  private func forwardConvolutions(blocks: Int, count: Int, step: Int?, load: (Int, Int) -> Void) {
    /// The first stage from `start` on whose pooling must wait for the whole batch.
    func barrier(from start: Int) -> Int {
      guard step != nil else { return convolutions.count }
      return (start..<convolutions.count).first { poolings[$0].needsStatistics } ?? convolutions.count
    }
    for convolution in convolutions { convolution.beginForward() }
    // The stage whose pooling comes first in this sweep: -1 where the sweep begins with the images.
    var waiting = -1
    while waiting < convolutions.count {
      let next = barrier(from: waiting + 1)
      for block in 0..<blocks {
        let used = samples(in: block, of: count)
        if waiting < 0 { load(block, used) } else { poolings[waiting].forward(block: block, step: step) }
        for stage in (waiting + 1)..<next { forwardStage(stage, block: block, step: step) }
        if next < convolutions.count {
          convolutions[next].forward(block: block)
          poolings[next].accumulateStatistics(block: block, samples: used)
        }
      }
      if next < convolutions.count { poolings[next].normalisation?.finishStatistics(blocks: blocks) }
      waiting = next
    }
  }

  /// A convolution and what follows it, row by row.
  func forwardStage(_ stage: Int, block: Int, step: Int?) {
    let pooling = poolings[stage]
    pooling.beginForward(block: block, step: step)
    convolutions[stage].forward(block: block) { channel, channels, row in
      pooling.forwardRow(block: block, step: step, channel: channel, channels: channels, sourceRow: row)
    }
  }

  /// The way back through what follows a convolution, and its weight gradient.
  func backwardStage(_ stage: Int, block: Int, samples: Int) {
    let pooling = poolings[stage]
    let convolution = convolutions[stage]
    guard convolution.makesGradientRows else {
      pooling.backward(block: block, samples: samples)
      convolution.weightGradient(block: block)
      return
    }
    let width = convolution.output.layout.shape.width
    pooling.beginBackward(block: block)
    convolution.weightGradient(block: block) { channel, channels, row, rows, target in
      pooling.backward(
        block: block, samples: samples, channel: channel, channels: channels, row: row, rows: rows, into: target,
        rowStride: width, planeStride: rows * width)
    }
  }

  var denseInput: (pointer: LanePointer, stride: Int) {
    if let last = poolings.last { return (last.output.block(0), last.output.layout.blockStride) }
    return (inputTensor.block(0), inputTensor.layout.blockStride)
  }

  private func forwardDense(blocks: Int, step: Int?) -> LanePointer {
    var (features, stride) = denseInput
    for dense in denses {
      features = dense.forward(input: features, inputStride: stride, blocks: blocks, step: step)
      stride = dense.units
    }
    return features
  }

  private func backwardDense(blocks: Int) {
    for index in denses.indices.reversed() {
      let dense = denses[index]
      if index < denses.count - 1 { dense.backwardActivation(blocks: blocks) }
      if index > 0 {
        let below = denses[index - 1]
        dense.backwardParameters(input: below.output.pointer, inputStride: below.units, blocks: blocks)
        dense.backwardInput(into: below.gradient.pointer, stride: below.units, blocks: blocks)
      } else {
        dense.backwardParameters(input: denseInput.pointer, inputStride: denseInput.stride, blocks: blocks)
        if let last = poolings.last {
          dense.backwardInput(into: last.gradient.block(0), stride: last.gradient.layout.blockStride, blocks: blocks)
        }
      }
    }
  }

  private func backwardConvolutions(blocks: Int, count: Int) {
    guard let last = poolings.last else { return }
    for convolution in convolutions { convolution.beginBackward() }
    if last.needsStatistics {
      for block in 0..<blocks { last.accumulateGradient(block: block) }
    }
    var stage = convolutions.count - 1
    while stage >= 0 {
      poolings[stage].normalisation?.finishGradient(blocks: blocks)
      // Down to the next stage that needs sums over the batch first.
      var end = stage
      while end > 0, !poolings[end - 1].needsStatistics { end -= 1 }
      for block in 0..<blocks {
        let used = samples(in: block, of: count)
        for k in stride(from: stage, through: end, by: -1) {
          backwardStage(k, block: block, samples: used)
          if k > 0 {
            convolutions[k].inputGradient(block: block, into: poolings[k - 1].gradient.block(block))
            if k == end { poolings[k - 1].accumulateGradient(block: block) }
          }
        }
      }
      stage = end - 1
    }
    for convolution in convolutions { convolution.finishBackward(blocks: blocks) }
  }
}
