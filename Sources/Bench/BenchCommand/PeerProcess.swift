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
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var pending = Data()

  /// Starts the script and waits until its network is built.
  init(_ framework: PeerFramework, python: URL, job: URL) throws {
    self.framework = framework
    process.executableURL = python
    process.arguments = [framework.script.path, job.path]
    // No byte code beside the program.
    process.environment = ProcessInfo.processInfo.environment.merging(["PYTHONDONTWRITEBYTECODE": "1"]) { $1 }
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    greeting = try Self.next(Greeting.self, output, &pending, framework, process)
  }

  deinit {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  /// Trains one epoch.
  func trainEpoch() throws -> Epoch {
    try input.fileHandleForWriting.write(contentsOf: Data("epoch\n".utf8))
    return try Self.next(Epoch.self, output, &pending, framework, process)
  }

  private static func next<Answer: Decodable>(
    _ type: Answer.Type, _ output: Pipe, _ pending: inout Data, _ framework: PeerFramework, _ process: Process
  ) throws -> Answer {
    while true {
      if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
        let line = pending[pending.startIndex..<end]
        pending.removeSubrange(pending.startIndex...end)
        return try JSONDecoder().decode(type, from: line)
      }
      let more = output.fileHandleForReading.availableData
      guard !more.isEmpty else {
        process.waitUntilExit()
        throw ValidationError(
          "the script of \(framework.rawValue) ended with status \(process.terminationStatus); its message stands above"
        )
      }
      pending += more
    }
  }
}
