import TestSupport
import Testing

@testable import Engine

/// Every optimizer on seven numbers with given gradients, against the definitions checked with PyTorch and Keras.
@Suite struct OptimizerTests {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    var name: String
    var optimizer: OptimizerFixture
    var steps: [[Double]]
    var testDescription: String { name }

    enum CodingKeys: CodingKey { case name, steps }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      name = try container.decode(String.self, forKey: .name)
      steps = try container.decode([[Double]].self, forKey: .steps)
      optimizer = try OptimizerFixture(from: decoder)
    }
  }

  struct File: Decodable, Sendable {
    var start: [Float] = []
    var gradients: [[Float]] = []
    var cases: [Case] = []
  }

  static let file: File = {
    do {
      return try Fixtures.decode(File.self, from: "engine/optimizer_steps.json")
    } catch {
      Issue.record(error, "optimizer_steps.json")
      return File()
    }
  }()

  @Test func coversNineOptimizers() { #expect(Self.file.cases.count == 9) }

  /// Relative to each parameter: neighbours of very different size must not hide an error.
  @Test(arguments: file.cases)
  func takesTheStepsOfItsDefinition(_ test: Case) throws {
    let store = ParameterStore()
    let tensor = store.reserve("p", rows: 1, columns: Self.file.start.count)
    store.allocate()
    store.write(Self.file.start, to: tensor)
    let optimizer = try #require(test.optimizer.make())
    for (step, expected) in test.steps.enumerated() {
      for (i, g) in Self.file.gradients[step].enumerated() { store.gradient(tensor)[i] = g }
      optimizer.update(store, learningRate: test.optimizer.learningRate)
      for (i, (value, truth)) in zip(store.read(tensor), expected).enumerated() {
        #expect(
          abs(Double(value) - truth) <= 1e-6 * max(abs(truth), 0.01),
          "parameter \(i) after step \(step + 1): \(value), expected \(truth)")
      }
      // The padding behind a tensor must stay zero, whatever the optimizer.
      for i in tensor.count..<store.flatCount { #expect(store.values.pointer[i] == 0) }
    }
  }
}
