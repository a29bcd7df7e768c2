import ArgumentParser
import Foundation
import Machine

/// A framework that the peers' scripts can drive.
enum PeerFramework: String, CaseIterable, ExpressibleByArgument {
  case torch
  case tensorflow

  /// The script, beside the program.
  var script: URL {
    ProgramFile.folder.appending(path: "ablation_BenchCommand.resources/Peers/\(rawValue)_peer.py")
  }

  /// Whether the interpreter finds the framework, without importing it.
  func isInstalled(python: URL) throws -> Bool {
    let code = "import importlib.util as u; print(u.find_spec('\(rawValue)') is not None)"
    return try ChildProgram(python, ["-c", code]).output().contains("True")
  }
}

/// A peer's process, which trains one epoch for each line it is sent.
final class PeerProcess {
  /// What the script says once it has built the network.
  struct Greeting: Decodable {
    var version: String
    var parameters: Int
  }

  /// Seconds of one epoch, and its mean training loss.
  struct Epoch: Decodable {
    var wall: Double
    var processor: Double
    var loss: Double
  }

  let framework: PeerFramework
  /// Version and number of parameters.
  let greeting: Greeting
  private let child: AwaitedProcess
  private let input = Pipe()
  private let output = Pipe()
  private var pending = Data()

  /// Starts the script and waits until its network is built.
  ///
  /// - Parameter script: another one than the framework's.
  init(_ framework: PeerFramework, python: URL, job: URL, script: URL? = nil) throws {
    self.framework = framework
    // No byte code beside the program.
    child = AwaitedProcess(
      python, [(script ?? framework.script).path, job.path], environment: ["PYTHONDONTWRITEBYTECODE": "1"])
    child.process.standardInput = input
    child.process.standardOutput = output
    try child.start()
    greeting = try Self.next(Greeting.self, output, &pending, framework, child)
  }

  deinit {
    try? input.fileHandleForWriting.close()
    child.waitUntilEnd()
  }

  /// Trains one epoch.
  func trainEpoch() throws -> Epoch {
    try input.fileHandleForWriting.write(contentsOf: Data("epoch\n".utf8))
    return try Self.next(Epoch.self, output, &pending, framework, child)
  }

  private static func next<Answer: Decodable>(
    _ type: Answer.Type, _ output: Pipe, _ pending: inout Data, _ framework: PeerFramework, _ child: AwaitedProcess
  ) throws -> Answer {
    while true {
      if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
        let line = Data(pending[pending.startIndex..<end])
        pending.removeSubrange(pending.startIndex...end)
        do {
          return try JSONDecoder().decode(type, from: line)
        } catch {
          throw BenchFailure(
            "the script of \(framework.rawValue) answered '\(String(decoding: line.prefix(200), as: UTF8.self))', which "
              + "is no answer: a loss that is not a number has none")
        }
      }
      let more = output.fileHandleForReading.availableData
      guard !more.isEmpty else {
        child.waitUntilEnd()
        throw BenchFailure(
          "the script of \(framework.rawValue) ended with status \(child.process.terminationStatus); its message stands "
            + "above")
      }
      pending += more
    }
  }
}
