import ArgumentParser
import Benchmarking
import Engine
import Foundation
import Machine

/// This program and an earlier revision of it, measured in turn.
struct BaselineComparison {
  /// A branch, tag or commit.
  let revision: String
  /// A `bench` subcommand with its options; empty for LeNet-5's epochs.
  let arguments: [String]
  /// How often both run.
  let rounds: Int
  /// The program to compare with the revision's.
  var current = ProgramFile.url
  /// Where git looks for the repository; `nil` for the working folder.
  var repository: URL?
  /// Variables for git and the build that differ from this program's.
  var environment: [String: String] = [:]

  /// A sample a round of both programs, and the revision's full name.
  struct Measured {
    var baseline: BenchmarkRecord
    var current: BenchmarkRecord
    var revision: String
  }

  /// Builds the revision and runs both programs in the order A B, B A, A B, ..., so that a drift of the machine's speed
  /// cancels.
  func measure() throws -> Measured {
    let measurement = try Self.measurement(arguments)
    let worktree = try BaselineWorktree(revision: revision, repository: repository, environment: environment)
    let old = try worktree.build(instructionSet: try Self.instructionSet(EngineBuild.name))
    for program in [old, current] {
      try Self.requireRecords(program, command: measurement[0], revision: program == old ? worktree.commit : nil)
    }
    let scratch = FileManager.default.temporaryDirectory.appending(path: "bench-compare-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    var a: [BenchmarkRecord] = []
    var b: [BenchmarkRecord] = []
    for round in 0..<rounds {
      Progress.say("round \(round + 1) of \(rounds)")
      let baselineFirst = round.isMultiple(of: 2)
      for isBaseline in [baselineFirst, !baselineFirst] {
        let file = scratch.appending(path: "record.json")
        try? FileManager.default.removeItem(at: file)
        try ChildProgram(isBaseline ? old : current, measurement + ["--json", file.path]).run()
        let record = try BenchmarkRecord.read(file)
        if isBaseline { a.append(record) } else { b.append(record) }
      }
      // Said as soon as the number of series is known, and not after an hour.
      if round == 0 { try requireRounds(series: RecordComparison.judgedCount(a[0], b[0])) }
    }
    var baseline = try BenchmarkRecord.joined(a)
    baseline.build.revision = worktree.commit
    return Measured(baseline: baseline, current: try BenchmarkRecord.joined(b), revision: worktree.commit)
  }

  /// What both programs are asked to do: one short round.
  static func measurement(_ arguments: [String]) throws -> [String] {
    let given = arguments.isEmpty ? ["train", "--family", "lenet5", "--batch", "64"] : arguments
    guard let command = given.first, !command.hasPrefix("-"), !command.hasSuffix(".json") else {
      throw ValidationError("after '--' stands a subcommand of bench, such as 'train --family padocanet'")
    }
    guard !given.contains(where: { $0 == "--json" || $0.hasPrefix("--json=") }) else {
      throw ValidationError("--json after '--' is set by the comparison: leave it out")
    }
    let setsEpochs = given.contains { $0 == "--epochs" || $0.hasPrefix("--epochs=") }
    return command == "train" && !setsEpochs ? given + ["--epochs", "1"] : given
  }

  /// Refuses what could not find a difference, however large.
  private func requireRounds(series: Int) throws {
    let needed = SmallestPValue.roundsNeeded(series: series, paired: true)
    guard rounds >= needed else {
      throw ValidationError(
        "--rounds \(rounds) cannot show any difference among \(series) series at 5 % for all together: give --rounds "
          + "\(needed) or more, or measure fewer series")
    }
  }

  /// The name by which the revision is built for the same instruction set as this program.
  ///
  /// - Parameter name: this program's, as ``EngineBuild/name`` knows it.
  static func instructionSet(_ name: String?) throws -> String {
    guard let name else {
      throw ValidationError(
        "this program was built with an ABLATION_MARCH whose name it does not know, so that --baseline cannot build the "
          + "revision for the same: build it with native, x86-64, x86-64-v2, x86-64-v3 or x86-64-v4")
    }
    return name
  }

  private static func requireRecords(_ program: URL, command: String, revision: String?) throws {
    let help = try ChildProgram(program, [command, "--help"]).output()
    guard help.contains("--json") else {
      let who = revision.map { "revision \($0.prefix(12))" } ?? "this program"
      throw BenchFailure(
        "'bench \(command)' of \(who) writes no records (it has no option --json), so that its samples cannot be "
          + "compared: choose a later revision or another measurement")
    }
  }
}

/// A revision's sources in a worktree of their own, kept as a cache together with their build.
struct BaselineWorktree {
  /// The full name of the commit.
  let commit: String
  /// The worktree.
  let folder: URL
  private let environment: [String: String]

  /// Checks the revision out, once.
  ///
  /// - Parameters:
  ///   - repository: where git looks for the repository; `nil` for the working folder.
  ///   - environment: variables for git and the build that differ from this program's.
  init(revision: String, repository: URL? = nil, environment: [String: String] = [:]) throws {
    self.environment = environment
    let place = repository.map { ["-C", $0.path] } ?? []
    func run(_ arguments: [String]) throws -> String {
      try ChildProgram(URL(filePath: "/usr/bin/env"), ["git"] + place + arguments, environment: environment).output()
        .trimmingCharacters(in: .whitespacesAndNewlines)
    }
    let root: String
    do {
      root = try run(["rev-parse", "--show-toplevel"])
    } catch {
      throw ValidationError("--baseline needs the repository of Ablation: call it from inside of it (\(error))")
    }
    do {
      commit = try run(["-C", root, "rev-parse", "--verify", "--quiet", "--end-of-options", "\(revision)^{commit}"])
    } catch {
      throw ValidationError("--baseline \(revision): there is no such commit in '\(root)' - 'git log' lists them")
    }
    folder = URL(filePath: root).appending(path: ".build/baseline/\(commit)")
    let manifest = folder.appending(path: "Package.swift").path
    if !FileManager.default.fileExists(atPath: manifest) {
      // Forced, because 'swift package clean' may have removed a worktree that git still lists.
      _ = try run(["-C", root, "worktree", "add", "--force", "--detach", folder.path, commit])
      guard FileManager.default.fileExists(atPath: manifest) else {
        throw ValidationError("--baseline \(revision): the commit holds no Swift package")
      }
    }
  }

  /// Builds the revision's `bench` and returns it.
  ///
  /// - Parameter instructionSet: a name that `ABLATION_MARCH` takes, such as `native`: it goes to the compilers as it is.
  func build(instructionSet: String) throws -> URL {
    Progress.say("building \(commit.prefix(12)) in \(folder.path)")
    try ChildProgram(
      URL(filePath: "/usr/bin/env"),
      ["swift", "build", "--package-path", folder.path, "-c", "release", "--product", "bench"],
      environment: environment.merging(["ABLATION_MARCH": instructionSet]) { $1 }
    ).run()
    return folder.appending(path: ".build/release/bench")
  }
}
