import CThreads

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The threads that share a network's steps; a team of one is the calling thread alone.
final class ThreadTeam {
  let count: Int
  private let team: OpaquePointer?

  init(count: Int) {
    self.count = count
    team = count > 1 ? thread_team_create(Int32(count)) : nil
    require(
      count == 1 || team != nil,
      "the system gives no \(count) threads: \(String(cString: strerror(errno))); train with fewer threads")
  }

  deinit {
    if let team { thread_team_destroy(team) }
  }

  /// Calls `work` with every thread's number, the calling thread included, and waits for all.
  ///
  /// A C function with a context, because a closure's context would be allocated at every step.
  func run(_ work: thread_team_work, context: UnsafeMutableRawPointer) {
    if let team { thread_team_run(team, work, context) } else { work(context, 0) }
  }

  /// Waits, inside of work, for all other threads.
  @inline(__always)
  func barrier() {
    if let team { thread_team_barrier(team) }
  }
}
