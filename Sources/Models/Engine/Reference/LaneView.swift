/// Lane-blocked memory seen as samples of features, in channel, row, column order without a border.
struct LaneView {
  private let base: LanePointer
  private let blockStride: Int
  private let offsets: [Int]
  private let blockCount: Int?

  /// The interior of a tensor's blocks.
  init(_ tensor: ActivationTensor) {
    let layout = tensor.layout
    base = tensor.interior(0)
    // One block may stand for all.
    blockStride = tensor.blocks == 1 ? 0 : layout.blockStride
    blockCount = tensor.blocks
    offsets = (0..<layout.shape.channels).flatMap { c in
      (0..<layout.shape.height).flatMap { y in
        (0..<layout.shape.width).map { c * layout.planeStride + y * layout.rowStride + $0 }
      }
    }
  }

  /// Contiguous features, blocks `stride` vectors apart.
  init(_ pointer: LanePointer, features: Int, stride: Int) {
    base = pointer
    blockStride = stride
    offsets = Array(0..<features)
    blockCount = nil
  }

  /// The first `count` samples.
  func samples(_ count: Int) -> [[Double]] {
    (0..<count).map { sample in
      let block = scalars(base + sample / laneCount * blockStride)
      return offsets.map { Double(block[$0 * laneCount + sample % laneCount]) }
    }
  }

  /// Fills the features of the blocks, by default all of a tensor's, with NaN.
  func invalidate(blocks: Int? = nil) {
    for block in 0..<(blocks ?? blockCount ?? 0) {
      for offset in offsets { base[block * blockStride + offset] = splat(.nan) }
    }
  }
}
