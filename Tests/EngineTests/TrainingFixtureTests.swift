import Seeding
import TestSupport
import Testing

@testable import Engine

/// Whole networks trained for five steps on byte images, against PyTorch in Double.
@Suite struct TrainingFixtureTests {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    struct Seeds: Decodable, Sendable {
      var weights: [Int]
      var images: [Int]
      var labels: [Int]
      var dropout: [[Int]]?
    }
    struct Tensor: Decodable, Sendable {
      var name: String
      var shape: [Int]
      var initialFirst: [Float]
      var sum: Double
      var absoluteSum: Double
      var sumOfSquares: Double
      var weightedSum: Double
      var first: [Double]
      var last: [Double]
      var strided: [Double]

      enum CodingKeys: String, CodingKey {
        case name, shape, sum, first, last, strided
        case initialFirst = "initial_first"
        case absoluteSum = "absolute_sum"
        case sumOfSquares = "sum_of_squares"
        case weightedSum = "weighted_sum"
      }

      var count: Int { shape.reduce(1, *) }
    }
    struct Evaluation: Decodable, Sendable {
      var loss: Double
      var logits: [[Double]]
    }
    var name: String
    var network: String
    var batch: Int
    var optimizer: OptimizerFixture
    var seeds: Seeds
    var losses: [Double]
    var tensors: [Tensor]
    var evaluation: Evaluation
    var testDescription: String { name }
  }

  private struct File: Decodable { var cases: [Case] }

  static let cases: [Case] = ["lenet5", "padocanet", "optimizers"].flatMap { file in
    do {
      return try Fixtures.decode(File.self, from: "engine/training_\(file).json").cases
    } catch {
      Issue.record(error, "training_\(file).json")
      return []
    }
  }

  static func description(_ network: String) -> NetworkDescription {
    let padocanet = network == "padocanet"
    let activation: Activation = padocanet ? .relu : .tanh
    func dropout(_ index: Int) -> [LayerDescription] {
      padocanet ? [.dropout(name: "dropout\(index)", rate: 0.5)] : []
    }
    func norm(_ index: Int) -> [LayerDescription] {
      padocanet ? [.batchNorm(name: "batch_norm\(index)", epsilon: 1e-3, momentum: 0.99)] : []
    }
    var layers: [LayerDescription] = [
      .convolution(name: "convolution1", filters: 6, kernel: 5, padding: .same, activation: activation)
    ]
    layers += norm(1) + [.pool(name: "pool1", kind: padocanet ? .max : .average, size: 2)] + dropout(1)
    layers += [.convolution(name: "convolution2", filters: 16, kernel: 5, padding: .valid, activation: activation)]
    layers += norm(2) + [.pool(name: "pool2", kind: .average, size: 2)] + dropout(2)
    layers += [.dense(name: "dense1", units: 120, activation: activation)] + dropout(3)
    layers += [.dense(name: "dense2", units: 84, activation: activation)] + dropout(4)
    layers += [.dense(name: "dense3", units: 10, activation: .identity)]
    return NetworkDescription(input: Shape(channels: 1, height: 28, width: 28), layers: layers)
  }

  /// The network of a case with the weights and the dropout masks of its formulas.
  static func network(_ test: Case) throws -> Network {
    let network = try Network(
      description(test.network), maximumBatchSize: test.batch, seed: SeedSequence(root: 0))
    let fans = [(25, 150), (150, 400), (400, 120), (120, 84), (84, 10)]
    let weights = network.parameters.tensors.filter { $0.name.hasSuffix("/weight") }
    #expect(weights.count == fans.count)
    for (index, tensor) in weights.enumerated() {
      let values = FormulaData.glorot(
        test.seeds.weights[index], count: tensor.count, fanIn: fans[index].0, fanOut: fans[index].1)
      network.parameters.write(values, to: tensor)
    }
    if let seeds = test.seeds.dropout {
      let masks = network.poolings.compactMap(\.dropout) + network.denses.compactMap(\.dropout)
      #expect(masks.map(\.name) == ["dropout1", "dropout2", "dropout3", "dropout4"])
      for (layer, mask) in masks.enumerated() {
        let drawn = seeds.map {
          FormulaData.mask($0[layer], count: test.batch * mask.features, rate: Double(mask.rate))
        }
        mask.override = { drawn[$0] }
      }
    }
    return network
  }

  @Test func generatorGivesTheNumbersOfTheReadme() {
    #expect((0..<5).map { FormulaData.bits24(1, $0) } == [14_190_924, 13_218_672, 12_791_044, 838_470, 49_171])
    #expect(Self.cases.count == 14)
  }

  @Test(arguments: cases)
  func takesFiveStepsLikePyTorch(_ test: Case) throws {
    let network = try Self.network(test)
    let store = network.parameters
    func values(_ name: String) throws -> [Float] {
      let path = name.replacing(".", with: "/")
      if let tensor = store.tensor(named: path) { return store.read(tensor) }
      return try #require(store.statistics[path], "no tensor \(path)")
    }
    for tensor in test.tensors { #expect(try Array(values(tensor.name).prefix(8)) == tensor.initialFirst) }

    let optimizer = try #require(test.optimizer.make())
    let indices = (0..<test.batch).map(Int32.init)
    var losses: [Double] = []
    for step in test.losses.indices {
      let pixels = FormulaData.bytes(test.seeds.images[step], count: test.batch * 784)
      let labels = FormulaData.labels(test.seeds.labels[step], count: test.batch)
      let result = network.train(
        pixels: pixels, labels: labels, indices: indices, optimizer: optimizer,
        learningRate: test.optimizer.learningRate)
      losses.append(result.loss / Double(test.batch))
    }
    for (step, (loss, expected)) in zip(losses, test.losses).enumerated() {
      #expect(abs(loss / expected - 1) <= 5e-6, "step \(step + 1): loss \(loss), expected \(expected)")
    }
    for expected in test.tensors {
      // They stand before batch norm, so that their gradients are small differences of large sums.
      let absolute =
        test.network == "padocanet" && expected.name.hasPrefix("convolution") && expected.shape.count == 1
        ? 1e-7 : 0
      let actual = try values(expected.name).map(Double.init)
      try #require(actual.count == expected.count)
      Self.compare(actual, expected, absolute: absolute)
    }

    let pixels = FormulaData.bytes(test.seeds.images[0], count: test.batch * 784)
    let labels = FormulaData.labels(test.seeds.labels[0], count: test.batch)
    var loss = 0.0
    network.evaluate(pixels: pixels, labels: labels, indices: indices) { _, sampleLoss, _, _, _ in loss += sampleLoss }
    #expect(abs(loss / Double(test.batch) / test.evaluation.loss - 1) <= 1e-5)
    let last = try #require(network.denses.last)
    let logits = LanePacking.read(last.activated.pointer, features: 10, samples: test.evaluation.logits.count)
    #expect(relativeError(logits, test.evaluation.logits.flatMap { $0 }) <= 1e-5)
  }

  /// What the fixture lists of a tensor, to 1e-5: elements relative to the largest one, sums to the sum of magnitudes.
  static func compare(_ values: [Double], _ expected: Case.Tensor, absolute: Double) {
    let largest = values.map(abs).max() ?? 0
    func check(_ what: String, _ value: Double, _ truth: Double, scale: Double, terms: Double = 1) {
      #expect(
        abs(value - truth) <= 1e-5 * scale + absolute * terms,
        "\(expected.name) \(what): \(value), expected \(truth)")
    }
    let count = Double(values.count)
    let weighted = values.enumerated().reduce(0) { $0 + $1.element * (Double($1.offset * 31 % 101) - 50) / 50 }
    check("sum", values.reduce(0, +), expected.sum, scale: expected.absoluteSum, terms: count)
    check("weighted sum", weighted, expected.weightedSum, scale: expected.absoluteSum, terms: count)
    let magnitudes = values.reduce(0) { $0 + abs($1) }
    check("absolute sum", magnitudes, expected.absoluteSum, scale: expected.absoluteSum, terms: count)
    let squares = values.reduce(0) { $0 + $1 * $1 }
    check("sum of squares", squares, expected.sumOfSquares, scale: expected.sumOfSquares, terms: 2 * magnitudes)
    let strided = (0..<min(16, values.count)).map { values[$0 * max(values.count, 16) / 16] }
    let listed = [
      ("first", Array(values.prefix(8)), expected.first), ("last", Array(values.suffix(8)), expected.last),
      ("strided", strided, expected.strided),
    ]
    for (what, own, truth) in listed {
      #expect(own.count == truth.count, "\(expected.name) \(what)")
      for (i, (value, element)) in zip(own, truth).enumerated() {
        check("\(what)[\(i)]", value, element, scale: largest)
      }
    }
  }
}
