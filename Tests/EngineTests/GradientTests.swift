import Seeding
import Testing

@testable import Engine

/// Every gradient against central differences, in Double, of an implementation that shares no code with the engine.
@Suite struct GradientTests {
  struct Case: CustomStringConvertible, Sendable {
    var name: String
    var input: Shape
    var layers: [LayerDescription]
    var batch: Int
    var description: String { "\(name), batch \(batch)" }
  }

  static func logits(_ classes: Int) -> LayerDescription {
    .dense(name: "logits", units: classes, activation: .identity)
  }

  static let cases: [Case] = {
    var cases: [Case] = []
    let input = Shape(channels: 1, height: 9, width: 7)
    for kernel in [1, 2, 3, 4, 5, 7] {
      for padding in Padding.allCases {
        cases.append(
          Case(
            name: "two convolutions \(kernel) \(padding)", input: Shape(channels: 1, height: 15, width: 14),
            layers: [
              .convolution(name: "c1", filters: 3, kernel: kernel, padding: padding, activation: .tanh),
              .convolution(name: "c2", filters: 5, kernel: kernel, padding: padding, activation: .tanh),
              logits(3),
            ], batch: kernel == 5 ? 19 : 5))
      }
    }
    for activation in Activation.allCases {
      cases.append(
        Case(
          name: "activation \(activation)", input: input,
          layers: [
            .convolution(name: "c1", filters: 4, kernel: 3, padding: .same, activation: activation),
            .pool(name: "p1", kind: .average, size: 2), .dense(name: "d1", units: 7, activation: activation), logits(4),
          ], batch: 16))
    }
    for kind in PoolingKind.allCases {
      for size in [1, 2, 3] {
        for norm in [false, true] {
          var layers: [LayerDescription] = [
            .convolution(name: "c1", filters: 3, kernel: 3, padding: .same, activation: .tanh)
          ]
          if norm { layers.append(.batchNorm(name: "b1", epsilon: 1e-3, momentum: 0.99)) }
          layers += [
            .pool(name: "p1", kind: kind, size: size),
            .convolution(name: "c2", filters: 2, kernel: 2, padding: .same, activation: .relu),
          ]
          if norm { layers.append(.batchNorm(name: "b2", epsilon: 1e-3, momentum: 0.9)) }
          layers += [logits(3)]
          cases.append(
            Case(name: "pool \(kind) \(size) norm \(norm)", input: input, layers: layers, batch: norm ? 19 : 5))
        }
      }
    }
    cases.append(
      Case(
        name: "dropout", input: input,
        layers: [
          .convolution(name: "c1", filters: 3, kernel: 3, padding: .valid, activation: .relu),
          .batchNorm(name: "b1", epsilon: 1e-3, momentum: 0.99), .pool(name: "p1", kind: .max, size: 2),
          .dropout(name: "r1", rate: 0.25), .dense(name: "d1", units: 11, activation: .sigmoid),
          .dropout(name: "r2", rate: 0.5), .dense(name: "d2", units: 9, activation: .leakyReLU), logits(3),
        ], batch: 35))
    cases.append(
      Case(
        name: "no convolution", input: input, layers: [.dense(name: "d1", units: 33, activation: .tanh), logits(2)],
        batch: 81))
    cases.append(
      Case(
        name: "one sample", input: input,
        layers: [
          .convolution(name: "c1", filters: 9, kernel: 3, padding: .valid, activation: .relu),
          .batchNorm(name: "b1", epsilon: 1e-3, momentum: 0.99), logits(47),
        ], batch: 1))
    // Kernels larger than their images, and images of one row or column.
    let small = [(4, 3), (3, 4), (1, 1), (2, 2), (1, 17), (17, 1)].map { Shape(channels: 1, height: $0, width: $1) }
    for shape in small {
      for kernel in [5, 7, 9, 15] {
        for batch in [1, 19] {
          cases.append(
            Case(
              name: "\(shape.height) x \(shape.width) image under two 'same' kernels of \(kernel)", input: shape,
              layers: [
                .convolution(name: "c1", filters: 3, kernel: kernel, padding: .same, activation: .tanh),
                .convolution(name: "c2", filters: 2, kernel: kernel, padding: .same, activation: .tanh), logits(3),
              ], batch: batch))
        }
      }
    }
    for shape in [Shape(channels: 1, height: 17, width: 1), Shape(channels: 1, height: 1, width: 17)] {
      cases.append(
        Case(
          name: "\(shape.height) x \(shape.width) image, every layer", input: shape,
          layers: [
            .convolution(name: "c1", filters: 3, kernel: 3, padding: .same, activation: .tanh),
            .batchNorm(name: "b1", epsilon: 1e-3, momentum: 0.99), .pool(name: "p1", kind: .max, size: 1),
            .dropout(name: "r1", rate: 0.25),
            .convolution(name: "c2", filters: 5, kernel: 1, padding: .valid, activation: .sigmoid),
            .dense(name: "d1", units: 5, activation: .tanh), logits(2),
          ], batch: 1))
    }
    return cases
  }()

  @Test(arguments: cases)
  func matchesCentralDifferences(_ test: Case) throws {
    var generator = SeedSequence(root: 11).child(test.name).generator()
    let network = try Network(
      NetworkDescription(input: test.input, layers: test.layers), maximumBatchSize: test.batch,
      seed: SeedSequence(root: 3))
    // Biases, gammas and betas away from their initial values, some gammas negative.
    for tensor in network.parameters.tensors where tensor.rows == 1 {
      network.parameters.write((0..<tensor.count).map { _ in Float(generator.uniform(-1, 1)) }, to: tensor)
    }
    let inputs = (0..<(test.batch * test.input.count)).map { _ in Float(generator.uniform(-1, 1)) }
    let classes = network.description.classCount
    let labels = (0..<test.batch).map { _ in UInt8(generator.uniform(below: classes)) }
    var reference = ScalarReference(network)
    for mask in network.poolings.compactMap(\.dropout) + network.denses.compactMap(\.dropout) {
      let kept = (0..<(test.batch * mask.features)).map { _ in UInt8(generator.uniform() < Double(mask.rate) ? 0 : 1) }
      mask.override = { _ in kept }
      reference.masks[mask.name] = kept
    }
    let wide = inputs.map(Double.init)
    let result = network.gradients(inputs: inputs, labels: labels)
    let loss = reference.loss(inputs: wide, labels: labels)
    #expect(abs(result.loss / Double(test.batch) - loss) <= 2e-6 * max(1, abs(loss)))
    for tensor in network.parameters.tensors {
      let gradient = network.parameters.readGradient(tensor)
      let scale = Double(gradient.map(abs).max() ?? 0)
      let picks = Set((0..<10).map { _ in generator.uniform(below: tensor.count) } + [0, tensor.count - 1])
      for index in picks.sorted() {
        let expected = reference.centralDifference(tensor: tensor.name, index: index, inputs: wide, labels: labels)
        // A bias before a batch normalisation has gradient zero: what the engine gives is the rounding of its sums.
        #expect(
          abs(Double(gradient[index]) - expected) <= 2e-5 * scale + 2e-7,
          "\(tensor.name)[\(index)]: engine \(gradient[index]), central difference \(expected)")
      }
    }
  }
}
