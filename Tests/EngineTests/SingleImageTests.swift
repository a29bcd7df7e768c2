import Seeding
import Testing

@testable import Engine

/// One image alone takes a path of its own, whose bits are those of the same image in a batch; the batch's are checked
/// against PyTorch elsewhere.
@Suite struct SingleImageTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var shape: Shape
    var layers: [LayerDescription]
    var testDescription: String { name }
  }

  /// What a prediction is made of, to the bit.
  struct Prediction: Equatable {
    var loss: UInt64
    var predicted: Int
    var confidence: UInt32
    var labelProbability: UInt32
    var logits: [UInt32]
  }

  static let images = 20
  static let classes = 7

  static func logits() -> LayerDescription { .dense(name: "logits", units: classes, activation: .identity) }

  static let cases: [Case] = {
    var cases: [Case] = []
    for name in ["lenet5", "padocanet"] {
      let description = TrainingFixtureTests.description(name)
      cases.append(Case(name: name, shape: description.input, layers: description.layers))
    }
    // Both paddings, windows and kinds of pooling for every kernel, with sides that are odd, below sixteen and above.
    for (number, kernel) in [1, 2, 3, 4, 5, 7].enumerated() {
      for padding in Padding.allCases {
        for kind in [PoolingKind.average, .max] {
          for window in [2, 3] {
            let activation = Activation.allCases[(number + window) % Activation.allCases.count]
            let shape = Shape(channels: 1, height: 15 + kernel, width: kernel % 2 == 0 ? 47 : 19)
            cases.append(
              Case(
                name: "kernel \(kernel), \(padding), \(kind) \(window), \(activation)", shape: shape,
                layers: [
                  .convolution(name: "c1", filters: 5, kernel: kernel, padding: padding, activation: activation),
                  .batchNorm(name: "b1", epsilon: 1e-3, momentum: 0.9), .pool(name: "p1", kind: kind, size: window),
                  .convolution(
                    name: "c2", filters: 11, kernel: min(kernel, 3), padding: padding, activation: activation),
                  .pool(name: "p2", kind: kind, size: 2), .dropout(name: "r2", rate: 0.3),
                  .dense(name: "d1", units: 33, activation: activation), logits(),
                ]))
          }
        }
      }
    }
    for activation in Activation.allCases {
      cases.append(
        Case(
          name: "\(activation) throughout", shape: Shape(channels: 1, height: 9, width: 11),
          layers: [
            .convolution(name: "c1", filters: 8, kernel: 3, padding: .same, activation: activation),
            .pool(name: "p1", kind: .max, size: 2),
            .convolution(name: "c2", filters: 4, kernel: 3, padding: .same, activation: activation),
            .batchNorm(name: "b2", epsilon: 1e-3, momentum: 0.9),
            .dense(name: "d1", units: 150, activation: activation), .dropout(name: "r", rate: 0.5),
            .dense(name: "d2", units: 16, activation: activation), logits(),
          ]))
    }
    // Every number of filters has its own register tiles.
    for filters in [1, 2, 3, 4, 6, 7, 8, 14, 24] {
      cases.append(
        Case(
          name: "\(filters) filters", shape: Shape(channels: 1, height: 1 + filters, width: 40 - filters),
          layers: [
            .convolution(name: "c1", filters: filters, kernel: 2, padding: .valid, activation: .relu),
            .convolution(name: "c2", filters: filters, kernel: 3, padding: .same, activation: .tanh), logits(),
          ]))
    }
    cases.append(
      Case(
        name: "no convolution", shape: Shape(channels: 1, height: 5, width: 9),
        layers: [.dense(name: "d1", units: 100, activation: .tanh), logits()]))
    cases.append(Case(name: "no hidden layer", shape: Shape(channels: 1, height: 3, width: 1), layers: [logits()]))
    cases.append(
      Case(
        name: "one output", shape: Shape(channels: 1, height: 6, width: 6),
        layers: [.convolution(name: "c1", filters: 3, kernel: 6, padding: .valid, activation: .tanh), logits()]))
    return cases
  }()

  /// Images, and labels below the number of classes.
  static func data(_ shape: Shape) -> (pixels: [UInt8], labels: [UInt8]) {
    (FormulaData.bytes(70, count: images * shape.count), FormulaData.labels(71, count: images).map { $0 % 7 })
  }

  static func predictions(_ network: Network, _ shape: Shape, indices: [Int32]) -> [Prediction] {
    let (pixels, labels) = data(shape)
    var predictions: [Prediction] = []
    network.evaluate(pixels: pixels, labels: labels, indices: indices) { _, loss, predicted, confidence, label in
      predictions.append(
        Prediction(
          loss: loss.bitPattern, predicted: predicted, confidence: confidence.bitPattern,
          labelProbability: label.bitPattern, logits: []))
    }
    let last = network.denses[network.denses.count - 1]
    let logits = LanePacking.read(last.activated.pointer, features: last.units, samples: indices.count)
    for sample in predictions.indices {
      predictions[sample].logits = logits[(sample * last.units)..<((sample + 1) * last.units)].map(\.bitPattern)
    }
    return predictions
  }

  /// Steps that move every weight, and change the signs of a third of the slopes of batch normalisation.
  static func train(_ network: Network, _ shape: Shape, steps: Int) {
    let (pixels, labels) = data(shape)
    for step in 0..<steps {
      network.train(
        pixels: pixels, labels: labels, indices: (0..<17).map { Int32(($0 + step) % images) }, optimizer: SGD(),
        learningRate: 0.01)
    }
    let store = network.parameters
    for tensor in store.tensors where tensor.name.hasSuffix("/gamma") {
      store.write(store.read(tensor).enumerated().map { $0 % 3 == 1 ? -abs($1) : $1 }, to: tensor)
    }
  }

  @Test(arguments: cases)
  func oneImageGivesTheBitsOfABatch(_ test: Case) throws {
    let network = try Network(
      NetworkDescription(input: test.shape, layers: test.layers), maximumBatchSize: Self.images,
      seed: SeedSequence(root: 4))
    Self.train(network, test.shape, steps: 3)
    let all = (0..<Int32(Self.images)).map { $0 }
    let batch = Self.predictions(network, test.shape, indices: all)
    #expect(Set(batch.map(\.logits)).count > 1)
    for image in all {
      let single = Self.predictions(network, test.shape, indices: [image])
      #expect(single == [batch[Int(image)]], "image \(image)")
      #expect(Self.singleLogits(network, test.shape, image: Int(image)) == batch[Int(image)].logits, "image \(image)")
    }
  }

  /// The logits of the path for one image, whoever else uses it.
  private static func singleLogits(_ network: Network, _ shape: Shape, image: Int) -> [UInt32] {
    let classes = network.denses[network.denses.count - 1].units
    let logits = LaneBuffer(count: classes)
    data(shape).pixels.withUnsafeBufferPointer { pixels in
      guard let base = pixels.baseAddress else { preconditionFailure("no images") }
      network.single.run(pixels: base + image * shape.count, logits: logits.floats)
    }
    return LanePacking.read(logits.pointer, features: classes, samples: 1).map(\.bitPattern)
  }

  /// The layers' own copies of the weights are made again after every kind of change.
  @Test func changedWeightsAreSeen() throws {
    let description = DeterminismTests.description
    let network = try Network(description, maximumBatchSize: Self.images, seed: SeedSequence(root: 4))
    let shape = description.input
    func train(_ network: Network) {
      let labels = Self.data(shape).labels.map { $0 % 4 }
      network.train(
        pixels: Self.data(shape).pixels, labels: labels, indices: (0..<9).map { Int32($0) }, optimizer: Adam(),
        learningRate: 0.01)
    }
    func single(_ network: Network) -> [UInt32] { Self.firstLogits(network, shape, count: 1) }
    func batch(_ network: Network) -> [UInt32] { Self.firstLogits(network, shape, count: 2) }
    var seen = [single(network)]
    #expect(seen[0] == batch(network))
    let store = network.parameters
    let changes: [() throws -> Void] = [
      { train(network) },
      { store.write((0..<store.tensors[0].count).map { Float($0 % 13 - 6) / 20 }, to: store.tensors[0]) },
      { SGD().update(store, learningRate: 0.1) },
      {
        let tensor = try #require(store.tensor(named: "d2/bias"))
        store.write([1, 2, 3, 4], to: tensor)
      },
    ]
    for change in changes {
      try change()
      let now = single(network)
      #expect(!seen.contains(now))
      #expect(now == batch(network))
      seen.append(now)
    }
  }

  /// The logits of image 3, evaluated first of `count` images.
  private static func firstLogits(_ network: Network, _ shape: Shape, count: Int) -> [UInt32] {
    let (pixels, labels) = data(shape)
    let classes = network.denses[network.denses.count - 1].units
    network.evaluate(
      pixels: pixels, labels: labels.map { $0 % UInt8(classes) }, indices: (0..<count).map { Int32(3 + $0) }
    ) { _, _, _, _, _ in }
    let last = network.denses[network.denses.count - 1]
    return LanePacking.read(last.activated.pointer, features: classes, samples: 1).map(\.bitPattern)
  }

  /// Batches above 64 images are cut; positions and values are those of smaller batches.
  @Test(arguments: [1, 3])
  func largeBatchesAreCut(_ threads: Int) throws {
    let description = DeterminismTests.description
    let shape = description.input
    let network = try Network(description, maximumBatchSize: 500, threads: threads, seed: SeedSequence(root: 4))
    let (pixels, labels) = Self.data(shape)
    func losses(_ indices: [Int32]) -> [UInt64] {
      var losses = [UInt64](repeating: 0, count: indices.count)
      network.evaluate(pixels: pixels, labels: labels.map { $0 % 4 }, indices: indices) { position, loss, _, _, _ in
        losses[position] = loss.bitPattern
      }
      return losses
    }
    let indices = (0..<500).map { Int32($0 * 7 % Self.images) }
    let parts = stride(from: 0, to: 500, by: 25).flatMap { losses(Array(indices[$0..<($0 + 25)])) }
    #expect(losses(indices) == parts)
    #expect(losses(Array(indices.prefix(65))) == Array(parts.prefix(65)))
  }
}
