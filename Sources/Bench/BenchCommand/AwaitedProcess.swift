import Foundation
import Machine

/// A process whose end can be waited for without taking a core, and checked.
final class AwaitedProcess: @unchecked Sendable {
  /// The process, for its streams before the start and its status after the end.
  let process = Process()
  private let end: ProcessEnd
  private let children: RunningChildren

  /// A process that is not started yet.
  ///
  /// - Parameters:
  ///   - environment: variables that differ from this program's.
  ///   - children: what ends it when this program is interrupted.
  init(
    _ executable: URL, _ arguments: [String], environment: [String: String] = [:],
    children: RunningChildren = .ofThisProgram
  ) {
    self.children = children
    process.executableURL = executable
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    end = ProcessEnd(of: process) { children.ended($0.processIdentifier) }
  }

  /// The program with its arguments, as one would type it.
  var command: String { ([process.executableURL?.path ?? ""] + (process.arguments ?? [])).joined(separator: " ") }

  /// Starts it.
  ///
  /// - Throws: `ChildProgramError.cannotStart`.
  func start() throws {
    // What is written to a process that has died is an error of the call, and not the end of this program.
    signal(SIGPIPE, SIG_IGN)
    // Threads of a pool block all signals, and a process would inherit that: nothing but SIGKILL would end it.
    var (none, before) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    do {
      try process.run()
    } catch {
      throw ChildProgramError.cannotStart(command: command, reason: error.localizedDescription)
    }
    children.began(process.processIdentifier)
  }

  /// Waits for the end of a process that was started; may be called again.
  func waitUntilEnd() { end.wait() }

  /// Refuses any end but status 0.
  ///
  /// - Parameter said: what it wrote to standard error, whose last lines the error repeats.
  /// - Throws: `ChildProgramError.failed`.
  func checkEnd(said: String = "") throws {
    waitUntilEnd()
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      let lines = said.split(separator: "\n").suffix(8).joined(separator: "\n")
      throw ChildProgramError.failed(
        command: command, status: process.terminationStatus, signalled: process.terminationReason != .exit, said: lines)
    }
  }
}

/// A program that could not be run to a good end.
enum ChildProgramError: Error, CustomStringConvertible {
  case cannotStart(command: String, reason: String)
  case failed(command: String, status: Int32, signalled: Bool, said: String)

  var description: String {
    switch self {
    case .cannotStart(let command, let reason): "cannot start '\(command)': \(reason)"
    case .failed(let command, let status, let signalled, let said):
      "'\(command)' ended with \(signalled ? "signal" : "status") \(status)" + (said.isEmpty ? "" : ":\n\(said)")
    }
  }
}

/// A measurement that came to nothing for a reason that no argument mends: status 1, where a `ValidationError` is a fault of
/// the command line.
struct BenchFailure: Error, CustomStringConvertible {
  /// What is wrong, and what to do.
  var description: String

  init(_ description: String) { self.description = description }
}
