import CLanes

/// Streams memory as the kernels do, sixteen floats at a time, to measure how fast one core reads and writes it.
public final class MachineBandwidth {
  private let buffer: LaneBuffer
  private let third: Int

  /// Memory of about `bytes`, at least 6 KiB, touched once so that the system has really given it.
  public init(bytes: Int) {
    // Three arrays of whole groups of eight vectors.
    third = max(4, bytes / (3 * 8 * 64)) * 8
    buffer = LaneBuffer(count: 3 * third)
    buffer.pointer.update(repeating: splat(1), count: buffer.count)
  }

  /// Bytes of the working set.
  public var byteCount: Int { buffer.count * 64 }

  /// Sums the memory `passes` times with eight independent sums.
  ///
  /// - Returns: bytes read.
  @inline(never)
  public func read(passes: Int) -> Double {
    var sums = InlineArray<8, Lanes> { _ in .zero }
    let values = buffer.pointer
    for _ in 0..<passes {
      var i = 0
      while i < buffer.count {
        for k in 0..<8 { sums[unchecked: k] += values[i + k] }
        i += 8
      }
    }
    for k in 0..<8 { lanes_consume(sums[k]) }
    return Double(passes) * Double(byteCount)
  }

  /// a = b + s c over three arrays, the triad of the STREAM benchmark (McCalpin 1995).
  ///
  /// - Returns: bytes read and written; the reading of a line before it is written is not counted.
  @inline(never)
  public func triad(passes: Int) -> Double {
    let a = buffer.pointer
    let b = a + third
    let c = b + third
    for pass in 0..<passes {
      let s = splat(Float(pass & 1) * 0.5)
      var i = 0
      while i < third {
        for k in 0..<4 { a[i + k] = fma(s, c[i + k], b[i + k]) }
        i += 4
      }
    }
    lanes_consume(a[0])
    return Double(passes) * Double(byteCount)
  }
}
