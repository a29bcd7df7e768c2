/// One thread's part of a step: its blocks of the batch and its ranges of everything else.
///
/// Block b adds its weight gradients to slot b mod 4, and a slot belongs to one thread, so every sum has the same order
/// for any number of threads. Ranges cut results that are computed independently of each other.
struct BlockShare {
  /// Which of the threads, counted from 0.
  let thread: Int
  /// How many there are, at most `slots`.
  let threads: Int

  /// Slots of a weight gradient's sums.
  static let slots = 4

  /// Everything, for one thread.
  static let all = BlockShare(thread: 0, threads: 1)

  /// The thread that a block belongs to.
  @inline(__always)
  static func owner(ofBlock block: Int, threads: Int) -> Int { (block & (slots - 1)) % threads }

  /// Visits this thread's blocks below `count`, in order.
  @inline(__always)
  func forEachBlock(_ count: Int, _ body: (Int) -> Void) {
    forEachRun(count) { first, stride, length in
      for index in 0..<length { body(first + index * stride) }
    }
  }

  /// Visits this thread's blocks below `count` as runs (first block, distance, how many).
  @inline(__always)
  func forEachRun(_ count: Int, _ body: (Int, Int, Int) -> Void) {
    // Where the threads divide the slots, all blocks of a thread lie at one distance.
    let group = Self.slots % threads == 0 ? max(count, 1) : Self.slots
    var start = 0
    while start < count {
      let first = start + thread
      let end = min(start + group, count)
      if first < end { body(first, threads, (end - first + threads - 1) / threads) }
      start += group
    }
  }

  /// This thread's part of `0..<count`, in whole groups of `group` as far as possible.
  @inline(__always)
  func range(_ count: Int, group: Int = 1) -> Range<Int> {
    let groups = (count + group - 1) / group
    let first = min(groups * thread / threads * group, count)
    return first..<max(first, min(groups * (thread + 1) / threads * group, count))
  }

  /// The rows of a tensor with padded rows whose gradients this thread writes.
  func rows(of tensor: ParameterTensor) -> Range<Int> {
    // Six rows are the tallest register tile.
    range(tensor.rows, group: 6)
  }

  /// The values of a tensor without padding whose gradients this thread writes.
  @inline(__always)
  func values(of tensor: ParameterTensor) -> Range<Int> { range(tensor.count, group: laneCount) }

  /// The vectors of the store that hold what this thread writes of a tensor's gradient.
  func vectors(of tensor: ParameterTensor) -> Range<Int> {
    let values: Range<Int>
    if tensor.hasPaddedRows {
      let rows = rows(of: tensor)
      values = (rows.lowerBound * tensor.rowStride)..<(rows.upperBound * tensor.rowStride)
    } else {
      values = self.values(of: tensor)
    }
    let first = tensor.offset / laneCount
    return (first + values.lowerBound / laneCount)..<(first + (values.upperBound + laneCount - 1) / laneCount)
  }
}
