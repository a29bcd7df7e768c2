import Datasets
import Engine
import Seeding

/// Trains one configuration once, deterministically.
///
/// Every stream comes from the seed by purpose: initial weights and dropout masks by layer name, the order of the images
/// by epoch, each image's transform by epoch and image. Two trainings with the same configuration, data and seed give
/// the same bits; two configurations with the same seed share every stream that both use.
public final class Trainer {
  /// What is trained.
  public let configuration: ModelConfiguration
  /// The network, at its initial weights until `train` runs.
  public let network: Network
  private let images: LabeledImages
  private let trainingIndices: [Int32]
  private let validationIndices: [Int32]
  private let seed: SeedSequence
  private let optimizer: any Optimizer
  /// Small training batches would leave lanes and blocks empty when the network is judged.
  private static let evaluationBatchSize = 64

  /// - Parameters:
  ///   - images: the training files' images; the indices below refer to them.
  ///   - trainingIndices: what the weights are fitted to; at least one.
  ///   - validationIndices: what every epoch is judged on; may be empty.
  ///   - threads: how many threads share a step, from 1 to `Network.maximumThreads`; changes no bit of the result.
  /// - Throws: `InfeasibleNetwork` where the layers do not fit the images or the settings contradict each other.
  public init(
    configuration: ModelConfiguration, images: LabeledImages, trainingIndices: [Int], validationIndices: [Int],
    seed: SeedSequence, threads: Int = 1
  ) throws(InfeasibleNetwork) {
    precondition(!trainingIndices.isEmpty, "a training needs at least one image")
    precondition(
      (trainingIndices + validationIndices).allSatisfy((0..<images.count).contains),
      "an index is outside the \(images.count) images")
    if let fault = configuration.consistencyFault { throw .invalidValue(layer: "optimizer", reason: fault) }
    self.configuration = configuration
    self.images = images
    self.trainingIndices = trainingIndices.map(Int32.init)
    self.validationIndices = validationIndices.map(Int32.init)
    self.seed = seed
    optimizer = configuration.makeOptimizer()
    network = try Network(
      configuration.network(
        input: Shape(channels: 1, height: images.height, width: images.width), classes: images.classCount),
      maximumBatchSize: max(configuration.batchSize, Self.evaluationBatchSize), threads: threads,
      seed: seed.child("network"))
  }

  /// Steps of one epoch; the last may be smaller than the batch size.
  public var stepsPerEpoch: Int {
    (trainingIndices.count + configuration.batchSize - 1) / configuration.batchSize
  }

  /// Trains for the configuration's epochs.
  ///
  /// - Parameter onEpoch: called after each epoch; `false` ends the training there.
  public func train(onEpoch: (EpochResult) -> Bool = { _ in true }) -> TrainingResult {
    var epochs: [EpochResult] = []
    for epoch in 1...configuration.epochs {
      switch trainEpoch(epoch) {
      case .failure(let divergence):
        return TrainingResult(epochs: epochs, end: .diverged(epoch: epoch, step: divergence.step))
      case .success(var result):
        if !validationIndices.isEmpty {
          let predictions = evaluate(images, indices: validationIndices)
          result.validationLoss = predictions.loss
          result.validationAccuracy = predictions.accuracy
        }
        // The loss of a step is judged before its update; what the epoch's last update did shows only here.
        guard result.validationLoss?.isFinite ?? network.parameters.isFinite else {
          return TrainingResult(epochs: epochs, end: .diverged(epoch: epoch, step: stepsPerEpoch))
        }
        epochs.append(result)
        if !onEpoch(result), epoch < configuration.epochs {
          return TrainingResult(epochs: epochs, end: .stopped(epoch: epoch))
        }
      }
    }
    return TrainingResult(epochs: epochs, end: .complete)
  }

  /// A loss that is not a number.
  public struct Divergence: Error, Hashable, Sendable {
    /// The step of the epoch, counted from 1.
    public let step: Int
  }

  /// Trains one epoch; `train` calls it for each.
  ///
  /// The result has no validation part.
  ///
  /// - Parameter epoch: counted from 1; keys the order of the images and their transforms.
  public func trainEpoch(_ epoch: Int) -> Result<EpochResult, Divergence> {
    var generator = seed.child("shuffle").child(epoch).generator()
    var order = trainingIndices
    generator.shuffle(&order)
    let augmentation =
      configuration.augmentation.isIdentity
      ? nil
      : EpochAugmentation(ranges: configuration.augmentation, seed: seed.child("augmentation").child(epoch))
    let labels = order.map { images.labels[Int($0)] }
    let steps = stepsPerEpoch
    var loss = 0.0
    var correct = 0
    var rate = configuration.learningRate
    var divergedAt: Int?
    images.withSource { source in
      order.withUnsafeBufferPointer { order in
        labels.withUnsafeBufferPointer { labels in
          guard let labelBase = labels.baseAddress else { return }
          for step in 0..<steps {
            let start = step * configuration.batchSize
            let end = min(start + configuration.batchSize, order.count)
            rate = configuration.learningRate(step: (epoch - 1) * steps + step, stepsPerEpoch: steps)
            let result = network.train(
              on: source, indices: UnsafeBufferPointer(rebasing: order[start..<end]), labels: labelBase + start,
              augmentation: augmentation, optimizer: optimizer, learningRate: Float(rate))
            guard result.loss.isFinite else {
              divergedAt = step + 1
              return
            }
            loss += result.loss
            correct += result.correct
          }
        }
      }
    }
    if let divergedAt { return .failure(Divergence(step: divergedAt)) }
    return .success(
      EpochResult(
        epoch: epoch, learningRate: rate, trainLoss: loss / Double(order.count),
        trainAccuracy: Double(correct) / Double(order.count), validationLoss: nil, validationAccuracy: nil))
  }

  /// Predictions for every image of a set, in its order.
  public func evaluate(_ images: LabeledImages) -> Predictions {
    evaluate(images, indices: (0..<Int32(images.count)).map { $0 })
  }

  private func evaluate(_ images: LabeledImages, indices: [Int32]) -> Predictions {
    var result = Predictions(
      loss: 0, accuracy: 0, classes: [UInt8](repeating: 0, count: indices.count),
      confidences: [Float](repeating: 0, count: indices.count),
      labelProbabilities: [Float](repeating: 0, count: indices.count))
    let labels = indices.map { images.labels[Int($0)] }
    var loss = 0.0
    var correct = 0
    images.withSource { source in
      indices.withUnsafeBufferPointer { indices in
        labels.withUnsafeBufferPointer { labels in
          guard let labelBase = labels.baseAddress else { return }
          for start in stride(from: 0, to: indices.count, by: network.maximumBatchSize) {
            let end = min(start + network.maximumBatchSize, indices.count)
            network.evaluate(
              on: source, indices: UnsafeBufferPointer(rebasing: indices[start..<end]), labels: labelBase + start
            ) { position, sampleLoss, predicted, confidence, labelProbability in
              loss += sampleLoss
              if predicted == Int(labels[start + position]) { correct += 1 }
              result.classes[start + position] = UInt8(predicted)
              result.confidences[start + position] = confidence
              result.labelProbabilities[start + position] = labelProbability
            }
          }
        }
      }
    }
    result.loss = loss / Double(max(indices.count, 1))
    result.accuracy = Double(correct) / Double(max(indices.count, 1))
    return result
  }
}

extension LabeledImages {
  /// Lends the pixels and labels to the engine without copying them.
  func withSource<Value>(_ body: (ImageSource) -> Value) -> Value {
    pixels.withUnsafeBufferPointer { pixels in
      labels.withUnsafeBufferPointer { labels in
        guard let pixelBase = pixels.baseAddress, let labelBase = labels.baseAddress else {
          preconditionFailure("a set of images is never empty")
        }
        return body(ImageSource(pixels: pixelBase, labels: labelBase, count: count))
      }
    }
  }
}
