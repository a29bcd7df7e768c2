import Foundation
import PlotScripts
import TestSupport
import Testing

/// What scripts make of their tables, read from gnuplot's variables after the picture is drawn.
@Suite struct ScriptVariablesTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "script-variables-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func remove() { try? FileManager.default.removeItem(at: folder) }

  private func write(_ text: String) throws -> String {
    let file = folder.appending(path: "table.csv")
    try Data(text.utf8).write(to: file)
    return file.path
  }

  /// What gnuplot says of `commands`, run beside the scripts.
  static func gnuplot(_ commands: String) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["gnuplot", "-e", commands]
    process.currentDirectoryURL = PlotScripts.folder
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(said)")
    return said
  }

  /// Trials 1 to 4 end near 0.98; trials 5 and 6 are stopped after epoch 1, the latter at a value within the range.
  private func stopping(_ far: Double, goal: String) -> String {
    let head = "lenet5,random,hyperband min_iter=1,metric,\(goal),"
    let sign = goal == "maximize" ? 1.0 : -1.0
    var text = "family,method,rule,metric,goal,kind,trial,state,epoch,value\n"
    for trial in 1...4 {
      for epoch in 1...9 {
        let value = 0.5 + sign * (0.4 + 0.01 * Double(epoch) - 0.001 * Double(trial))
        text += "\(head)curve,\(trial),\(trial == 1 ? "best" : "complete"),\(epoch),\(value)\n"
      }
    }
    for (trial, value) in [(5, far), (6, 0.5 + sign * 0.39)] {
      text += "\(head)curve,\(trial),stopped,1,\(value)\n\(head)missed,\(trial),stopped,1,\(0.5 + sign * 0.4)\n"
    }
    return text
  }

  @Test(arguments: [("maximize", 0.1, "0 1"), ("minimize", 0.9, "1 0"), ("maximize", 0.89, "0 0")])
  func stopsOutsideTheRangeAreCountedAsSuch(_ goal: String, _ far: Double, _ expected: String) throws {
    defer { remove() }
    let table = try write(stopping(far, goal: goal))
    let said = try Self.gnuplot(
      "csv = '\(table)'; png = '\(folder.path)/a.png'; call 'early_termination.gp'; print above, below")
    #expect(said.split(separator: "\n").last == Substring(expected))
  }

  @Test func trialsWithoutAValueAreMarkedInTheHistory() throws {
    defer { remove() }
    let table = try write(
      """
      family,method,trial,metric,goal,value,best_so_far
      lenet5,random,1,loss,minimize,0.5,0.5
      lenet5,random,2,loss,minimize,,0.5
      lenet5,random,3,loss,minimize,0.4,0.4
      lenet5,random,4,loss,minimize,,0.4
      lenet5,random,5,loss,minimize,0.45,0.4
      lenet5,random,6,loss,minimize,0.42,0.4
      lenet5,random,7,loss,minimize,99,0.4

      """)
    let said = try Self.gnuplot(
      "csv = '\(table)'; png = '\(folder.path)/a.png'; call 'history.gp'; print lacking, hidden")
    #expect(said.split(separator: "\n").last == "2 1")
  }

  /// A range without a power of ten, or with one, still has several labelled ticks.
  @Test(arguments: [
    ("0.25", "1.6", ["0.3", "0.5", "0.7", "1", "1.5"]),
    ("1.5", "2.4", ["1.6", "1.8", "2", "2.2", "2.4"]),
    ("0.05", "2", ["0.05", "0.1", "0.2", "0.5", "1", "2"]), ("0.01", "5", ["0.01", "0.03", "0.1", "0.3", "1", "3"]),
    ("0.0001", "1", ["0.0001", "0.001", "0.01", "0.1", "1"]),
  ])
  func logarithmicAxesHaveSeveralTicks(_ low: String, _ high: String, _ expected: [String]) throws {
    defer { remove() }
    let style = "csv = '\(Fixtures.url("plots").appending(path: "history.csv").path)'; needed_columns = 'value'"
    let said = try Self.gnuplot(
      "\(style); call 'style.gp'; log_low = \(low); log_high = \(high); call 'log_ticks.gp'; show ytics")
    let list = try #require(said.split(separator: "\n").first { $0.contains("explicit list") })
    let labels = list.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    let range = try #require(Double(low))...(#require(Double(high)))
    #expect(labels.filter { Double($0).map(range.contains) == true } == expected)
  }
}
