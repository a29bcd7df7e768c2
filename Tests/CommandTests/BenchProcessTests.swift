import ArgumentParser
import Benchmarking
import Foundation
import Testing

@testable import BenchCommand

/// The processes that `bench` starts: what they say, and what is said when they fail.
@Suite struct BenchProcessTests {
  private static let shell = URL(filePath: "/bin/sh")

  @Test func theEndIsWaitedForAndJudged() throws {
    let child = AwaitedProcess(Self.shell, ["-c", "exit 3"])
    try child.start()
    child.waitUntilEnd()
    child.waitUntilEnd()
    #expect(child.process.terminationStatus == 3)
    let failed = #expect(throws: ChildProgramError.self) { try child.checkEnd(said: "one\ntwo") }
    #expect(failed?.description == "'/bin/sh -c exit 3' ended with status 3:\none\ntwo")
    let missing = #expect(throws: ChildProgramError.self) { try AwaitedProcess(URL(filePath: "/nowhere"), []).start() }
    #expect(missing?.description.hasPrefix("cannot start '/nowhere'") == true)
    #expect(try ChildProgram(Self.shell, ["-c", "echo $WORD"], environment: ["WORD": "said"]).output() == "said\n")
    let said = #expect(throws: ChildProgramError.self) {
      try ChildProgram(Self.shell, ["-c", "echo reason >&2; exit 1"]).output()
    }
    #expect(said?.description.hasSuffix("ended with status 1:\nreason") == true)
  }

  /// Processes that say when they are ready, wait for the start and answer, all by a line of the shell.
  private static func rate(_ processes: Int, _ body: String) throws -> ProcessRate {
    try ScaleEpochs.rate(processes: processes, arguments: ["-c", body], program: shell)
  }

  @Test func processesAreStartedTogether() throws {
    let answer = #"{"images":100,"start":10,"end":12,"processorSeconds":2,"peakResidentBytes":5}"#
    let rate = try Self.rate(3, "printf r; read start; echo '\(answer)'")
    #expect(rate.wall == 150 && rate.processor == 150)
  }

  /// A failure of the measurement is status 1, not a fault of the command line.
  @Test(arguments: ["exit 4", "printf r; read start; exit 4"]) func aFailedProcessIsAFailure(_ body: String) throws {
    let error = #expect(throws: BenchFailure.self) { try Self.rate(2, body) }
    #expect(error?.description.hasPrefix("a process of the measurement failed with status 4") == true)
    #expect(BenchTool.exitCode(for: try #require(error)) == .failure)
  }

  @Test func aPeerThatCrashesIsAFailure() throws {
    let folder = try TemporaryFolder()
    let greeting = #"{"version": "1", "parameters": 7}"#
    let answer = #"{"wall": 2, "processor": 1.5, "loss": 0.25}"#
    let script = try folder.write("echo '\(greeting)'; read line; echo '\(answer)'; read line; exit 5", to: "peer.sh")
    let peer = try PeerProcess(.torch, python: Self.shell, job: folder.url, script: URL(filePath: script))
    #expect(peer.greeting.version == "1" && peer.greeting.parameters == 7)
    let epoch = try peer.trainEpoch()
    #expect(epoch.wall == 2 && epoch.processor == 1.5 && epoch.loss == 0.25)
    let error = #expect(throws: BenchFailure.self) { try peer.trainEpoch() }
    #expect(error?.description.contains("the script of torch ended with status 5") == true)
    #expect(BenchTool.exitCode(for: try #require(error)) == .failure)
    let other = try folder.write("echo '\(greeting)'; read line; echo '{\"loss\": NaN}'", to: "nan.sh")
    let diverged = try PeerProcess(.torch, python: Self.shell, job: folder.url, script: URL(filePath: other))
    let answered = #expect(throws: BenchFailure.self) { try diverged.trainEpoch() }
    #expect(answered?.description.contains("which is no answer") == true)
  }
}
