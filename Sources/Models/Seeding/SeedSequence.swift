/// A node of the seed tree: every random decision of a study derives its seed from a path of labels and numbers.
///
/// ```swift
/// let trial = SeedSequence(root: 7).child("lenet5/bayes").child(12)
/// var shuffle = trial.child("shuffle").child(epoch).generator()
/// ```
///
/// Children are derived by name, never by the order in which they are asked for, so that adding a worker, a layer or
/// a parameter does not shift any other stream. Equal paths give equal seeds on every machine.
///
/// The derivation is the SplitMix64 finalizer (Steele, Lea & Flood 2014) over an FNV-1a hash of the label; it is not
/// cryptographic.
public struct SeedSequence: Hashable, Sendable, Codable {
  /// The 64-bit seed at this node.
  public let seed: UInt64

  /// The root of a tree, usually the study seed that the user gave.
  public init(root: UInt64) {
    seed = SeedSequence.mix(root &+ 0x9E37_79B9_7F4A_7C15)
  }

  private init(node: UInt64) {
    seed = node
  }

  /// The child that belongs to a purpose, a layer or a study name.
  public func child(_ label: String) -> SeedSequence {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in label.utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }
    return SeedSequence(node: SeedSequence.mix(seed ^ SeedSequence.mix(hash &+ 0x5EED)))
  }

  /// The child that belongs to a number: a trial, an epoch, a replicate.
  public func child(_ index: Int) -> SeedSequence {
    let number = UInt64(bitPattern: Int64(index))
    return SeedSequence(node: SeedSequence.mix(seed &+ SeedSequence.mix(number &+ 0x9E37_79B9_7F4A_7C15) | 1))
  }

  /// A fresh generator at the start of this node's stream.
  public func generator() -> Xoshiro256 {
    Xoshiro256(seed: seed)
  }

  /// The SplitMix64 finalizer, a bijection of 64-bit words.
  @inlinable
  public static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
