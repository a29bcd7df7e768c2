/// The xoshiro256** generator of Blackman and Vigna (2021), seeded through SplitMix64 as its authors advise.
///
/// A value type: copying it forks the stream, so whoever needs randomness owns it and nobody shares it. Its draws are
/// defined here to the last bit and do not depend on the standard library's version.
public struct Xoshiro256: RandomNumberGenerator, Sendable, Hashable {
  private var s0: UInt64
  private var s1: UInt64
  private var s2: UInt64
  private var s3: UInt64

  /// Fills the 256-bit state from a 64-bit seed; every seed, zero included, is valid.
  public init(seed: UInt64) {
    // Multiples of SplitMix64's increment. No closure over a state: unoptimised builds would allocate it.
    let increment: UInt64 = 0x9E37_79B9_7F4A_7C15
    s0 = SeedSequence.mix(seed &+ increment)
    s1 = SeedSequence.mix(seed &+ 2 &* increment)
    s2 = SeedSequence.mix(seed &+ 3 &* increment)
    s3 = SeedSequence.mix(seed &+ 4 &* increment)
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    let product = s1 &* 5
    let result = ((product << 7) | (product >> 57)) &* 9
    let shifted = s1 << 17
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= shifted
    s3 = (s3 << 45) | (s3 >> 19)
    return result
  }

  /// A uniform draw from [0, 1) with 53 random bits.
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A uniform draw from [lower, upper).
  public mutating func uniform(_ lower: Double, _ upper: Double) -> Double {
    lower + (upper - lower) * uniform()
  }

  /// An unbiased uniform integer in 0 ..< bound (Lemire 2019).
  ///
  /// - Precondition: `bound > 0`.
  public mutating func uniform(below bound: Int) -> Int {
    precondition(bound > 0, "uniform(below:) needs a positive bound, got \(bound)")
    let range = UInt64(bound)
    var product = next().multipliedFullWidth(by: range)
    if product.low < range {
      let threshold = (0 &- range) % range
      while product.low < threshold {
        product = next().multipliedFullWidth(by: range)
      }
    }
    return Int(product.high)
  }

  /// A uniformly random permutation of 0 ..< count (Fisher-Yates).
  public mutating func permutation(count: Int) -> [Int] {
    var items = Array(0..<count)
    shuffle(&items)
    return items
  }

  /// Shuffles in place (Fisher-Yates); the same on every version of the standard library.
  public mutating func shuffle<Element>(_ items: inout [Element]) {
    var index = items.count - 1
    while index > 0 {
      items.swapAt(index, uniform(below: index + 1))
      index -= 1
    }
  }
}
