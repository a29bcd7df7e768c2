import Seeding
import Testing

@testable import Engine

/// The same description, seed and data give the same bits, whatever the memory around them.
@Suite struct DeterminismTests {
  static let shape = Shape(channels: 1, height: 12, width: 11)
  static let imageCount = 90
  static let pixels = FormulaData.bytes(21, count: imageCount * shape.count)
  static let labels = FormulaData.labels(22, count: imageCount).map { $0 % 4 }

  static let description = NetworkDescription(
    input: shape,
    layers: [
      .convolution(name: "c1", filters: 5, kernel: 3, padding: .same, activation: .relu),
      .batchNorm(name: "b1", epsilon: 1e-3, momentum: 0.99), .pool(name: "p1", kind: .max, size: 2),
      .dropout(name: "r1", rate: 0.25),
      .convolution(name: "c2", filters: 7, kernel: 2, padding: .valid, activation: .tanh),
      .pool(name: "p2", kind: .average, size: 2), .dropout(name: "r2", rate: 0.5),
      .dense(name: "d1", units: 13, activation: .tanh), .dropout(name: "r3", rate: 0.5),
      .dense(name: "d2", units: 4, activation: .identity),
    ])

  static let augmentation = EpochAugmentation(
    ranges: Augmentation(rotationDegrees: 15, widthShift: 0.1, heightShift: 0.1, shearDegrees: 3, zoom: 0.1),
    seed: SeedSequence(root: 31))

  static func network(maximum: Int, seed: UInt64 = 6) throws -> Network {
    try Network(description, maximumBatchSize: maximum, seed: SeedSequence(root: seed))
  }

  /// The batch of a step: other images every time.
  static func batch(_ step: Int, count: Int) -> [Int32] {
    (0..<count).map { Int32((step * 37 + $0 * 7) % imageCount) }
  }

  /// Trains and returns every bit of the network's state, and each step's result.
  @discardableResult
  static func train(_ network: Network, batches: [Int], optimizer: any Optimizer) -> (state: [UInt32], losses: [Double])
  {
    var losses: [Double] = []
    for (step, count) in batches.enumerated() {
      let result = network.train(
        pixels: pixels, labels: labels, indices: batch(step, count: count),
        augmentation: step % 2 == 0 ? augmentation : nil, optimizer: optimizer, learningRate: 0.01)
      losses.append(result.loss)
    }
    return (state(network), losses)
  }

  static func state(_ network: Network) -> [UInt32] {
    let store = network.parameters
    let statistics = store.statistics.sorted { $0.key < $1.key }
    return (store.tensors.flatMap(store.read) + statistics.flatMap(\.value)).map(\.bitPattern)
  }

  static func logits(_ network: Network, count: Int) -> [UInt32] {
    network.evaluate(pixels: pixels, labels: labels, indices: batch(5, count: count)) { _, _, _, _, _ in }
    let last = network.denses[network.denses.count - 1]
    return LanePacking.read(last.activated.pointer, features: last.units, samples: count).map(\.bitPattern)
  }

  static let batches = [19, 19, 16, 1, 19, 3, 17, 19]

  @Test func equalNetworksGiveEqualBits() throws {
    let first = Self.train(try Self.network(maximum: 19), batches: Self.batches, optimizer: Adam())
    let second = Self.train(try Self.network(maximum: 19), batches: Self.batches, optimizer: Adam())
    #expect(first.state == second.state)
    #expect(first.losses == second.losses)
    #expect(first.losses.allSatisfy { $0.isFinite })
    let other = Self.train(try Self.network(maximum: 19, seed: 7), batches: Self.batches, optimizer: Adam())
    #expect(other.state != first.state)
  }

  /// The room for larger batches changes nothing. (Memory for more than four blocks also fills all summation slots.)
  @Test(arguments: [32, 64, 100])
  func roomForLargerBatchesChangesNothing(_ maximum: Int) throws {
    let exact = try Self.network(maximum: 19)
    let roomy = try Self.network(maximum: maximum)
    let small = Self.train(exact, batches: Self.batches, optimizer: SGD(momentum: 0.9))
    let large = Self.train(roomy, batches: Self.batches, optimizer: SGD(momentum: 0.9))
    #expect(small.state == large.state)
    #expect(small.losses == large.losses)
    #expect(Self.logits(exact, count: 19) == Self.logits(roomy, count: 19))
  }

  /// Blocks fall into the same summation slots whatever the capacity: below four blocks each has its own, and with
  /// room for more there are always four.
  @Test(arguments: [1, 5, 16, 19, 32, 33, 48, 64])
  func roomForEvaluationDoesNotChangeTraining(_ count: Int) throws {
    let exact = try Self.network(maximum: count)
    let roomy = try Self.network(maximum: 64)
    let batches = [count, count, max(1, count - 3), count]
    let expected = Self.train(exact, batches: batches, optimizer: Adam())
    // Evaluation in between fills the roomier network's other blocks.
    var losses: [Double] = []
    let optimizer = Adam()
    for (step, size) in batches.enumerated() {
      _ = Self.logits(roomy, count: 64)
      losses.append(
        roomy.train(
          pixels: Self.pixels, labels: Self.labels, indices: Self.batch(step, count: size),
          augmentation: step % 2 == 0 ? Self.augmentation : nil, optimizer: optimizer, learningRate: 0.01
        ).loss)
    }
    #expect(losses == expected.losses)
    #expect(Self.state(roomy) == expected.state)
  }

  /// What larger batches left in memory, a partial last block included, must not reach a smaller batch.
  @Test(arguments: [1, 3, 16, 17, 33, 50])
  func whatMemoryHeldBeforeDoesNotMatter(_ count: Int) throws {
    let fresh = try Self.network(maximum: 90)
    let used = try Self.network(maximum: 90)
    let store = used.parameters
    for step in 0..<3 {
      used.train(
        pixels: Self.pixels, labels: Self.labels, indices: Self.batch(step, count: 90), augmentation: Self.augmentation,
        optimizer: SGD(), learningRate: 0.5)
    }
    _ = Self.logits(used, count: 90)
    // Back to the fresh network's values; the steps it never took key other masks, so both use given ones.
    for tensor in store.tensors { store.write(fresh.parameters.read(tensor), to: tensor) }
    for (one, other) in zip(used.poolings, fresh.poolings) {
      guard let a = one.normalisation, let b = other.normalisation else { continue }
      a.runningMean.pointer.update(from: b.runningMean.pointer, count: a.channels)
      a.runningVariance.pointer.update(from: b.runningVariance.pointer, count: a.channels)
    }
    #expect(Self.state(used) == Self.state(fresh))
    for network in [used, fresh] {
      for mask in network.poolings.compactMap(\.dropout) + network.denses.compactMap(\.dropout) {
        let kept = FormulaData.mask(50, count: count * mask.features, rate: Double(mask.rate))
        mask.override = { _ in kept }
      }
    }
    let batches = [count, count, count]
    let expected = Self.train(fresh, batches: batches, optimizer: Adam())
    let actual = Self.train(used, batches: batches, optimizer: Adam())
    #expect(actual.losses == expected.losses)
    #expect(actual.state == expected.state)
    #expect(Self.logits(used, count: count) == Self.logits(fresh, count: count))
  }

  /// Evaluation leaves training as it is, and does not depend on who else is in the batch.
  @Test func evaluationIsFreeOfSideEffects() throws {
    let plain = try Self.network(maximum: 40)
    let watched = try Self.network(maximum: 40)
    let (first, second) = (Adam(), Adam())
    for step in 0..<4 {
      let indices = Self.batch(step, count: 21)
      plain.train(pixels: Self.pixels, labels: Self.labels, indices: indices, optimizer: first, learningRate: 0.01)
      watched.train(pixels: Self.pixels, labels: Self.labels, indices: indices, optimizer: second, learningRate: 0.01)
      _ = Self.logits(watched, count: 40)
    }
    #expect(Self.state(plain) == Self.state(watched))
    let all = Self.logits(plain, count: 40)
    #expect(Self.logits(plain, count: 5) == Array(all.prefix(20)))
  }

  /// A diverged network says so.
  @Test(arguments: Activation.allCases)
  func notANumberReachesTheLoss(_ activation: Activation) throws {
    let network = try Network(
      NetworkDescription(
        input: Self.shape,
        layers: [
          .convolution(name: "c", filters: 3, kernel: 3, padding: .same, activation: activation),
          .pool(name: "p", kind: .max, size: 2), .dense(name: "d1", units: 6, activation: activation),
          .dense(name: "d2", units: 4, activation: .identity),
        ]), maximumBatchSize: 5, seed: SeedSequence(root: 1))
    let bias = try #require(network.parameters.tensor(named: "c/bias"))
    network.parameters.write([.nan, .nan, .nan], to: bias)
    let result = network.train(
      pixels: Self.pixels, labels: Self.labels, indices: Self.batch(0, count: 5), optimizer: SGD(), learningRate: 0.1)
    #expect(result.loss.isNaN)
  }
}
