import Engine
import Machine

/// What one core can do at most: the rate of fused multiply-adds that stay in registers.
public enum MachineCeiling {
  /// Measures the peak once.
  ///
  /// - Parameter seconds: how long, roughly.
  /// - Returns: GFLOP/s, a multiply-add counted as two operations.
  public static func peak(seconds: Double = 0.01) -> Double {
    rate(seconds: seconds, probe: 20_000, MachinePeak.fusedMultiplyAdds)
  }

  /// Measures the rate of one chain of dependent multiply-adds once, in GFLOP/s.
  ///
  /// - Parameter seconds: how long, roughly.
  public static func dependentChain(seconds: Double = 0.005) -> Double {
    rate(seconds: seconds, probe: 100_000, MachinePeak.dependentMultiplyAdds)
  }

  private static func rate(seconds: Double, probe: Int, _ run: (Int) -> Double) -> Double {
    var operations = 0.0
    let once = Stopwatch.measure { operations = run(probe) }
    let iterations = max(probe, Int(Double(probe) * seconds / max(once, 1e-6)))
    let time = Stopwatch.measure { operations = run(iterations) }
    return operations / time * 1e-9
  }
}
