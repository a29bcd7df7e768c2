import Foundation
import Machine

/// One level of the memory of a core.
public struct MemoryLevel: Hashable, Sendable, Codable {
  /// The name of the level: L1, L2 and so on, or DRAM.
  public var name: String
  /// Bytes that it holds; `nil` for the memory behind the last cache.
  public var capacity: Int?

  /// A level.
  public init(name: String, capacity: Int?) {
    self.name = name
    self.capacity = capacity
  }
}

/// The data caches of a core, smallest first.
public enum CacheHierarchy {
  /// What Linux tells of the first core; `nil` where it tells nothing.
  ///
  /// - Parameter root: the folder with a folder `index0`, `index1`, ... for each cache.
  public static func described(root: String = "/sys/devices/system/cpu/cpu0/cache") -> [MemoryLevel]? {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    var levels: [Int: Int] = [:]
    for name in names where name.hasPrefix("index") {
      func text(_ file: String) -> String? { SystemText.contents(ofFile: "\(root)/\(name)/\(file)") }
      guard let level = text("level").flatMap(Int.init), let type = text("type"), type != "Instruction",
        let bytes = text("size").flatMap(bytes(of:))
      else { continue }
      levels[level] = max(levels[level] ?? 0, bytes)
    }
    if levels.isEmpty { return nil }
    return levels.sorted { $0.key < $1.key }.map { MemoryLevel(name: "L\($0.key)", capacity: $0.value) }
  }

  /// `48K`, `1024K`, `32M` as bytes.
  static func bytes(of text: String) -> Int? {
    let factors: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
    guard let last = text.last else { return nil }
    if let factor = factors[last] { return Int(text.dropLast()).map { $0 * factor } }
    return Int(text)
  }

  /// The working sets of a sweep: powers of two from 8 KiB to 256 MiB.
  public static let sweepBytes = (13...28).map { 1 << $0 }

  /// Finds the caches as the steps of a curve of bandwidth over working set, where the system does not describe them.
  ///
  /// A level ends where the bandwidth falls below 70 % of the best seen in that level; the last plateau is the memory behind
  /// the caches. Coarse: a capacity is found to a factor of two at best.
  ///
  /// - Parameter sweep: (bytes, GB/s), by rising size.
  public static func levels(fromSweep sweep: [(bytes: Int, bandwidth: Double)]) -> [MemoryLevel] {
    var levels: [MemoryLevel] = []
    var best = 0.0
    var isFalling = false
    for (index, point) in sweep.enumerated() {
      if index > 0, !isFalling, point.bandwidth < 0.7 * best {
        levels.append(MemoryLevel(name: "L\(levels.count + 1)", capacity: sweep[index - 1].bytes))
        isFalling = true
        best = point.bandwidth
      } else if isFalling, point.bandwidth < 0.85 * best {
        // Still on the slope between two plateaus.
        best = point.bandwidth
      } else {
        isFalling = false
        best = max(best, point.bandwidth)
      }
    }
    return levels
  }
}
