import Foundation

/// Time that the calling thread spent computing, which a busy machine distorts far less than the wall clock does.
public enum Stopwatch {
  /// Seconds of processor time of this thread.
  public static func threadSeconds() -> Double { seconds(CLOCK_THREAD_CPUTIME_ID) }

  /// Seconds of processor time of this process, all of its threads together.
  public static func processSeconds() -> Double { seconds(CLOCK_PROCESS_CPUTIME_ID) }

  /// Seconds of processor time of the processes that this one started and that have ended, with those that they waited
  /// for.
  public static func endedChildrenSeconds() -> Double {
    var usage = rusage()
    guard getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage) == 0 else { return 0 }
    return usage.processorSeconds
  }

  /// Seconds of a clock that never goes back and that all processes of the machine share.
  public static func wallSeconds() -> Double { seconds(CLOCK_MONOTONIC) }

  /// Seconds of this thread's processor time of one call.
  public static func measure(_ body: () -> Void) -> Double {
    let start = threadSeconds()
    body()
    return threadSeconds() - start
  }

  /// Seconds by the wall clock of one call: what somebody who waits for it sees.
  public static func elapsed(_ body: () -> Void) -> Double {
    let start = wallSeconds()
    body()
    return wallSeconds() - start
  }

  private static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

extension rusage {
  /// Seconds of processor time, of the program and of the system for it.
  public var processorSeconds: Double {
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) * 1e-6 }
    return seconds(ru_utime) + seconds(ru_stime)
  }
}
