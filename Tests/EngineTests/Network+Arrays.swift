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
        batch.withUnsafeBufferPointer { batch in
          train(
            on: source, indices: indices, labels: batch.baseAddress!, augmentation: augmentation,
            optimizer: optimizer, learningRate: learningRate)
        }
      }
    }
  }

  func evaluate(
    pixels: [UInt8], labels: [UInt8], indices: [Int32], each: (Int, Double, Int, Float, Float) -> Void
  ) {
    let batch = indices.map { labels[Int($0)] }
    Self.withSource(pixels, labels) { source in
      indices.withUnsafeBufferPointer { indices in
        batch.withUnsafeBufferPointer { batch in
          evaluate(on: source, indices: indices, labels: batch.baseAddress!, each: each)
        }
      }
    }
  }

  private static func withSource<Result>(
    _ pixels: [UInt8], _ labels: [UInt8], _ body: (ImageSource) -> Result
  ) -> Result {
    pixels.withUnsafeBufferPointer { pixels in
      labels.withUnsafeBufferPointer { labels in
        body(ImageSource(pixels: pixels.baseAddress!, labels: labels.baseAddress!, count: labels.count))
      }
    }
  }
}
