/// A batch for the threads of a network, and what to do with it.
struct BatchTask {
  enum Input {
    case images(ImageSource, indices: UnsafePointer<Int32>, augmentation: EpochAugmentation?)
    case values(UnsafePointer<Float>, features: Int)
  }

  var input: Input
  var labels: UnsafePointer<UInt8>
  /// Samples.
  var count: Int
  /// The training step, or `nil` for inference.
  var step: Int?
  /// Moves the weights at the end of a training step.
  var optimizer: (any Optimizer)?

  var blocks: Int { (count + laneCount - 1) / laneCount }

  func samples(in block: Int) -> Int { min(laneCount, count - block * laneCount) }
}

// What each thread does of a batch. A thread's blocks go all the way from the images to the gradients without waiting,
// but for batch normalisation, which needs sums over the batch; then the threads meet, and each takes a part of the
// weights.
extension Network {
  func work(thread: Int) {
    guard let task else { return }
    let share = BlockShare(thread: thread, threads: team.count)
    forwardConvolutions(task, share)
    let logits = forwardDense(task, share)
    guard task.step != nil else { return }
    loss.lossAndGradient(
      logits: logits, gradient: denses[denses.count - 1].gradient.pointer, labels: task.labels, count: task.count,
      judgements: judgements, share: share)
    backwardDense(task, share)
    backwardConvolutions(task, share)
    team.barrier()
    for dense in denses { dense.parameterGradients(blocks: task.blocks, share: share) }
    for convolution in convolutions { convolution.finishBackward(blocks: task.blocks, share: share) }
    guard let optimizer = task.optimizer else { return }
    // A thread moves the values whose gradients it has written: nobody waits, and its parts of the gradients and of the
    // optimizer's memory stay in its cache.
    for tensor in parameters.tensors { optimizer.update(parameters, vectors: share.vectors(of: tensor)) }
  }

  /// Lets one thread do something between the others' work before and after.
  private func alone(_ share: BlockShare, _ body: () -> Void) {
    team.barrier()
    if share.thread == 0 { body() }
    team.barrier()
  }

  private func load(_ block: Int, _ task: BatchTask, _ share: BlockShare) {
    let loader = loaders[share.thread]
    switch task.input {
    case .images(let source, let indices, let augmentation):
      loader.load(
        source, indices: indices + block * laneCount, count: task.samples(in: block), block: block,
        augmentation: augmentation)
    case .values(let values, let features):
      loader.load(
        values: values + block * laneCount * features, count: task.samples(in: block), features: features, block: block)
    }
  }

  /// Runs the convolution blocks.
  ///
  /// Each block of samples passes through as many stages as it can while it is in the cache; batch normalisation makes
  /// all of them wait until the batch's statistics are complete.
  private func forwardConvolutions(_ task: BatchTask, _ share: BlockShare) {
    /// The first stage from `start` on whose pooling must wait for the whole batch.
    func barrier(from start: Int) -> Int {
      guard task.step != nil else { return convolutions.count }
      return (start..<convolutions.count).first { poolings[$0].needsStatistics } ?? convolutions.count
    }
    // The stage whose pooling comes first in this sweep: -1 where the sweep begins with the images.
    var waiting = -1
    while waiting < convolutions.count {
      let next = barrier(from: waiting + 1)
      share.forEachBlock(task.blocks) { block in
        if waiting < 0 { load(block, task, share) } else { poolings[waiting].forward(block: block, step: task.step) }
        for stage in (waiting + 1)..<next { forwardStage(stage, block: block, step: task.step) }
        if next < convolutions.count {
          convolutions[next].forward(block: block)
          poolings[next].accumulateStatistics(block: block, samples: task.samples(in: block))
        }
      }
      if next < convolutions.count {
        alone(share) { poolings[next].normalisation?.finishStatistics(blocks: task.blocks) }
      }
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

  private func forwardDense(_ task: BatchTask, _ share: BlockShare) -> LanePointer {
    var (features, stride) = denseInput
    for dense in denses {
      features = dense.forward(
        input: features, inputStride: stride, blocks: task.blocks, step: task.step, share: share)
      stride = dense.units
    }
    return features
  }

  /// Gradients of this thread's blocks; those of the weights need all blocks and come later.
  private func backwardDense(_ task: BatchTask, _ share: BlockShare) {
    let blocks = task.blocks
    for index in denses.indices.reversed() {
      let dense = denses[index]
      if index < denses.count - 1 { dense.backwardActivation(blocks: blocks, share: share) }
      if index > 0 {
        let below = denses[index - 1]
        dense.transposeInputs(below.output.pointer, inputStride: below.units, blocks: blocks, share: share)
        dense.backwardInput(into: below.gradient.pointer, stride: below.units, blocks: blocks, share: share)
      } else {
        dense.transposeInputs(denseInput.pointer, inputStride: denseInput.stride, blocks: blocks, share: share)
        if let last = poolings.last {
          dense.backwardInput(
            into: last.gradient.block(0), stride: last.gradient.layout.blockStride, blocks: blocks, share: share)
        }
      }
    }
  }

  private func backwardConvolutions(_ task: BatchTask, _ share: BlockShare) {
    guard let last = poolings.last else { return }
    if last.needsStatistics {
      share.forEachBlock(task.blocks) { last.accumulateGradient(block: $0) }
    }
    var stage = convolutions.count - 1
    while stage >= 0 {
      if let normalisation = poolings[stage].normalisation {
        alone(share) { normalisation.finishGradient(blocks: task.blocks) }
      }
      // Down to the next stage that needs sums over the batch first.
      var end = stage
      while end > 0, !poolings[end - 1].needsStatistics { end -= 1 }
      share.forEachBlock(task.blocks) { block in
        for k in stride(from: stage, through: end, by: -1) {
          backwardStage(k, block: block, samples: task.samples(in: block))
          if k > 0 {
            convolutions[k].inputGradient(block: block, into: poolings[k - 1].gradient.block(block))
            if k == end { poolings[k - 1].accumulateGradient(block: block) }
          }
        }
      }
      stage = end - 1
    }
  }
}
