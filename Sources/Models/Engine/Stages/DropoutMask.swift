import CLanes
import Seeding

/// The masks of one dropout layer: sixteen bits for every feature of a block, kept for the backward pass.
final class DropoutMask {
  let name: String
  let rate: Float
  let features: Int
  private let bits: UnsafeMutablePointer<UInt16>
  private let blocks: Int
  private let seed: SeedSequence
  private let threshold: UInt32
  let scale: Float
  /// Replaces the drawn masks in tests: given the step, the kept samples as 1 in `[sample][feature]`.
  var override: ((Int) -> [UInt8])?

  init(name: String, rate: Float, features: Int, blocks: Int, seed: SeedSequence) {
    self.name = name
    self.rate = rate
    self.features = features
    self.blocks = blocks
    self.seed = seed
    threshold = UInt32(min(Double(rate) * 0x1p32, 0x1p32 - 1))
    scale = 1 / (1 - rate)
    bits = .allocate(capacity: features * blocks)
    bits.initialize(repeating: 0, count: features * blocks)
  }

  deinit { bits.deallocate() }

  /// The masks of a block, one 16-bit word a feature.
  @inline(__always)
  func words(block: Int) -> UnsafeMutablePointer<UInt16> { bits + block * features }

  /// Draws the masks of a block: a function of the layer's seed, the training step and the block's number only.
  func draw(block: Int, step: Int) {
    let words = words(block: block)
    if let override {
      let kept = override(step)
      let samples = kept.count / features
      for f in 0..<features {
        var word: UInt16 = 0
        for lane in 0..<laneCount where block * laneCount + lane < samples {
          word |= UInt16(kept[(block * laneCount + lane) * features + f]) << UInt16(lane)
        }
        words[f] = word
      }
      return
    }
    lanes_draw_masks(seed.child(step).child(block).seed, threshold, words, features)
  }

  /// Multiplies `count` vectors, from feature `first` on, by mask and scale.
  @inline(__always)
  func apply(_ values: LanePointer, block: Int, first: Int, count: Int) {
    let words = words(block: block) + first
    let scale = splat(scale)
    for i in 0..<count { values[i] = lanes_keep_bits(words[i], values[i] * scale) }
  }
}
