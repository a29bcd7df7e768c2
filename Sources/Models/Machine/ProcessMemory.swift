import Foundation

/// Memory of this process.
public enum ProcessMemory {
  /// The largest resident set that the process had so far, in bytes.
  public static var peakResidentBytes: Int {
    var usage = rusage()
    guard getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return 0 }
    // Linux counts in units of 1,024 bytes.
    return usage.ru_maxrss * 1024
  }
}
