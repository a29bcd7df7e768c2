import Seeding

/// A trainable network with memory for one batch; nothing is allocated after it is made.
///
/// Sixteen samples lie side by side in lanes; a batch is a row of such blocks, the last of which may be partial. Two
/// networks made from the same description and seed hold the same bits, and stay so whatever the hardware.
///
/// Steps may be shared by a few threads, which give the same bits as one; callers take turns, one at a time.
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
  let inputTensor: ActivationTensor
  let loss: SoftmaxCrossEntropy
  let team: ThreadTeam
  /// One a thread.
  let loaders: [ImageLoader]
  let judgements: UnsafeMutablePointer<SoftmaxCrossEntropy.Judgement>
  /// The batch that the threads are at.
  private(set) var task: BatchTask?

  /// For one image alone; made when the first comes.
  private(set) lazy var single = SingleImagePass(
    shape: description.input, store: parameters, convolutions: convolutions, poolings: poolings, denses: denses)

  /// Images that a thread predicts at a time.
  private static let evaluationBatchSize = 64

  /// The most threads that can share a step: more would have no summation slot of their own.
  public static let maximumThreads = BlockShare.slots

  /// Builds the stages and draws the initial weights (Glorot uniform, zero biases).
  ///
  /// - Parameters:
  ///   - maximumBatchSize: at least 1.
  ///   - threads: how many threads share a step, the caller's included, from 1 to `maximumThreads`; each needs a
  ///     processor of its own. Sixteen samples are one thread's, so a batch of sixteen gains little.
  ///   - seed: the root of the network's streams; weights and masks are keyed by layer name below it.
  /// - Throws: `InfeasibleNetwork` where the layers do not fit together.
  public init(_ description: NetworkDescription, maximumBatchSize: Int, threads: Int = 1, seed: SeedSequence)
    throws(InfeasibleNetwork)
  {
    require(maximumBatchSize >= 1, "a batch holds at least one sample, got \(maximumBatchSize)")
    require((1...Self.maximumThreads).contains(threads), "1 to \(Self.maximumThreads) threads, got \(threads)")
    let summaries = try description.summarise()
    if description.input.channels != 1 {
      throw .invalidValue(layer: "input", reason: "images have one channel, not \(description.input.channels)")
    }
    self.description = description
    self.maximumBatchSize = maximumBatchSize
    let blockCapacity = (maximumBatchSize + laneCount - 1) / laneCount
    loss = SoftmaxCrossEntropy(classes: description.classCount)
    var builder = StageBuilder(
      summaries: summaries, input: description.input, blocks: blockCapacity, threads: threads, store: parameters,
      seed: seed)
    builder.build()
    let input = builder.input
    inputTensor = input
    convolutions = builder.convolutions
    poolings = builder.poolings
    denses = builder.denses
    loaders = (0..<threads).map { _ in ImageLoader(shape: description.input, target: input) }
    judgements = .allocate(capacity: blockCapacity * laneCount)
    judgements.initialize(repeating: .init(loss: 0, isCorrect: false), count: blockCapacity * laneCount)
    team = ThreadTeam(count: threads)
    parameters.allocate()
    for initialise in builder.initialisers { initialise() }
  }

  deinit { judgements.deallocate() }

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
    optimizer.begin(parameters, learningRate: learningRate)
    parameters.markChanged()
    return step(
      BatchTask(
        input: .images(source, indices: base, augmentation: augmentation), labels: labels, count: indices.count,
        step: step, optimizer: optimizer))
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
        return step(
          BatchTask(
            input: .values(base, features: features), labels: labelBase, count: labels.count, step: step, optimizer: nil
          ))
      }
    }
  }

  /// Carries out a step and sums up its judgements in the samples' order.
  private func step(_ task: BatchTask) -> StepResult {
    for convolution in convolutions { convolution.beginBackward() }
    run(task)
    step += 1
    var result = StepResult(loss: 0, correct: 0)
    for sample in 0..<task.count {
      result.loss += Double(judgements[sample].loss)
      if judgements[sample].isCorrect { result.correct += 1 }
    }
    return result
  }

  /// Has every thread do its share of a batch.
  private func run(_ task: BatchTask) {
    self.task = task
    for convolution in convolutions { convolution.beginForward() }
    team.run(
      { network, thread in
        guard let network else { return }
        Unmanaged<Network>.fromOpaque(network).takeUnretainedValue().work(thread: Int(thread))
      }, context: Unmanaged.passUnretained(self).toOpaque())
    self.task = nil
  }

  /// Predictions for a batch in inference mode: no dropout, running statistics.
  ///
  /// One image alone takes a path of its own and gives the bits that it gives in a batch.
  ///
  /// - Parameter each: called with (position in the batch, loss in nats, predicted class, its probability, the label's
  ///   probability).
  public func evaluate(
    on source: ImageSource, indices: UnsafeBufferPointer<Int32>, labels: UnsafePointer<UInt8>,
    each: (Int, Double, Int, Float, Float) -> Void
  ) {
    guard let base = indices.baseAddress, !indices.isEmpty else { return }
    check(source, indices: indices, labels: labels)
    for pooling in poolings { pooling.normalisation?.useRunningStatistics() }
    let logits = denses[denses.count - 1].activated.pointer
    if indices.count == 1 {
      single.run(pixels: source.pixels + Int(base[0]) * description.input.count, logits: scalars(logits))
      loss.evaluate(logits: logits, labels: labels, count: 1, each: each)
      return
    }
    // The activations of larger batches would fall out of a core's cache.
    let largest = Self.evaluationBatchSize * team.count
    for first in stride(from: 0, to: indices.count, by: largest) {
      let count = min(largest, indices.count - first)
      run(
        BatchTask(
          input: .images(source, indices: base + first, augmentation: nil), labels: labels + first, count: count,
          step: nil, optimizer: nil))
      loss.evaluate(logits: logits, labels: labels + first, count: count) { each(first + $0, $1, $2, $3, $4) }
    }
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
}
