import Foundation
import Machine

/// A worker of a run: another process of the same program, which reads one job a line and answers with message lines.
///
/// The worker ends by itself when its standard input closes, so that it never outlives its coordinator.
final class WorkerProcess: @unchecked Sendable {
  /// Which of the workers it is, counted from 0.
  let index: Int
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private let reader: Thread

  /// Starts the process.
  ///
  /// - Parameters:
  ///   - onEvent: called on a thread of the worker's own, for every line and once at the end.
  init(
    index: Int, executable: URL, arguments: [String], onEvent: @escaping @Sendable (LocalExecutor.Event) -> Void
  ) throws {
    self.index = index
    process.executableURL = executable
    process.arguments = arguments
    process.standardInput = input
    process.standardOutput = output
    // A signal from the terminal is the coordinator's to handle.
    let handle = output.fileHandleForReading
    let running = process
    let end = ProcessEnd(of: process)
    reader = Thread {
      var rest = Data()
      while true {
        let data = handle.availableData
        if data.isEmpty { break }
        rest.append(data)
        while let newline = rest.firstIndex(of: UInt8(ascii: "\n")) {
          onEvent(.message(worker: index, line: Data(rest[rest.startIndex..<newline])))
          rest = Data(rest[(newline + 1)...])
        }
      }
      end.wait()
      onEvent(.ended(worker: index, status: running.terminationStatus, signalled: running.terminationReason != .exit))
    }
    reader.name = "worker \(index)"
    do {
      try process.run()
    } catch {
      throw ExecutionError.cannotStart(executable: executable.path, reason: error.localizedDescription)
    }
    reader.start()
  }

  /// Hands over one job.
  ///
  /// - Parameter line: without a newline.
  func send(_ line: Data) throws {
    do {
      try input.fileHandleForWriting.write(contentsOf: line + [UInt8(ascii: "\n")])
    } catch {
      throw ExecutionError.workerLost(worker: index)
    }
  }

  /// Asks the process to end after what it is doing, by closing its input.
  func close() { try? input.fileHandleForWriting.close() }

  /// Ends the process at once.
  func terminate() { process.terminate() }
}
