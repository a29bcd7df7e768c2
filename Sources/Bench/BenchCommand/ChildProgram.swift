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
    let child = make()
    child.process.standardOutput = FileHandle.standardError
    try child.start()
    try child.checkEnd()
  }

  /// Runs it and returns its standard output.
  func output() throws -> String {
    let child = make()
    let (output, errors) = (Pipe(), Pipe())
    child.process.standardOutput = output
    child.process.standardError = errors
    try child.start()
    // Both pipes are drained at once, so that neither can fill and stop the program.
    let box = Box()
    let reader = Thread {
      box.data = errors.fileHandleForReading.readDataToEndOfFile()
      box.done.signal()
    }
    reader.start()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    box.done.wait()
    try child.checkEnd(said: String(decoding: box.data, as: UTF8.self))
    return text
  }

  private final class Box: @unchecked Sendable {
    var data = Data()
    let done = DispatchSemaphore(value: 0)
  }

  private func make() -> AwaitedProcess {
    let child = AwaitedProcess(executable, arguments, environment: environment)
    child.process.standardInput = FileHandle.nullDevice
    return child
  }
}
