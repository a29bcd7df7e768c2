@testable import Engine

// Steps on arrays: the engine takes views of memory that outlives it.
extension Network {
  @discardableResult
  func train(
    pixels: [UInt8], labels: [UInt8], indices: [Int32], augmentation: EpochAugmentation? = nil,
    optimizer: any Optimizer, learningRate: Float
  ) -> StepResult {
    let batch = indices.map { labels[Int($0)] }
    return Self.withSource(pixels, labels) { source in
      indices.withUnsafeBufferPointer { indices in
        train(
          on: source, indices: indices, labels: batch, augmentation: augmentation, optimizer: optimizer,
          learningRate: learningRate)
      }
    }
  }

  func evaluate(
    pixels: [UInt8], labels: [UInt8], indices: [Int32], each: (Int, Double, Int, Float, Float) -> Void
  ) {
    let batch = indices.map { labels[Int($0)] }
    Self.withSource(pixels, labels) { source in
      indices.withUnsafeBufferPointer { indices in evaluate(on: source, indices: indices, labels: batch, each: each) }
    }
  }

  private static func withSource<Result>(
    _ pixels: [UInt8], _ labels: [UInt8], _ body: (ImageSource) -> Result
  ) -> Result {
    pixels.withUnsafeBufferPointer { pixels in
      labels.withUnsafeBufferPointer { labels in
        guard let first = pixels.baseAddress, let label = labels.baseAddress else { preconditionFailure("no images") }
        return body(ImageSource(pixels: first, labels: label, count: labels.count))
      }
    }
  }
}
