import Datasets
import Engine

/// Images and labels lent to the engine for predictions, with nothing allocated in between.
struct PredictionRun {
  let source: ImageSource
  let indices: UnsafeBufferPointer<Int32>
  let labels: UnsafePointer<UInt8>

  /// Predicts a range of the images in batches as large as the network takes.
  func run(_ network: Network, images: Range<Int>) {
    var start = images.lowerBound
    while start < images.upperBound {
      let end = min(start + network.maximumBatchSize, images.upperBound)
      network.evaluate(
        on: source, indices: UnsafeBufferPointer(rebasing: indices[start..<end]), labels: labels + start
      ) { _, _, _, _, _ in }
      start = end
    }
  }
}

extension LabeledImages {
  /// Lends the images in their order.
  func withPredictions(_ body: (PredictionRun) -> Void) {
    let order = (0..<Int32(count)).map { $0 }
    pixels.withUnsafeBufferPointer { pixels in
      labels.withUnsafeBufferPointer { labels in
        order.withUnsafeBufferPointer { order in
          guard let pixelBase = pixels.baseAddress, let labelBase = labels.baseAddress else {
            preconditionFailure("a set of images is never empty")
          }
          body(
            PredictionRun(
              source: ImageSource(pixels: pixelBase, labels: labelBase, count: count), indices: order,
              labels: labelBase))
        }
      }
    }
  }
}
