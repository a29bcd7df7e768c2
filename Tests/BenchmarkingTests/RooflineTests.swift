import Foundation
import Testing

@testable import Benchmarking

/// Roofline arithmetic on round numbers, and where the caches come from.
@Suite struct RooflineTests {
  /// 100 GFLOP/s, L1 of 1,000 bytes at 400 GB/s, memory at 10 GB/s.
  static let roofline = Roofline(
    MachineCeilings(
      peak: [100], dependentChain: [10],
      memory: [
        .init(level: MemoryLevel(name: "L1", capacity: 1_000), workingSet: 500, read: [300, 400, 500], triad: [350]),
        .init(level: MemoryLevel(name: "DRAM", capacity: nil), workingSet: 50_000, read: [8], triad: [10]),
      ]))

  @Test func theCeilingOfALevelIsTheBetterMedian() {
    #expect(Self.roofline.ceilings.memory.map(\.gigabytesPerSecond) == [400, 10])
  }

  @Test func workInTheCacheIsBoundByThePeak() {
    // 1,000 FLOP on 1,000 bytes: 1 FLOP/B x 400 GB/s is above the peak of 100 GFLOP/s. At best 10 ns.
    let bound = Self.roofline.bound(multiplyAdds: 500, bytes: 1_000, seconds: 20e-9, peak: 100)
    #expect(bound.intensity == 1)
    #expect(bound.level == "L1")
    #expect(bound.attainableGflopPerSecond == 100)
    #expect(abs(bound.sharePercent - 50) < 1e-9)
  }

  @Test func workInMemoryIsBoundByTheBandwidth() {
    // 4,000 FLOP on 2,000 bytes: 2 FLOP/B x 10 GB/s. At best 200 ns.
    let bound = Self.roofline.bound(multiplyAdds: 2_000, bytes: 2_000, seconds: 800e-9, peak: 100)
    #expect(bound.intensity == 2)
    #expect(bound.level == "DRAM")
    #expect(bound.attainableGflopPerSecond == 20)
    #expect(abs(bound.sharePercent - 25) < 1e-9)
  }

  @Test func workWithoutMultiplyAddsHasABandwidthOnly() {
    let bound = Self.roofline.bound(multiplyAdds: 0, bytes: 800, seconds: 4e-9, peak: 100)
    #expect(bound.intensity == nil)
    #expect(bound.attainableGflopPerSecond == nil)
    #expect(abs(bound.sharePercent - 50) < 1e-9)
  }

  @Test func readsTheCachesThatTheSystemDescribes() throws {
    let root = FileManager.default.temporaryDirectory.appending(path: "cache-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: root) }
    let caches = [
      ("1", "Data", "48K"), ("1", "Instruction", "32K"), ("2", "Unified", "1024K"), ("3", "Unified", "32M"),
    ]
    for (index, cache) in caches.enumerated() {
      let folder = root.appending(path: "index\(index)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for (name, value) in [("level", cache.0), ("type", cache.1), ("size", cache.2)] {
        try Data((value + "\n").utf8).write(to: folder.appending(path: name))
      }
    }
    let levels = try #require(CacheHierarchy.described(root: root.path))
    #expect(levels.map(\.name) == ["L1", "L2", "L3"])
    #expect(levels.map(\.capacity) == [48 << 10, 1 << 20, 32 << 20])
    #expect(CacheHierarchy.described(root: root.path + "-nowhere") == nil)
  }

  @Test func findsTheStepsOfASweep() {
    // L1 to 32 KiB, L2 to 1 MiB with a slope behind it, then memory.
    let bandwidths = [400.0, 410, 395, 210, 205, 200, 205, 198, 110, 52, 50, 51, 49, 50, 50, 50]
    let sweep = zip(CacheHierarchy.sweepBytes, bandwidths).map { (bytes: $0, bandwidth: $1) }
    let levels = CacheHierarchy.levels(fromSweep: sweep)
    #expect(levels.map(\.name) == ["L1", "L2"])
    #expect(levels.map(\.capacity) == [32 << 10, 1 << 20])
    #expect(CacheHierarchy.levels(fromSweep: sweep.map { ($0.bytes, 100) }).isEmpty)
  }

  @Test func measuresPositiveCeilings() {
    let ceilings = MachineCeilings.measure(rounds: 1, caches: [MemoryLevel(name: "L1", capacity: 16 << 10)])
    #expect(ceilings.memory.map(\.level.name) == ["L1", "DRAM"])
    #expect(ceilings.memory.allSatisfy { $0.gigabytesPerSecond > 0 && $0.gigabytesPerSecond.isFinite })
    #expect(ceilings.peak.allSatisfy { $0 > 0 } && ceilings.dependentChain.allSatisfy { $0 > 0 })
  }
}
