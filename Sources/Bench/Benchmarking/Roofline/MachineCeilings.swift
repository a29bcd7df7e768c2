import Engine
import Machine
import Statistics

/// The measured limits of one core: how fast it computes in registers and how fast it moves bytes at each level of memory.
public struct MachineCeilings: Sendable {
  /// The bandwidth of a level.
  public struct Bandwidth: Sendable {
    /// Which level.
    public var level: MemoryLevel
    /// Bytes of the working set that it was measured with.
    public var workingSet: Int
    /// GB/s of reading, a sample a round.
    public var read: [Double]
    /// GB/s of the triad a = b + s c, reads and writes counted, a sample a round.
    public var triad: [Double]

    /// The ceiling in GB/s: the better median of the two.
    public var gigabytesPerSecond: Double { max(median(of: read) ?? 0, median(of: triad) ?? 0) }

    /// A level with its samples.
    public init(level: MemoryLevel, workingSet: Int, read: [Double], triad: [Double]) {
      self.level = level
      self.workingSet = workingSet
      self.read = read
      self.triad = triad
    }
  }

  /// GFLOP/s of fused multiply-adds in registers, a sample a round.
  public var peak: [Double]
  /// GFLOP/s of one chain of dependent fused multiply-adds, a sample a round.
  public var dependentChain: [Double]
  /// Bandwidths from the nearest level to DRAM.
  public var memory: [Bandwidth]

  /// The limits as given.
  public init(peak: [Double], dependentChain: [Double], memory: [Bandwidth]) {
    self.peak = peak
    self.dependentChain = dependentChain
    self.memory = memory
  }

  /// Measures everything in turn, a round at a time.
  ///
  /// Caches are those that the system describes, or the steps of a sweep. Each is measured with half of its capacity, DRAM
  /// with four times the last cache, at least 64 MiB.
  public static func measure(rounds: Int = 11, caches: [MemoryLevel]? = CacheHierarchy.described()) -> MachineCeilings {
    let caches = caches ?? CacheHierarchy.levels(fromSweep: sweep())
    let last = caches.compactMap(\.capacity).last ?? 0
    let levels = caches + [MemoryLevel(name: "DRAM", capacity: nil)]
    let streams = levels.map { MachineBandwidth(bytes: $0.capacity.map { $0 / 2 } ?? max(64 << 20, 4 * last)) }
    var result = MachineCeilings(
      peak: [], dependentChain: [],
      memory: zip(levels, streams).map { Bandwidth(level: $0, workingSet: $1.byteCount, read: [], triad: []) })
    for _ in 0..<rounds {
      result.peak.append(MachineCeiling.peak())
      result.dependentChain.append(MachineCeiling.dependentChain())
      for (index, stream) in streams.enumerated() {
        result.memory[index].read.append(rate(stream, stream.read))
        result.memory[index].triad.append(rate(stream, stream.triad))
      }
    }
    return result
  }

  private static func sweep() -> [(bytes: Int, bandwidth: Double)] {
    CacheHierarchy.sweepBytes.map { bytes in
      let stream = MachineBandwidth(bytes: bytes)
      return (bytes, (0..<5).map { _ in rate(stream, stream.read) }.max() ?? 0)
    }
  }

  /// GB/s of passes that together last about 4 ms, at least one.
  private static func rate(_ stream: MachineBandwidth, _ run: (Int) -> Double) -> Double {
    var bytes = 0.0
    let once = Stopwatch.measure { bytes = run(1) }
    let passes = max(1, Int(0.004 / max(once, 1e-8)))
    let time = Stopwatch.measure { bytes = run(passes) }
    return bytes / time * 1e-9
  }
}
