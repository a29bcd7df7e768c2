import Seeding

/// A random permutation of 0 ..< count that is computed, not stored, so that a grid may be larger than the memory.
///
/// A Feistel network of eight rounds permutes the next power of four; indices that land outside walk on along their
/// cycle (Black and Rogaway 2002).
struct IndexPermutation: Sendable {
  private static let rounds = 8

  let count: Int
  private let halfBits: Int
  private let keys: [UInt64]

  init(count: Int, seeds: SeedSequence) {
    self.count = count
    var bits = 1
    while bits < 31, 1 << (2 * bits) < count { bits += 1 }
    // Beyond 2^62 points nobody gets to the end: the rest keeps its place.
    halfBits = bits
    keys = (0..<IndexPermutation.rounds).map { seeds.child($0).seed }
  }

  /// Where the index goes.
  ///
  /// - Precondition: the index is in 0 ..< `count`.
  subscript(index: Int) -> Int {
    guard index < 1 << (2 * halfBits) else { return index }
    var value = index
    repeat { value = network(value) } while value >= count
    return value
  }

  private func network(_ value: Int) -> Int {
    let mask = UInt64(1) << UInt64(halfBits) - 1
    var left = UInt64(value) >> UInt64(halfBits)
    var right = UInt64(value) & mask
    for key in keys {
      (left, right) = (right, left ^ (SeedSequence.mix(right ^ key) >> 20) & mask)
    }
    return Int(left << UInt64(halfBits) | right)
  }
}
