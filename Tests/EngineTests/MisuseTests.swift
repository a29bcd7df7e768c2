import Seeding
import Testing

@testable import Engine

/// The engine refuses what it cannot do, although it is compiled without the standard library's checks.
@Suite struct MisuseTests {
  static func convolution(_ filters: Int, _ kernel: Int, _ padding: Padding) -> LayerDescription {
    .convolution(name: "c", filters: filters, kernel: kernel, padding: padding, activation: .relu)
  }

  static func logits(_ classes: Int = 10) -> LayerDescription {
    .dense(name: "logits", units: classes, activation: .identity)
  }

  static let oversized: [NetworkDescription] = [
    NetworkDescription(input: Shape(channels: 1, height: 4_000_000_000, width: 4_000_000_000), layers: [logits()]),
    NetworkDescription(input: Shape(channels: 1, height: .max, width: 1), layers: [logits()]),
    NetworkDescription(input: Shape(channels: .max, height: 2, width: 2), layers: [logits()]),
    NetworkDescription(input: Shape(channels: 1, height: 65_536, width: 65_536), layers: [logits()]),
    NetworkDescription(input: Shape(channels: 1, height: 28, width: 28), layers: [logits(.max)]),
    NetworkDescription(
      input: Shape(channels: 1, height: 28, width: 28), layers: [convolution(.max, 3, .same), logits()]),
    NetworkDescription(
      input: Shape(channels: 1, height: 28, width: 28), layers: [convolution(1, .max, .same), logits()]),
    NetworkDescription(
      input: Shape(channels: 1, height: 28, width: 28), layers: [convolution(1, 65_536, .same), logits()]),
    NetworkDescription(
      input: Shape(channels: 1, height: 40_000, width: 40_000), layers: [convolution(2, 3, .valid), logits()]),
  ]

  @Test(arguments: oversized)
  func sizesBeyondEveryMemoryAreInfeasible(_ description: NetworkDescription) throws {
    let error = #expect(throws: InfeasibleNetwork.self) { try description.summarise() }
    guard case .invalidValue = error else {
      Issue.record("refused with \(String(describing: error))")
      return
    }
  }

  @Test func largeSizesBelowTheLimitsAreCounted() throws {
    let layers = try NetworkDescription(
      input: Shape(channels: 1, height: 10_000, width: 10_000), layers: [Self.convolution(4, 5, .same), Self.logits(2)]
    ).summarise().map(\.multiplyAdds)
    #expect(layers[0] == 10_000_000_000 && layers.count == 2)
  }

  @Test func coloursAreInfeasible() {
    #expect(throws: InfeasibleNetwork.invalidValue(layer: "input", reason: "images have one channel, not 3")) {
      try Network(
        NetworkDescription(input: Shape(channels: 3, height: 4, width: 4), layers: [Self.logits()]),
        maximumBatchSize: 1, seed: SeedSequence(root: 1))
    }
  }

  @Test func impossibleOptimizersStopTheProcess() async {
    await #expect(processExitsWith: .failure) { _ = SGD(momentum: 0, nesterov: true) }
    await #expect(processExitsWith: .failure) { _ = SGD(momentum: 1) }
    await #expect(processExitsWith: .failure) { _ = Adam(beta1: 1) }
    await #expect(processExitsWith: .failure) { _ = Trigonometry.sineAndCosine(.infinity) }
  }

  @Test func impossibleBatchesStopTheProcess() async {
    await #expect(processExitsWith: .failure) { try MisuseTests.step(count: 3) }
    await #expect(processExitsWith: .failure) { try MisuseTests.step(label: 4) }
    await #expect(processExitsWith: .failure) { try MisuseTests.step(image: 90) }
    await #expect(processExitsWith: .failure) { try MisuseTests.step(image: -1) }
    await #expect(processExitsWith: .success) { try MisuseTests.step() }
  }

  @Test func theMessageIsWritten() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      try MisuseTests.step(count: 3)
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("engine: 3 samples in a batch of 2"))
  }

  /// One step of a batch of two, of which something may be wrong.
  static func step(count: Int = 2, label: UInt8 = 3, image: Int32 = 89) throws {
    let network = try DeterminismTests.network(maximum: 2)
    let labels = [UInt8](repeating: label, count: DeterminismTests.imageCount)
    let indices = [Int32](repeating: image, count: count)
    let pixels = DeterminismTests.pixels
    pixels.withUnsafeBufferPointer { pixels in
      labels.withUnsafeBufferPointer { labels in
        guard let pixel = pixels.baseAddress, let first = labels.baseAddress else { return }
        let source = ImageSource(pixels: pixel, labels: first, count: labels.count)
        indices.withUnsafeBufferPointer {
          _ = network.train(
            on: source, indices: $0, labels: first, augmentation: nil, optimizer: SGD(), learningRate: 0.1)
        }
      }
    }
  }
}
