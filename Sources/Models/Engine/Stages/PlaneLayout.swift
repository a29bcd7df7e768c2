/// How the activations of one block lie in memory.
///
/// They are `[channel][row][column]` lane vectors with a zero border that the consumer wants (a 'same' convolution), so that
/// nobody copies in order to pad. Strides count lane vectors.
struct PlaneLayout: Hashable {
  var shape: Shape
  var top = 0
  var bottom = 0
  var left = 0
  var right = 0

  var rowStride: Int { left + shape.width + right }
  var planeStride: Int { rowStride * (top + shape.height + bottom) }
  var blockStride: Int { planeStride * shape.channels }
  /// Offset of row 0, column 0 in a plane.
  var origin: Int { top * rowStride + left }
  var isPadded: Bool { top + bottom + left + right > 0 }
}

/// Activations, or their gradients, of every block of a batch.
///
/// The border stays zero: writers only touch the interior.
final class ActivationTensor {
  let layout: PlaneLayout
  private let buffer: LaneBuffer
  /// The threads that take turns in a tensor without memory for every block.
  private let threads: Int?

  /// Memory for `blocks` blocks.
  init(_ layout: PlaneLayout, blocks: Int) {
    self.layout = layout
    threads = nil
    buffer = LaneBuffer(count: layout.blockStride * blocks)
  }

  /// Memory for the block that each thread has at hand.
  init(_ layout: PlaneLayout, threads: Int) {
    self.layout = layout
    self.threads = threads
    buffer = LaneBuffer(count: layout.blockStride * threads)
  }

  /// The first vector of a block, border included.
  @inline(__always)
  func block(_ index: Int) -> LanePointer {
    let place = threads.map { BlockShare.owner(ofBlock: index, threads: $0) } ?? index
    return buffer.pointer + place * layout.blockStride
  }

  /// Row 0, column 0 of channel 0 of a block.
  @inline(__always)
  func interior(_ index: Int) -> LanePointer { block(index) + layout.origin }

  /// Blocks that have memory of their own; one where the threads take turns.
  var blocks: Int { threads != nil ? 1 : buffer.count / max(layout.blockStride, 1) }

  /// Bytes held.
  var byteCount: Int { buffer.count * 64 }
}
