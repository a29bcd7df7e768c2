import Datasets
import Engine
import Foundation
import Seeding
import Testing

@testable import Training

@Suite struct TrainerTests {
  static let mnist = Result { try DatasetSource.mnist.loadTraining() }

  static func trainer(_ configuration: ModelConfiguration, seed: UInt64 = 1, images count: Int = 6_000) throws
    -> Trainer
  {
    try Trainer(
      configuration: configuration, images: mnist.get().images, trainingIndices: Array(0..<count),
      validationIndices: Array(50_000..<52_000), seed: SeedSequence(root: seed))
  }

  /// A real training, in a band: below, the engine does not learn; above, something leaks. (Seeds of PadocaNet lie between
  /// 0.45 and 0.59 after so few steps with its dropout and augmentation.)
  @Test(arguments: [
    (ModelFamily.lenet5, 0.93...0.975), (.lenet5Augmented, 0.80...0.96), (.padocanet, 0.35...0.95),
  ])
  func aShortTrainingLearns(_ family: ModelFamily, _ band: ClosedRange<Double>) throws {
    var configuration = ModelConfiguration(family)
    configuration.epochs = 4
    configuration.batchSize = 32
    configuration.learningRate = 0.002
    let result = try Self.trainer(configuration).train()
    #expect(result.end == .complete && result.epochs.count == 4)
    let accuracy = try #require(result.epochs.last?.validationAccuracy)
    #expect(band.contains(accuracy), "\(family): \(accuracy)")
    let first = try #require(result.epochs.first)
    let last = try #require(result.epochs.last)
    #expect(last.trainLoss < first.trainLoss)
  }

  @Test func equalSeedsGiveEqualBits() throws {
    var configuration = ModelConfiguration(.padocanet)
    configuration.epochs = 1
    let weights = try [1, 1, 2].map { seed in
      let trainer = try Self.trainer(configuration, seed: UInt64(seed), images: 1_000)
      let result = trainer.train()
      return (result, trainer.network.parameters.tensors.map(trainer.network.parameters.read))
    }
    #expect(weights[0].0 == weights[1].0)
    #expect(weights[0].1 == weights[1].1)
    #expect(weights[0].1 != weights[2].1)
  }

  /// Components share every stream that both configurations use.
  @Test func switchingAComponentOffKeepsTheOtherStreams() throws {
    var with = ModelConfiguration(.padocanet)
    with.augmentation = Augmentation()
    var without = with
    without.batchNormalization = false
    let a = try Self.trainer(with).network.parameters
    let b = try Self.trainer(without).network.parameters
    for name in ["conv1/weight", "conv2/weight", "dense1/weight", "logits/weight"] {
      let left = try #require(a.tensor(named: name))
      let right = try #require(b.tensor(named: name))
      #expect(a.read(left) == b.read(right), "\(name)")
    }
  }

  @Test func aLossThatIsNotANumberEndsTheTraining() throws {
    var configuration = ModelConfiguration(.lenet5)
    configuration.activation = .relu
    configuration.optimizer = .sgd
    configuration.learningRate = 1e30
    let result = try Self.trainer(configuration, images: 500).train()
    guard case .diverged(let epoch, let step) = result.end else {
      Issue.record("ended with \(result.end)")
      return
    }
    #expect(epoch == 1 && step <= 4)
    #expect(result.epochs.isEmpty)
  }

  /// The loss is judged before each step, so that only what follows the epoch can see what its last update did.
  @Test(arguments: [(1e30, true), (1e300, true), (1e300, false)])
  func anUpdateThatBreaksTheWeightsEndsTheTraining(_ learningRate: Double, _ hasValidation: Bool) throws {
    var configuration = ModelConfiguration(.lenet5)
    configuration.activation = .relu
    configuration.optimizer = .sgd
    configuration.learningRate = learningRate
    configuration.batchSize = 512
    configuration.epochs = 1
    let trainer = try Trainer(
      configuration: configuration, images: Self.mnist.get().images, trainingIndices: Array(0..<500),
      validationIndices: hasValidation ? Array(50_000..<50_500) : [], seed: SeedSequence(root: 1))
    #expect(trainer.stepsPerEpoch == 1)
    #expect(trainer.network.parameters.isFinite)
    var reported = 0
    let result = trainer.train { _ in
      reported += 1
      return true
    }
    #expect(result.end == .diverged(epoch: 1, step: 1))
    #expect(result.epochs.isEmpty && reported == 0)
  }

  /// Sets are judged in the same blocks of sixteen lanes whatever the batch size of the training.
  @Test(arguments: [1, 5, 64, 100])
  func evaluationDoesNotDependOnTheBatchSize(_ batchSize: Int) throws {
    var configuration = ModelConfiguration(.padocanet)
    configuration.batchSize = batchSize
    let trainer = try Self.trainer(configuration, images: 100)
    #expect(trainer.network.maximumBatchSize == max(batchSize, 64))
    configuration.batchSize = 32
    let images = try Self.mnist.get().images.prefix(150)
    let expected = try Self.trainer(configuration, images: 100).evaluate(images)
    #expect(trainer.evaluate(images) == expected)
  }

  @Test(arguments: [(0.0, true, OptimizerKind.sgd), (1e-60, true, .sgd), (1 - 1e-12, false, .sgd)])
  func contradictingSettingsAreInfeasible(_ momentum: Double, _ nesterov: Bool, _ optimizer: OptimizerKind) throws {
    var configuration = ModelConfiguration(.lenet5)
    configuration.optimizer = optimizer
    configuration.momentum = momentum
    configuration.nesterov = nesterov
    let shape = Shape(channels: 1, height: 28, width: 28)
    let reason = try #require(configuration.infeasibility(input: shape, classes: 10))
    #expect(reason.hasPrefix("optimizer: ") && reason.contains("momentum"))
    #expect(throws: InfeasibleNetwork.self) { try Self.trainer(configuration) }
    // Adam has no use for either.
    configuration.optimizer = .adam
    #expect(configuration.infeasibility(input: shape, classes: 10) == nil)
  }

  @Test func theCallerMayStop() throws {
    var configuration = ModelConfiguration(.lenet5)
    configuration.epochs = 5
    let result = try Self.trainer(configuration, images: 200).train { $0.epoch < 2 }
    #expect(result.end == .stopped(epoch: 2))
    #expect(result.epochs.count == 2)
  }

  @Test func infeasibleCornersAreRecognisedBeforeTraining() throws {
    var configuration = ModelConfiguration(.lenet5)
    configuration.convolutionLayers = 3
    configuration.padding = [.valid]
    #expect(throws: InfeasibleNetwork.self) { try Self.trainer(configuration) }
    let shape = Shape(channels: 1, height: 28, width: 28)
    #expect(
      configuration.infeasibility(input: shape, classes: 10)
        == "conv3: a 5 x 5 'valid' kernel does not fit its 4 x 4 input")
  }
}

extension LabeledImages {
  fileprivate func prefix(_ count: Int) -> LabeledImages {
    LabeledImages(
      height: height, width: width, classCount: classCount, pixels: Array(pixels.prefix(count * height * width)),
      labels: Array(labels.prefix(count)))
  }
}
