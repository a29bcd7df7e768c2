import Seeding
import Testing

@testable import Engine

/// The random masks of dropout layers: their share, their independence and what they depend on.
@Suite struct DropoutTests {
  static func words(
    rate: Float, features: Int, step: Int, block: Int, layer: String = "dropout1", root: UInt64 = 4, blocks: Int = 8
  ) -> [UInt16] {
    let seed = SeedSequence(root: root).child("dropout").child(layer)
    let mask = DropoutMask(name: layer, rate: rate, features: features, blocks: blocks, seed: seed)
    mask.draw(block: block, step: step)
    return (0..<features).map { mask.words(block: block)[$0] }
  }

  static func kept(_ words: [UInt16]) -> Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// Within five standard deviations of the binomial distribution, over all lanes and for each lane.
  @Test(arguments: [0.1, 0.25, 0.5, 0.9] as [Float])
  func keepsItsShare(_ rate: Float) {
    let features = 20_000
    let words = Self.words(rate: rate, features: features, step: 3, block: 1)
    let keep = 1 - Double(rate)
    func bound(_ count: Int) -> Double { 5 * (Double(count) * keep * Double(rate)).squareRoot() }
    let total = features * laneCount
    #expect(abs(Double(Self.kept(words)) - keep * Double(total)) <= bound(total))
    for lane in 0..<laneCount {
      let kept = words.reduce(0) { $0 + Int($1 >> UInt16(lane) & 1) }
      #expect(abs(Double(kept) - keep * Double(features)) <= bound(features), "lane \(lane)")
    }
  }

  /// At rate one half two independent masks agree in half of their bits: five standard deviations.
  @Test func masksOfStepsLayersBlocksSeedsAndNeighboursAreUncorrelated() {
    let features = 20_000
    let bound = 5 * (Double(features * laneCount) / 4).squareRoot()
    func expectUncorrelated(_ a: [UInt16], _ b: [UInt16], _ what: Comment) {
      let agreeing = zip(a, b).reduce(0) { $0 + laneCount - ($1.0 ^ $1.1).nonzeroBitCount }
      #expect(abs(Double(agreeing) - Double(features * laneCount) / 2) <= bound, what)
    }
    let base = Self.words(rate: 0.5, features: features, step: 10, block: 0)
    for step in [0, 1, 9, 11, 10_000] {
      expectUncorrelated(base, Self.words(rate: 0.5, features: features, step: step, block: 0), "step \(step)")
    }
    for block in 1..<8 {
      expectUncorrelated(base, Self.words(rate: 0.5, features: features, step: 10, block: block), "block \(block)")
    }
    // Step 10 of block 1 and step 11 of block 0 and the like must not share a stream.
    expectUncorrelated(
      Self.words(rate: 0.5, features: features, step: 10, block: 1),
      Self.words(rate: 0.5, features: features, step: 11, block: 0), "diagonal")
    expectUncorrelated(
      base, Self.words(rate: 0.5, features: features, step: 10, block: 0, layer: "dropout2"), "layer")
    expectUncorrelated(base, Self.words(rate: 0.5, features: features, step: 10, block: 0, root: 5), "seed")
    expectUncorrelated(base, Array(base.dropFirst()) + [base[0]], "neighbouring features")
    expectUncorrelated(base, base.map { $0 << 1 | $0 >> 15 }, "neighbouring lanes")
  }

  @Test func masksDependOnSeedLayerStepAndBlockOnly() {
    let long = Self.words(rate: 0.25, features: 100, step: 5, block: 2, blocks: 8)
    #expect(Self.words(rate: 0.25, features: 60, step: 5, block: 2, blocks: 3) == Array(long.prefix(60)))
    // Lower rates keep what higher rates keep: the draws are the same.
    for (lower, higher) in zip(long, Self.words(rate: 0.5, features: 100, step: 5, block: 2)) {
      #expect(higher & ~lower == 0)
    }
  }

  @Test func keptValuesAreScaledAndDroppedOnesAreZero() {
    let mask = DropoutMask(name: "r", rate: 0.2, features: 50, blocks: 1, seed: SeedSequence(root: 2))
    mask.draw(block: 0, step: 0)
    let values = LaneBuffer(count: 50)
    for f in 0..<50 { values.pointer[f] = Lanes(repeating: 3) }
    mask.apply(values.pointer, block: 0, first: 0, count: 50)
    for f in 0..<50 {
      for lane in 0..<laneCount {
        let kept = mask.words(block: 0)[f] >> UInt16(lane) & 1 == 1
        #expect(values.pointer[f][lane] == (kept ? 3 * (1 / (1 - 0.2 as Float)) : 0))
      }
    }
  }
}
