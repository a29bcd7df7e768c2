import Foundation
import TestSupport

/// What a program that has ended left behind.
struct Outcome {
  var status: Int32
  var output: String
  var errors: String
}

/// The programs that were built beside the tests.
enum Program: String {
  case ablation
  case bench

  var url: URL {
    // The test bundle is the executable itself on Linux and lies beside the products.
    let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    let beside = URL(filePath: tests).deletingLastPathComponent().appending(path: rawValue)
    if FileManager.default.fileExists(atPath: beside.path) { return beside }
    return Fixtures.projectRoot.appending(path: ".build/debug/\(rawValue)")
  }

  /// Starts the program.
  func start(_ arguments: [String], environment: [String: String] = [:]) throws -> (Process, Pipe, Pipe) {
    let process = Process()
    let output = Pipe()
    let errors = Pipe()
    process.executableURL = url
    process.arguments = arguments
    process.currentDirectoryURL = Fixtures.projectRoot
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    try process.run()
    return (process, output, errors)
  }

  /// Starts the program, kills it without a chance to tidy up when its standard error has said something, and returns all
  /// that it said until then.
  func kill(when sign: String, _ arguments: [String]) throws -> String {
    let (process, output, errors) = try start(arguments)
    var said = ""
    while !said.contains(sign) {
      let chunk = errors.fileHandleForReading.availableData
      if chunk.isEmpty { break }
      said += String(decoding: chunk, as: UTF8.self)
    }
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    withExtendedLifetime(output) {}
    return said
  }

  /// Runs the program to its end.
  func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Outcome {
    let (process, output, errors) = try start(arguments, environment: environment)
    // Both pipes are drained at once, so that neither can fill and stop the program.
    final class Box: @unchecked Sendable { var data = Data() }
    let box = Box()
    let reader = Thread { box.data = errors.fileHandleForReading.readDataToEndOfFile() }
    reader.start()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    while !reader.isFinished { usleep(1_000) }
    return Outcome(
      status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
      errors: String(decoding: box.data, as: UTF8.self))
  }
}

/// A folder that is removed when the test ends.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "ablation-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Writes a file and returns its path.
  func write(_ text: String, to name: String) throws -> String {
    let file = url.appending(path: name)
    try Data(text.utf8).write(to: file)
    return file.path
  }

  /// Writes a small data set of bars at three angles: 420 training and 90 test images.
  ///
  /// Original kernels need 16 x 16 pixels.
  func writeBars(height: Int = 12, width: Int = 10) throws -> String {
    let folder = url.appending(path: "bars")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (prefix, count) in [("train", 420), ("t10k", 90)] {
      var pixels = Data([0, 0, 8, 3] + Self.bigEndian(count) + Self.bigEndian(height) + Self.bigEndian(width))
      var labels = Data([0, 0, 8, 1] + Self.bigEndian(count))
      for index in 0..<count {
        let label = index % 3
        labels.append(UInt8(label))
        for y in 0..<height {
          for x in 0..<width {
            let offset = index / 3 % 5
            let on = [y == 3 + offset, x == 2 + offset, x + y == 8 + offset][label]
            pixels.append(on ? 200 : UInt8((index * 7 + y * 13 + x * 29) % 60))
          }
        }
      }
      try pixels.write(to: folder.appending(path: "\(prefix)-images-idx3-ubyte"))
      try labels.write(to: folder.appending(path: "\(prefix)-labels-idx1-ubyte"))
    }
    return folder.path
  }

  private static func bigEndian(_ value: Int) -> [UInt8] {
    [UInt8(value >> 24 & 255), UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255)]
  }
}
