import CLanes

/// Sixteen samples side by side: the unit of every activation.
///
/// Fixed at sixteen on all hardware, so that results do not depend on the width of the machine's vectors.
typealias Lanes = SIMD16<Float>
typealias LanePointer = UnsafeMutablePointer<Lanes>
typealias FloatPointer = UnsafeMutablePointer<Float>

/// The number of samples in a block.
public let laneCount = 16

/// 64-byte aligned, zero-initialised memory for lane vectors, owned for the lifetime of a network.
final class LaneBuffer {
  let pointer: LanePointer
  let count: Int

  init(count: Int) {
    self.count = count
    let bytes = max(count, 1) * MemoryLayout<Lanes>.stride
    pointer = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
      .bindMemory(to: Lanes.self, capacity: max(count, 1))
    pointer.initialize(repeating: .zero, count: max(count, 1))
  }

  deinit { pointer.deallocate() }

  /// The same memory as scalars: lane l of vector v is at 16 v + l.
  var floats: FloatPointer {
    UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: Float.self)
  }

  func zero() { pointer.update(repeating: .zero, count: count) }
}

/// 64-byte aligned, zero-initialised scalars, rounded up to whole lane vectors.
final class FloatBuffer {
  let pointer: FloatPointer
  let count: Int

  init(count: Int) {
    self.count = (max(count, 1) + laneCount - 1) / laneCount * laneCount
    pointer = UnsafeMutableRawPointer.allocate(byteCount: self.count * 4, alignment: 64)
      .bindMemory(to: Float.self, capacity: self.count)
    pointer.initialize(repeating: 0, count: self.count)
  }

  deinit { pointer.deallocate() }

  /// The same memory as lane vectors.
  var lanes: LanePointer {
    UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: Lanes.self)
  }

  func zero() { pointer.update(repeating: 0, count: count) }
}

/// `a * b + c` with one rounding.
@inline(__always)
func fma(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes { lanes_fma(a, b, c) }

@inline(__always)
func splat(_ value: Float) -> Lanes { Lanes(repeating: value) }

/// One in the first `count` lanes, zero in the others: the mask of a partial block.
func laneMask(count: Int) -> Lanes {
  var mask = Lanes.zero
  for lane in 0..<min(count, laneCount) { mask[lane] = 1 }
  return mask
}

/// Lane vectors as the scalars that they are made of.
@inline(__always)
func scalars(_ lanes: LanePointer) -> FloatPointer {
  UnsafeMutableRawPointer(lanes).assumingMemoryBound(to: Float.self)
}

/// Sixteen-float groups as lane vectors; `floats` must be 64-byte aligned.
@inline(__always)
func vectors(_ floats: FloatPointer) -> LanePointer {
  UnsafeMutableRawPointer(floats).assumingMemoryBound(to: Lanes.self)
}

/// Sums the lanes of up to sixteen vectors: element k of the result is the sum of `values(k)`'s lanes, in a fixed order.
///
/// - Parameter scratch: sixteen vectors. (A local `InlineArray` would do, but Swift 6.3 optimises away the memory behind
///   its address when it is handed to a C function.)
@inline(__always)
func sumLanes(count: Int, scratch: LanePointer, _ values: (Int) -> Lanes) -> Lanes {
  for k in 0..<laneCount { scratch[k] = k < count ? values(k) : .zero }
  return lanes_sum16(scalars(scratch))
}
