import Foundation

/// Another program, run to its end.
struct ChildProgram {
  private let executable: URL
  private let arguments: [String]
  private let environment: [String: String]

  /// - Parameter environment: variables that differ from this program's.
  init(_ executable: URL, _ arguments: [String], environment: [String: String] = [:]) {
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
  }

  /// Runs it; what it writes goes to standard error, so that results alone are on standard output.
  func run() throws {
    let process = make()
    process.standardOutput = FileHandle.standardError
    try start(process)
    process.waitUntilExit()
    try check(process, said: "")
  }

  /// Runs it and returns its standard output.
  func output() throws -> String {
    try texts().output
  }

  /// Runs it and returns what it wrote: standard output and standard error.
  func texts() throws -> (output: String, errors: String) {
    let process = make()
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try start(process)
    // Both pipes are drained at once, so that neither can fill and stop the program.
    let box = Box()
    let reader = Thread {
      box.data = errors.fileHandleForReading.readDataToEndOfFile()
      box.done.signal()
    }
    reader.start()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    box.done.wait()
    process.waitUntilExit()
    let said = String(decoding: box.data, as: UTF8.self)
    try check(process, said: said)
    return (text, said)
  }

  /// Progress for the user.
  static func say(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

  private final class Box: @unchecked Sendable {
    var data = Data()
    let done = DispatchSemaphore(value: 0)
  }

  private func make() -> Process {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    return process
  }

  private func start(_ process: Process) throws {
    do {
      try process.run()
    } catch {
      throw ChildProgramError.cannotStart(command: command, reason: error.localizedDescription)
    }
  }

  private func check(_ process: Process, said: String) throws {
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      let lines = said.split(separator: "\n").suffix(8).joined(separator: "\n")
      throw ChildProgramError.failed(
        command: command, status: process.terminationStatus, signalled: process.terminationReason != .exit, said: lines)
    }
  }

  private var command: String { ([executable.path] + arguments).joined(separator: " ") }
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
