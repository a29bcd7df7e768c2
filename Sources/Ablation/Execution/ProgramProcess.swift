import Foundation
import Machine
import Synchronization

/// How a program that is not ours ended.
public struct ProgramExit: Hashable, Sendable {
  /// The exit status, or the signal's number.
  public var status: Int32
  /// Whether a signal ended it.
  public var isSignalled: Bool
  /// Whether it was ended because its time was up.
  public var isTimedOut: Bool
  /// Whether it was ended because its reader asked for no more lines.
  public var isStopped: Bool
  /// The last line that it wrote to standard error and that is not empty.
  public var lastErrorLine: String?

  /// Describes an ending.
  public init(status: Int32, isSignalled: Bool, isTimedOut: Bool, isStopped: Bool = false, lastErrorLine: String? = nil)
  {
    self.status = status
    self.isSignalled = isSignalled
    self.isTimedOut = isTimedOut
    self.isStopped = isStopped
    self.lastErrorLine = lastErrorLine
  }
}

/// Runs a program to its end: standard output line by line, standard error into a log.
///
/// The program has a process group of its own, which ends with it, with this process, or when its time is up, so that
/// nothing that it started goes on unseen.
public enum ProgramProcess {
  /// Between asking a group to end and ending it.
  private static let graceSeconds = 5.0
  /// The group that runs at present, for the handlers below; 0 for none.
  private static let current = Atomic<Int32>(0)

  /// Runs a program and returns when it has ended and its output has been read.
  ///
  /// - Parameters:
  ///   - command: the program's path, then its arguments.
  ///   - environment: the whole environment.
  ///   - log: takes standard error; opened for appending.
  ///   - onLine: takes each line of standard output without its end; false ends the program, whose further output is
  ///     dropped.
  /// - Throws: ``ExecutionError/cannotStart(executable:reason:)``.
  public static func run(
    _ command: [String], environment: [String: String], directory: URL, log: FileHandle, timeoutSeconds: Double?,
    onLine: (Data) -> Bool
  ) throws -> ProgramExit {
    let process = Process()
    let output = Pipe()
    let errors = Pipe()
    process.executableURL = Self.executable(command.first ?? "", path: environment["PATH"])
    process.arguments = Array(command.dropFirst())
    process.environment = environment
    process.currentDirectoryURL = directory
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = errors
    // A background process may hold the pipe open when the program has ended; it is ended too.
    let end = ProcessEnd(of: process) { kill(-$0.processIdentifier, SIGKILL) }
    do {
      try process.run()
    } catch {
      throw ExecutionError.cannotStart(executable: command.first ?? "", reason: error.localizedDescription)
    }
    let group = process.processIdentifier
    current.store(group, ordering: .sequentiallyConsistent)
    let timer = timeoutSeconds.map { Timeout(seconds: $0, grace: graceSeconds, group: group) }
    let errorReader = ErrorReader(errors.fileHandleForReading, log: log)
    var stop: Timeout?
    read(output.fileHandleForReading) { line in
      guard stop == nil, !onLine(line) else { return }
      stop = Timeout(seconds: 0, grace: graceSeconds, group: group)
    }
    end.wait()
    let lastErrorLine = errorReader.finish()
    timer?.cancel()
    stop?.cancel()
    current.store(0, ordering: .sequentiallyConsistent)
    return ProgramExit(
      status: process.terminationStatus, isSignalled: process.terminationReason != .exit,
      isTimedOut: timer?.hasFired ?? false, isStopped: stop != nil, lastErrorLine: lastErrorLine)
  }

  /// Ends the running program with this process, whatever ends this one short of SIGKILL.
  public static func endWithThisProcess() {
    atexit { ProgramProcess.endCurrent() }
    signal(SIGTERM) { _ in
      ProgramProcess.endCurrent()
      _exit(128 + SIGTERM)
    }
  }

  private static func endCurrent() {
    let group = current.load(ordering: .sequentiallyConsistent)
    if group > 0 { kill(-group, SIGKILL) }
  }

  fileprivate static func read(_ handle: FileHandle, _ onLine: (Data) -> Void) {
    var rest = Data()
    while true {
      let data = handle.availableData
      if data.isEmpty { break }
      rest.append(data)
      while let newline = rest.firstIndex(of: UInt8(ascii: "\n")) {
        onLine(Data(rest[rest.startIndex..<newline]))
        rest = Data(rest[(newline + 1)...])
      }
    }
    if !rest.isEmpty { onLine(rest) }
  }
}

/// Copies a program's standard error to its log on a thread of its own, and remembers the last line.
private final class ErrorReader: Sendable {
  private let last = Mutex<String?>(nil)
  private let done = DispatchSemaphore(value: 0)

  init(_ handle: FileHandle, log: FileHandle) {
    let thread = Thread { [self] in
      ProgramProcess.read(handle) { line in
        try? log.write(contentsOf: line + [UInt8(ascii: "\n")])
        let text = String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespaces)
        if !text.isEmpty { last.withLock { $0 = text } }
      }
      done.signal()
    }
    thread.start()
  }

  /// Waits for the end of the stream.
  func finish() -> String? {
    done.wait()
    return last.withLock { $0 }
  }
}

/// Ends a process group when its time is up: first politely, then for good.
private final class Timeout: Sendable {
  private let fired = Atomic<Bool>(false)
  private let cancelled = Atomic<Bool>(false)

  var hasFired: Bool { fired.load(ordering: .sequentiallyConsistent) }

  init(seconds: Double, grace: Double, group: Int32) {
    DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { [self] in
      guard !cancelled.load(ordering: .sequentiallyConsistent) else { return }
      fired.store(true, ordering: .sequentiallyConsistent)
      kill(-group, SIGTERM)
    }
    DispatchQueue.global().asyncAfter(deadline: .now() + seconds + grace) { [self] in
      guard !cancelled.load(ordering: .sequentiallyConsistent) else { return }
      kill(-group, SIGKILL)
    }
  }

  func cancel() { cancelled.store(true, ordering: .sequentiallyConsistent) }
}

extension ProgramProcess {
  /// Where a program lies: a name without a slash is looked for along the path, as a shell and W&B's agent do.
  private static func executable(_ name: String, path: String?) -> URL {
    guard !name.isEmpty, !name.contains("/") else { return URL(filePath: name) }
    let folders = (path ?? "").split(separator: ":").map { URL(filePath: String($0)) }
    let candidates = folders.map { $0.appending(path: name) }
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) } ?? URL(filePath: name)
  }
}
