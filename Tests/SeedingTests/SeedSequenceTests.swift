import Testing

@testable import Seeding

@Suite struct SeedSequenceTests {
  /// The first outputs of xoshiro256** from SplitMix64(0), as the authors' C programs give them.
  @Test func theGeneratorIsTheAuthors() {
    var generator = Xoshiro256(seed: 0)
    #expect(
      (0..<3).map { _ in generator.next() } == [
        11_091_344_671_253_066_420, 13_793_997_310_169_335_082, 1_900_383_378_846_508_768,
      ])
  }

  @Test func pathsDecideSeeds() {
    let root = SeedSequence(root: 7)
    #expect(root.child("a").child(3) == SeedSequence(root: 7).child("a").child(3))
    let seeds = [
      root, root.child("a"), root.child("b"), root.child(0), root.child(1), root.child("a").child("b"),
      root.child("b").child("a"), root.child("ab"), SeedSequence(root: 8).child("a"),
    ].map(\.seed)
    #expect(Set(seeds).count == seeds.count)
    #expect(Set((0..<100_000).map { root.child($0).seed }).count == 100_000)
  }

  @Test func drawsAreUniform() {
    var generator = SeedSequence(root: 1).child("test").generator()
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[generator.uniform(below: 7)] += 1 }
    // Five standard deviations of a binomial count.
    for count in counts { #expect(abs(count - 10_000) < 463) }
    let mean = (0..<100_000).reduce(0.0) { sum, _ in sum + generator.uniform(-1, 3) } / 100_000
    #expect(abs(mean - 1) < 0.02)
  }

  @Test func aShuffleIsAPermutation() {
    var generator = Xoshiro256(seed: 3)
    let order = generator.permutation(count: 1_000)
    #expect(order.sorted() == Array(0..<1_000))
    #expect(order != Array(0..<1_000))
  }
}
