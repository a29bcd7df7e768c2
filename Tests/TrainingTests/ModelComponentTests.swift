import Datasets
import Foundation
import Seeding
import Testing

@testable import Engine
@testable import Training

/// The components that ablation studies take away, and what arms of one seed share.
@Suite struct ModelComponentTests {
  static func without(_ names: [String], _ base: ModelConfiguration = ModelConfiguration(.padocanet))
    -> ModelConfiguration
  {
    var configuration = base
    for component in ModelComponent.find(names, in: base).components { component.remove(from: &configuration) }
    return configuration
  }

  private static func weights(_ trainer: Trainer) -> [String: [Float]] {
    let store = trainer.network.parameters
    return Dictionary(uniqueKeysWithValues: store.tensors.map { ($0.name, store.read($0)) })
  }

  @Test func padocanetWithoutEveryComponentIsLeNet() throws {
    #expect(Self.without(ModelComponent.usual) == ModelConfiguration(.lenet5))
    let finest = ModelComponent.all(blocks: 2).map(\.name).filter {
      $0.contains(".") || ["activation", "pooling"].contains($0)
    }
    #expect(ModelComponent.find(finest, in: ModelConfiguration(.padocanet)).faults.isEmpty && finest.count == 11)
    #expect(Self.without(finest) == ModelConfiguration(.lenet5))
    #expect(Self.without(finest.reversed()) == ModelConfiguration(.lenet5))
    var bare = Self.without(ModelComponent.usual)
    var lenet = ModelConfiguration(.lenet5)
    bare.epochs = 2
    lenet.epochs = 2
    let trainers = try [bare, lenet].map { try TrainerTests.trainer($0, images: 640) }
    let results = trainers.map { $0.train() }
    #expect(results[0] == results[1])
    #expect(Self.weights(trainers[0]) == Self.weights(trainers[1]))
    let images = try TrainerTests.mnist.get().images
    #expect(trainers[0].evaluate(images).labelProbabilities == trainers[1].evaluate(images).labelProbabilities)
  }

  /// All 32 arms of the default study begin with the same values wherever a tensor of one shape occurs in both.
  @Test func armsShareTheirInitialWeights() throws {
    let full = ModelConfiguration(.padocanet)
    let expected = Self.weights(try TrainerTests.trainer(full, seed: 9, images: 64))
    for arm in 0..<32 {
      let removed = ModelComponent.usual.enumerated().filter { arm >> $0.offset & 1 == 1 }.map(\.element)
      let own = Self.weights(try TrainerTests.trainer(Self.without(removed), seed: 9, images: 64))
      #expect(own.keys.contains("conv1/weight") && own.keys.contains("logits/weight"))
      for (name, values) in own { #expect(values == expected[name], "\(removed) \(name)") }
    }
  }

  /// The first step of an arm sees the same images in the same order: with a learning rate of zero, an arm that differs
  /// from LeNet-5 in nothing that changes a loss has its epoch's loss.
  @Test func armsShareTheOrderAndTheTransforms() throws {
    let ranges = ModelConfiguration(.padocanet).augmentation
    let without = Self.without(["augmentation.rotation"]).augmentation
    for image in 0..<50 {
      let seed = SeedSequence(root: 4).child("augmentation").child(image)
      var full = ranges.draw(height: 28, width: 28, seed: seed)
      full.rotationDegrees = 0
      #expect(full == without.draw(height: 28, width: 28, seed: seed))
    }
    // Dropout of one kind alone: masks are keyed by layer, so taking the other away does not move them. A rate so small
    // that nothing is dropped leaves the order as the only thing that could differ.
    var base = ModelConfiguration(.lenet5)
    base.epochs = 1
    var rare = base
    rare.dropout = 1e-9
    rare.denseDropout = 1e-9
    let plain = try TrainerTests.trainer(base, images: 320).train()
    #expect(try TrainerTests.trainer(Self.without(["dropout"], rare), images: 320).train() == plain)
    #expect(try TrainerTests.trainer(rare, images: 320).train().epochs[0].trainLoss == plain.epochs[0].trainLoss)
  }

  /// The masks of each step are those of the full model, whatever else an arm lacks.
  @Test func armsShareTheirMasks() throws {
    func masks(_ removed: [String]) throws -> [String: [UInt16]] {
      let network = try TrainerTests.trainer(Self.without(removed), seed: 5, images: 64).network
      var words: [String: [UInt16]] = [:]
      for mask in network.poolings.compactMap(\.dropout) + network.denses.compactMap(\.dropout) {
        for step in 0..<3 {
          mask.draw(block: 1, step: step)
          words["\(mask.name) \(step)"] = (0..<mask.features).map { mask.words(block: 1)[$0] }
        }
      }
      return words
    }
    let full = try masks([])
    #expect(full.count == 12)
    for removed in [["batch_norm"], ["activation"], ["augmentation"], ["pooling"], ["batch_norm", "pooling"]] {
      #expect(try masks(removed) == full, "\(removed)")
    }
    let dense = try masks(["dropout.block", "batch_norm.block1"])
    #expect(dense.count == 6 && dense.allSatisfy { full[$0.key] == $0.value })
  }

  @Test func finerComponentsTakeAwayTheirPartAlone() throws {
    let full = ModelConfiguration(.padocanet)
    let block = Self.without(["batch_norm.block1"])
    let layers = block.network(input: Shape(channels: 1, height: 28, width: 28), classes: 10).layers.map(\.name)
    #expect(!layers.contains("batch_norm1") && layers.contains("batch_norm2"))
    #expect(Self.without(["batch_norm.block1", "batch_norm.block2"]) == Self.without(["batch_norm"]))
    #expect(Self.without(["dropout.block"]).dropout == 0 && Self.without(["dropout.block"]).denseDropout == 0.5)
    #expect(Self.without(["dropout.block", "dropout.dense"]) == Self.without(["dropout"]))
    let zoom = Self.without(["augmentation.zoom"]).augmentation
    #expect(zoom.zoom == 0 && zoom.rotationDegrees == full.augmentation.rotationDegrees)
    let forms = ModelComponent.find(ModelComponent.usual, in: full).components.map { $0.form(in: full) }
    #expect(forms == ["on", "on", "relu", "on", "max then average"])
  }

  /// A configuration that says nothing of single blocks is stored as it always was.
  @Test func theListOfBlocksIsAbsentUnlessItIsUsed() throws {
    let json = String(decoding: try JSONEncoder().encode(ModelConfiguration(.padocanet)), as: UTF8.self)
    #expect(json.contains("\"batch_normalization\":true") && !json.contains("batch_normalization_blocks"))
    let block = Self.without(["batch_norm.block2"])
    let again = try JSONDecoder().decode(ModelConfiguration.self, from: JSONEncoder().encode(block))
    #expect(again == block && again.batchNormalizationBlocks == [1])
  }

  @Test func whatCannotBeTakenAwayIsRefused() {
    func faults(_ names: [String], _ family: ModelFamily = .padocanet) -> [String] {
      ModelComponent.find(names, in: ModelConfiguration(family)).faults.map(\.fault.description)
    }
    #expect(faults(["batch_nrom"])[0].hasPrefix("unknown component 'batch_nrom': did you mean 'batch_norm'?"))
    #expect(faults(["batch_norm"], .lenet5)[0].contains("has no 'batch_norm' (batch normalisation of every block)"))
    #expect(faults(["batch_norm.block3"])[0].hasPrefix("unknown component 'batch_norm.block3'"))
    #expect(
      faults(["dropout", "dropout.dense"]) == ["'dropout.dense' is a part of 'dropout': name the whole, or its parts"])
    #expect(faults(["augmentation.zoom", "augmentation"])[0].hasPrefix("'augmentation.zoom' is a part of"))
    #expect(faults(["pooling", "pooling"]) == ["the component 'pooling' is named twice: name it once"])
    #expect(faults(["dropout.block", "dropout.dense", "activation"]).isEmpty)
    #expect(throws: ModelComponentError.self) { try ModelComponent.usual(in: ModelConfiguration(.lenet5)) }
  }
}
