import Foundation

/// The end of another process, waited for without taking a core: Foundation's `waitUntilExit` polls without a pause on
/// Linux, beside what is trained or measured.
public final class ProcessEnd: Sendable {
  private let ended = DispatchSemaphore(value: 0)

  /// Watches a process that is not started yet; takes its `terminationHandler`.
  ///
  /// - Parameter first: called at its end, before anybody waiting goes on.
  public init(of process: Process, first: (@Sendable (Process) -> Void)? = nil) {
    process.terminationHandler = { [ended] process in
      first?(process)
      ended.signal()
    }
  }

  /// Waits for the end of the process, which must have been started; may be called again.
  public func wait() {
    ended.wait()
    ended.signal()
  }
}
