import Foundation

/// Time that the calling thread spent computing, which a busy machine distorts far less than the wall clock does.
public enum Stopwatch {
  /// Seconds of processor time of this thread.
  public static func threadSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// Seconds of processor time of one call.
  public static func measure(_ body: () -> Void) -> Double {
    let start = threadSeconds()
    body()
    return threadSeconds() - start
  }
}
