/// What a piece of work could reach at most on a machine (Williams, Waterman & Patterson 2009).
///
/// A pass is bound by the core's peak or by the bandwidth of the smallest level of memory that holds all bytes that it
/// touches, each counted once.
public struct Roofline: Sendable {
  /// The machine.
  public let ceilings: MachineCeilings

  /// The roofline of a machine.
  ///
  /// - Precondition: at least one level of memory was measured.
  public init(_ ceilings: MachineCeilings) {
    precondition(!ceilings.memory.isEmpty, "a roofline needs a measured bandwidth")
    self.ceilings = ceilings
  }

  /// The limits of one piece of work.
  public struct Bound: Sendable, Hashable {
    /// FLOP a byte; `nil` for work without multiply-adds.
    public var intensity: Double?
    /// The level that holds the working set.
    public var level: String
    /// The bandwidth of that level in GB/s.
    public var gigabytesPerSecond: Double
    /// min(peak, intensity x bandwidth) in GFLOP/s; `nil` for work without multiply-adds.
    public var attainableGflopPerSecond: Double?
    /// The least time that peak and bandwidth allow, by the measured one, in percent.
    public var sharePercent: Double
  }

  /// Where work stands.
  ///
  /// - Parameters:
  ///   - multiplyAdds: each two floating-point operations.
  ///   - bytes: read and written, each counted once; at least 1.
  ///   - seconds: measured.
  ///   - peak: GFLOP/s of the core while it was measured.
  public func bound(multiplyAdds: Int, bytes: Int, seconds: Double, peak: Double) -> Bound {
    let level =
      ceilings.memory.first { $0.level.capacity.map { bytes <= $0 } ?? true }
      ?? ceilings.memory[ceilings.memory.count - 1]
    let bandwidth = level.gigabytesPerSecond
    let operations = 2 * Double(multiplyAdds)
    let least = max(operations / (peak * 1e9), Double(bytes) / (bandwidth * 1e9))
    let intensity = multiplyAdds > 0 ? operations / Double(bytes) : nil
    return Bound(
      intensity: intensity, level: level.level.name, gigabytesPerSecond: bandwidth,
      attainableGflopPerSecond: intensity.map { min(peak, $0 * bandwidth) }, sharePercent: 100 * least / seconds)
  }
}
