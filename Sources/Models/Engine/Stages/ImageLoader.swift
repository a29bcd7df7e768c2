import CLanes
import Seeding

/// The images that batches are drawn from: bytes in `[image][row][column]` order and a label each.
///
/// A view, not a copy.
public struct ImageSource {
  /// `count * height * width` bytes.
  public let pixels: UnsafePointer<UInt8>
  /// `count` labels.
  public let labels: UnsafePointer<UInt8>
  /// Images.
  public let count: Int

  /// Views memory that must outlive the value.
  public init(pixels: UnsafePointer<UInt8>, labels: UnsafePointer<UInt8>, count: Int) {
    self.pixels = pixels
    self.labels = labels
    self.count = count
  }
}

/// Augmentation of one epoch: the ranges and the stream that each sample's transform is drawn from.
public struct EpochAugmentation: Sendable {
  /// The ranges.
  public let ranges: Augmentation
  /// The epoch's node; a sample's transform comes from the child of its index.
  public let seed: SeedSequence

  /// Augmentation with `ranges`, drawn from the children of `seed`.
  public init(ranges: Augmentation, seed: SeedSequence) {
    self.ranges = ranges
    self.seed = seed
  }
}

/// Brings sixteen images into the lanes of an input block, scaled to [0, 1] and augmented on the way.
final class ImageLoader {
  private let shape: Shape
  private let target: ActivationTensor
  private let warper: ImageWarper
  private let samples: FloatBuffer
  private let lanes: LaneBuffer
  private let blank: UnsafeMutablePointer<UInt8>
  /// Where each lane's image begins.
  private let rows: UnsafeMutablePointer<UnsafePointer<UInt8>?>

  init(shape: Shape, target: ActivationTensor) {
    require(shape.channels == 1, "images have one channel, the network's input has \(shape.channels)")
    self.shape = shape
    self.target = target
    warper = ImageWarper(height: shape.height, width: shape.width)
    samples = FloatBuffer(count: laneCount * warper.rowLength)
    lanes = LaneBuffer(count: shape.count + 2 * laneCount)
    blank = .allocate(capacity: shape.count + laneCount)
    blank.initialize(repeating: 0, count: shape.count + laneCount)
    rows = .allocate(capacity: laneCount)
    rows.initialize(repeating: nil, count: laneCount)
  }

  deinit {
    blank.deallocate()
    rows.deallocate()
  }

  /// Fills a block; lanes beyond `count` become zero.
  func load(
    _ source: ImageSource, indices: UnsafePointer<Int32>, count: Int, block: Int, augmentation: EpochAugmentation?
  ) {
    let size = shape.count
    if let augmentation, !augmentation.ranges.isIdentity {
      for lane in 0..<laneCount {
        let row = samples.pointer + lane * warper.rowLength
        if lane < count {
          let index = Int(indices[lane])
          let transform = augmentation.ranges.draw(
            height: shape.height, width: shape.width, seed: augmentation.seed.child(index))
          warper.warp(source.pixels + index * size, transform, into: row)
        } else {
          row.update(repeating: 0, count: warper.rowLength)
        }
      }
      var i = 0
      while i < size {
        lanes_gather_floats(samples.pointer + i, warper.rowLength, scalars(lanes.pointer + i))
        i += laneCount
      }
    } else {
      for lane in 0..<laneCount {
        rows[lane] = lane < count ? source.pixels + Int(indices[lane]) * size : UnsafePointer(blank)
      }
      gatherBytes(size: size)
    }
    place(block: block)
  }

  private func gatherBytes(size: Int) {
    guard size >= laneCount else {
      for i in 0..<size {
        for lane in 0..<laneCount { lanes.pointer[i][lane] = Float(rows[lane]?[i] ?? 0) * (1 / 255) }
      }
      return
    }
    var i = 0
    while i + laneCount <= size {
      lanes_gather_bytes(rows, i, 1 / 255, scalars(lanes.pointer + i))
      i += laneCount
    }
    // The last group overlaps the one before, so that nothing is read beyond an image.
    if i < size { lanes_gather_bytes(rows, size - laneCount, 1 / 255, scalars(lanes.pointer + size - laneCount)) }
  }

  /// Fills a block from given values, `[sample][feature]`; for tests and benchmarks.
  func load(values: UnsafePointer<Float>, count: Int, features: Int, block: Int) {
    for lane in 0..<laneCount {
      for i in 0..<features {
        scalars(lanes.pointer)[i * laneCount + lane] = lane < count ? values[lane * features + i] : 0
      }
    }
    place(block: block)
  }

  private func place(block: Int) {
    let layout = target.layout
    for y in 0..<shape.height {
      (target.interior(block) + y * layout.rowStride).update(from: lanes.pointer + y * shape.width, count: shape.width)
    }
  }
}
