import Dispatch
import Foundation
import Synchronization

/// The processes that this program has started, which an interruption ends with it.
///
/// Foundation gives each a process group of its own, so that the terminal's Ctrl-C does not reach them: a build that
/// nobody waits for would keep all cores.
final class RunningChildren: Sendable {
  /// Those of the whole program, which SIGINT and SIGTERM end before they end the program; the first use installs that.
  static let ofThisProgram: RunningChildren = {
    let children = RunningChildren()
    for number in [SIGINT, SIGTERM] {
      // Not SIG_IGN, which the processes would inherit: they would not end when asked to.
      signal(number) { _ in }
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        children.end()
        Progress.say("interrupted; what was measured so far is not kept")
        exit(128 + number)
      }
      source.resume()
      // Kept for as long as the program runs.
      sources.withLock { $0.append(Source(source)) }
    }
    return children
  }()

  private struct Source: @unchecked Sendable {
    let source: any DispatchSourceSignal
    init(_ source: any DispatchSourceSignal) { self.source = source }
  }

  private static let sources = Mutex<[Source]>([])

  private let identifiers = Mutex<Set<Int32>>([])

  func began(_ identifier: Int32) { identifiers.withLock { _ = $0.insert(identifier) } }

  func ended(_ identifier: Int32) { identifiers.withLock { _ = $0.remove(identifier) } }

  /// Asks every one that still runs, with its own children, to end.
  func end() {
    for identifier in identifiers.withLock({ $0 }) {
      if kill(-identifier, SIGTERM) != 0 { kill(identifier, SIGTERM) }
    }
  }
}
