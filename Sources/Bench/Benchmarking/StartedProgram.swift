import Foundation
import Machine

/// A program that is started only to see how long it takes.
public enum StartedProgram {
  /// Seconds of one start.
  public struct Times: Sendable {
    /// By the wall clock, from before the start to the end or to the awaited text.
    public var wall: Double
    /// Processor time of the process and of its children that it waited for.
    public var processor: Double
  }

  /// Why a start could not be measured.
  public struct Failure: Error, CustomStringConvertible {
    /// What happened.
    public var description: String
  }

  /// Starts a program, waits for its end or for a text on its standard error, and ends it then.
  ///
  /// Not `Foundation.Process`, whose own threads and monitoring would be measured too.
  ///
  /// - Parameter text: what to wait for; `nil` waits for a good end.
  public static func times(_ program: URL, _ arguments: [String], untilErrorsSay text: String? = nil) throws -> Times {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw Failure(description: "no pipe: \(String(cString: strerror(errno)))") }
    let (input, output) = (ends[0], ends[1])
    defer { close(input) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 2)
    posix_spawn_file_actions_addclose(&actions, input)
    posix_spawn_file_actions_addclose(&actions, output)
    var pointers = ([program.path] + arguments).map { strdup($0) } + [nil]
    defer { pointers.forEach { free($0) } }
    var process = pid_t()
    let start = Stopwatch.wallSeconds()
    let status = posix_spawn(&process, program.path, &actions, nil, &pointers, environ)
    close(output)
    guard status == 0 else {
      throw Failure(description: "cannot start '\(program.path)': \(String(cString: strerror(status)))")
    }
    let said = readErrors(input, until: text)
    let seen = text.map { said.contains($0) } ?? true
    var wall = Stopwatch.wallSeconds() - start
    if text != nil { kill(process, SIGTERM) }
    var usage = rusage()
    var end: Int32 = 0
    while wait4(process, &end, 0, &usage) < 0, errno == EINTR {}
    if text == nil { wall = Stopwatch.wallSeconds() - start }
    // Ended well, or by the signal or its handler when the awaited text came.
    guard seen, text != nil || end == 0 else {
      let lines = said.split(separator: "\n").suffix(5).joined(separator: "\n")
      throw Failure(description: "'\(program.lastPathComponent) \(arguments.joined(separator: " "))' failed: \(lines)")
    }
    return Times(wall: wall, processor: usage.processorSeconds)
  }

  /// Reads until a text has come or the other end is closed.
  private static func readErrors(_ descriptor: Int32, until text: String?) -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { break }
      bytes += buffer[..<count]
      if let text, String(decoding: bytes, as: UTF8.self).contains(text) { break }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
