import Engine
import Foundation
import TestSupport
import Testing

@testable import BenchCommand

/// `bench compare --baseline` with a repository and programs of the test's own, so that nothing long is built.
@Suite struct BaselineTests {
  /// A program that answers like `bench`: every series is there as often as asked for.
  private static func program(_ seconds: String, log: String, name: String, series: Int = 1) -> String {
    let records = (0..<series).map {
      #"{"name":"train/s\#($0)","unit":"s","smallerIsBetter":true,"samples":[\#(seconds)],"facts":{}}"#
    }.joined(separator: ",")
    return """
      #!/bin/sh
      for word; do [ "$word" = --help ] && { echo "  --json <json>"; exit 0; }; done
      echo \(name) >> '\(log)'
      while [ "$1" != --json ]; do shift; done
      cat > "$2" <<'END'
      {"format":1,"benchmark":"train","build":{"instructionSet":"native"},
       "machine":{"processor":"P","cores":2,"vectorExtensions":[]},"series":[\(records)]}
      END
      """
  }

  /// A repository with one commit, a `swift` that notes what it is given instead of building, and this program's double.
  private static func comparison(_ folder: TemporaryFolder, rounds: Int, series: Int = 1) throws -> BaselineComparison {
    let log = folder.url.appending(path: "log").path
    let repository = folder.url.appending(path: "repository")
    let tools = folder.url.appending(path: "tools")
    for place in [repository, tools] {
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    }
    _ = try folder.write("// swift-tools-version: 6.2\n", to: "repository/Package.swift")
    let old = try folder.write(program("2", log: log, name: "old", series: series), to: "old")
    let current = try folder.write(program("1", log: log, name: "new", series: series), to: "new")
    let swift = try folder.write(
      """
      #!/bin/sh
      echo "$ABLATION_MARCH" > '\(folder.url.appending(path: "march").path)'
      while [ "$1" != --package-path ]; do shift; done
      mkdir -p "$2/.build/release" && cp '\(old)' "$2/.build/release/bench"
      """, to: "tools/swift")
    // Copied by another process: a file that this one has just written may still be open in a child of a parallel test,
    // and cannot be started then.
    for file in [old, current, swift] {
      let copy = "cp '\(file)' '\(file).copy' && mv '\(file).copy' '\(file)' && chmod 755 '\(file)'"
      _ = try ChildProgram(URL(filePath: "/bin/sh"), ["-c", copy]).output()
    }
    for words in [
      ["init", "-q"], ["add", "Package.swift"],
      ["-c", "user.name=T", "-c", "user.email=t@example.org", "commit", "-q", "-m", "One"],
    ] {
      _ = try ChildProgram(URL(filePath: "/usr/bin/env"), ["git", "-C", repository.path] + words).output()
    }
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return BaselineComparison(
      revision: "HEAD", arguments: ["train"], rounds: rounds, current: URL(filePath: current), repository: repository,
      environment: ["PATH": "\(tools.path):\(path)"])
  }

  @Test func theRevisionIsBuiltForABareNameAndBothRunAlternately() throws {
    let folder = try TemporaryFolder()
    let measured = try Self.comparison(folder, rounds: 6).measure()
    // What the manifest makes a compilation condition of, and the compiler's -march takes.
    let march = try String(contentsOf: folder.url.appending(path: "march"), encoding: .utf8)
    #expect(march == "\(try #require(EngineBuild.name))\n")
    #expect(march.wholeMatch(of: /native\n|x86-64(-v[234])?\n/) != nil)
    let log = try String(contentsOf: folder.url.appending(path: "log"), encoding: .utf8)
    let order = log.split(separator: "\n").joined(separator: " ")
    #expect(order == "old new new old old new new old old new new old")
    #expect(measured.baseline.series.map(\.samples) == [[2, 2, 2, 2, 2, 2]])
    #expect(measured.current.series.map(\.samples) == [[1, 1, 1, 1, 1, 1]])
    #expect(measured.revision.count == 40)
  }

  /// 26 series and ten rounds: 26 x 2/1024 is above 5 %, so that no difference could ever be told.
  @Test func tooFewRoundsAreRefusedAfterTheFirst() throws {
    let folder = try TemporaryFolder()
    let comparison = try Self.comparison(folder, rounds: 10, series: 26)
    let error = #expect(throws: (any Error).self) { try comparison.measure() }
    #expect("\(try #require(error))".contains("among 26 series at 5 % for all together: give --rounds 11"))
    let log = try String(contentsOf: folder.url.appending(path: "log"), encoding: .utf8)
    #expect(log.split(separator: "\n") == ["old", "new"])
  }

  @Test func anUnknownInstructionSetIsRefused() throws {
    #expect(try BaselineComparison.instructionSet("x86-64-v3") == "x86-64-v3")
    let error = #expect(throws: (any Error).self) { try BaselineComparison.instructionSet(nil) }
    #expect("\(try #require(error))".contains("build it with native, x86-64"))
  }

  /// Ctrl-C reaches the terminal's process group alone: what was started, and what that started, has to be ended.
  @Test func anInterruptionEndsWhatWasStarted() throws {
    let folder = try TemporaryFolder()
    let mark = folder.url.appending(path: "pid").path
    let children = RunningChildren()
    let build = AwaitedProcess(
      URL(filePath: "/bin/sh"), ["-c", "sleep 600 & echo $! > '\(mark).new'; mv '\(mark).new' '\(mark)'; wait"],
      children: children)
    try build.start()
    for _ in 0..<2_000 where !FileManager.default.fileExists(atPath: mark) { usleep(10_000) }
    let text = try String(contentsOfFile: mark, encoding: .utf8)
    let grandchild = try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(kill(grandchild, 0) == 0)
    children.end()
    #expect(throws: ChildProgramError.self) { try build.checkEnd() }
    var isGone = false
    for _ in 0..<2_000 where !isGone {
      usleep(10_000)
      // A process that nobody has waited for yet still has its number.
      let state = try? String(contentsOfFile: "/proc/\(grandchild)/stat", encoding: .utf8)
      isGone = state.map { $0.contains(") Z ") } ?? true
    }
    #expect(isGone)
  }

  @Test func anUnknownRevisionIsNamed() throws {
    let folder = try TemporaryFolder()
    let comparison = try Self.comparison(folder, rounds: 6)
    let error = #expect(throws: (any Error).self) {
      try BaselineWorktree(revision: "nowhere", repository: comparison.repository)
    }
    #expect("\(try #require(error))".contains("--baseline nowhere: there is no such commit"))
  }
}
