import Engine

/// What one core can do at most: the rate of fused multiply-adds that stay in registers.
public enum MachineCeiling {
  /// Measures the peak once.
  ///
  /// - Parameter seconds: how long, roughly.
  /// - Returns: GFLOP/s, a multiply-add counted as two operations.
  public static func peak(seconds: Double = 0.01) -> Double {
    let probe = 20_000
    var operations = 0.0
    let once = Stopwatch.measure { operations = MachinePeak.fusedMultiplyAdds(iterations: probe) }
    let iterations = max(probe, Int(Double(probe) * seconds / max(once, 1e-6)))
    let time = Stopwatch.measure { operations = MachinePeak.fusedMultiplyAdds(iterations: iterations) }
    return operations / time * 1e-9
  }
}
