import ArgumentParser
import Benchmarking
import Foundation
import Machine
import PlotScripts

/// Where a command leaves its record, its tables and its pictures.
struct OutputOptions: ParsableArguments {
  @Option(
    help:
      "The folder for the raw samples (JSON), the tables (CSV) and the pictures (PNG). (default: results/bench/<command>)"
  )
  var output: String?

  @Option(help: "Write the raw samples to this file, and neither tables nor pictures.")
  var json: String?

  func validate() throws {
    guard output == nil || json == nil else {
      throw ValidationError("--output and --json exclude each other: the folder of --output holds the raw samples too")
    }
  }

  /// Refuses too few rounds for the intervals of tables and pictures; a record alone may hold fewer, as the short rounds of
  /// 'bench compare --baseline' do.
  ///
  /// - Parameter option: the option's name, such as `--rounds`.
  func check(rounds: Int, option: String = "--rounds") throws {
    let fewest = json == nil ? SeriesComparison.fewestSamples : 1
    guard (fewest...10_000).contains(rounds) else {
      throw ValidationError(
        "\(option) \(rounds): give \(fewest) to 10000"
          + (json == nil ? ", fewer have no 95 % interval (with --json, which keeps samples alone, 1 will do)" : ""))
    }
  }

  /// Makes the folder; what cannot be written or drawn is found out before anything is measured.
  ///
  /// - Parameter draws: whether the command draws pictures.
  func open(_ command: String, draws: Bool = true) throws -> BenchOutput {
    if draws, json == nil, !PlotScripts.isGnuplotInstalled() { throw PlotError.gnuplotNotFound }
    let record = URL(filePath: json ?? "\(output ?? "results/bench/\(command)")/\(command).json")
    try BenchOutput.prepare(record.deletingLastPathComponent(), option: json == nil ? "--output" : "--json")
    guard !BenchOutput.isFolder(record) else {
      throw ValidationError("'\(record.relativePath)' is a folder - give a file with --json")
    }
    return BenchOutput(command: command, record: record, hasTables: json == nil)
  }
}

/// What one measurement leaves.
struct BenchOutput {
  let command: String
  private let record: URL
  /// Whether tables and pictures are wanted beside the record.
  let hasTables: Bool

  init(command: String, record: URL, hasTables: Bool) {
    self.command = command
    self.record = record
    self.hasTables = hasTables
  }

  /// Makes a folder, or refuses a place where nothing can be written.
  ///
  /// - Parameter option: the option that names the place.
  static func prepare(_ folder: URL, option: String) throws {
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    guard isFolder(folder), FileManager.default.isWritableFile(atPath: folder.path) else {
      let isFile = FileManager.default.fileExists(atPath: folder.path) && !isFolder(folder)
      throw ValidationError(
        "cannot write to '\(folder.relativePath)'\(isFile ? ", which is a file" : "") - give another folder with "
          + option)
    }
  }

  static func isFolder(_ place: URL) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: place.path, isDirectory: &isFolder) && isFolder.boolValue
  }

  /// A file beside the record.
  func file(_ name: String) -> URL { record.deletingLastPathComponent().appending(path: name) }

  /// Writes the record of this machine with the raw samples and names it.
  func write(_ series: [BenchmarkRecord.Series]) throws {
    try BenchmarkRecord(benchmark: command, series: series).write(to: record)
    print(record.relativePath)
  }

  /// Writes a table and names it, where tables are wanted.
  func write(_ table: MeasurementTable, _ name: String) throws {
    guard hasTables else { return }
    try table.write(to: file(name))
    print(file(name).relativePath)
  }

  /// Writes a table that is text already and names it, where tables are wanted.
  func write(text: String, _ name: String) throws {
    guard hasTables else { return }
    try Data(text.utf8).write(to: file(name), options: .atomic)
    print(file(name).relativePath)
  }

  /// Draws a picture and names it, where pictures are wanted.
  func draw(_ figure: Figure, _ variables: [PlotVariable: String], _ name: String) throws {
    guard hasTables else { return }
    try PlotScripts.render(figure, variables: variables, to: file(name))
    print(file(name).relativePath)
  }
}

/// Progress on standard error.
enum Progress {
  static func say(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

  /// A function that tells after each round how long the rest will take.
  static func rounds() -> (Int, Int) -> Void {
    let began = Stopwatch.wallSeconds()
    return { done, all in
      let left = (Stopwatch.wallSeconds() - began) * Double(all - done) / Double(done)
      say("round \(done) of \(all), about \(Int(left)) s left")
    }
  }
}
