import Foundation

/// The package's energy counter, where Linux exposes one (`powercap`: Intel RAPL, and AMD's since Zen).
///
/// The counter covers the whole package, not one process, and wraps; most virtual machines do not expose it, and many systems
/// let only the superuser read it.
public struct EnergyCounter: Sendable {
  private let domains: [(file: String, range: UInt64?)]

  /// Finds the package domains; `nil` where there is none that this process may read.
  public init?(root: String = "/sys/class/powercap") {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    // "intel-rapl:0" is a package, "intel-rapl:0:1" a part of it that the package already counts.
    domains = names.filter { $0.contains(":") && $0.split(separator: ":").count == 2 }.sorted().compactMap { name in
      let file = "\(root)/\(name)/energy_uj"
      guard SystemText.contents(ofFile: file).flatMap(UInt64.init) != nil else { return nil }
      let range = SystemText.contents(ofFile: "\(root)/\(name)/max_energy_range_uj").flatMap(UInt64.init)
      return (file, range)
    }
    if domains.isEmpty { return nil }
  }

  /// A state of the counters, in microjoules a domain.
  public struct Reading: Hashable, Sendable {
    fileprivate let microjoules: [UInt64]
  }

  /// Reads the counters; `nil` where a counter went away.
  public func read() -> Reading? {
    let values = domains.compactMap { SystemText.contents(ofFile: $0.file).flatMap(UInt64.init) }
    return values.count == domains.count ? Reading(microjoules: values) : nil
  }

  /// Joules between two readings, each domain's counter wrapping at most once; `nil` where a counter has wrapped whose range
  /// the system does not tell.
  public func joules(from start: Reading, to end: Reading) -> Double? {
    var total = 0.0
    for (index, domain) in domains.enumerated() {
      let (a, b) = (start.microjoules[index], end.microjoules[index])
      if b >= a {
        total += Double(b - a) * 1e-6
      } else if let range = domain.range, range >= a {
        total += Double(b + (range - a)) * 1e-6
      } else {
        return nil
      }
    }
    return total
  }
}
