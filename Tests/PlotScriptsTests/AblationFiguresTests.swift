import Foundation
import PlotScripts
import TestSupport
import Testing

/// What the figures of ablation studies make of their tables, read from gnuplot's variables and from the pictures.
@Suite struct AblationFiguresTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "ablation-figures-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func remove() { try? FileManager.default.removeItem(at: folder) }

  private static func fixture(_ name: String) -> URL { Fixtures.url("plots").appending(path: "ablation/\(name)") }

  private func write(_ text: String) throws -> String {
    let file = folder.appending(path: "table.csv")
    try Data(text.utf8).write(to: file)
    return file.path
  }

  /// Draws a figure and says what `question` prints; the picture is `figure.png`.
  private func draw(
    _ figure: Figure, _ table: String, _ variables: String, asking question: String
  ) throws -> Substring? {
    let said = try ScriptVariablesTests.gnuplot(
      "csv = '\(table)'; png = '\(folder.path)/figure.png'; \(variables); call '\(figure.scriptName)'; "
        + "print \(question)")
    return said.split(separator: "\n").last
  }

  /// The red, green and blue parts of the picture's pixels in rows and columns that gnuplot's `every` picks.
  private func pixels(every parts: [String]) throws -> [[Int]] {
    let list = folder.appending(path: "pixels.txt").path
    let plots = parts.map { "'\(folder.path)/figure.png' binary filetype=png every \($0) with rgbimage" }
    _ = try ScriptVariablesTests.gnuplot("set table '\(list)'; plot \(plots.joined(separator: ", "))")
    return try String(contentsOfFile: list, encoding: .utf8).split(separator: "\n").compactMap { line in
      let cells = line.split(separator: " ").compactMap { Int($0) }
      return line.hasPrefix("#") || cells.count < 5 ? nil : Array(cells[2...4])
    }
  }

  /// Figure, table, and which rows of it are drawn: all, or those about the first three names.
  static let drawn: [(Figure, String, [String])] = [
    (.ablationForest, "effects.csv", []), (.ablationForest, "effects.csv", ["leave-one-out"]),
    (.ablationForest, "effects.csv", ["add-one-in"]), (.ablationInteractions, "interactions.csv", []),
    (.ablationInteractions, "interactions.csv", ["batch norm,batch norm", "dropout,dropout", "batch norm,dropout"]),
    (.ablationMcNemar, "mcnemar_matrix.csv", []),
    (.ablationMcNemar, "mcnemar_matrix.csv", ["full,no batch norm", "no batch norm,full"]),
    (.ablationInteractionPlot, "interaction_cells.csv", ["1"]), (.ablationShapley, "shapley.csv", []),
    (.ablationHalfNormal, "lenth.csv", []), (.ablationPath, "path.csv", []), (.ablationCurves, "curves.csv", ["full"]),
    (.ablationCost, "cost.csv", []), (.ablationCost, "cost.csv", ["full"]),
  ]

  @Test(arguments: drawn, ["test loss", "cross-entropy on the validation images"])
  func noTextIsCutOff(_ drawn: (figure: Figure, table: String, rows: [String]), _ metric: String) throws {
    defer { remove() }
    let lines = try String(contentsOf: Self.fixture(drawn.table), encoding: .utf8).split(separator: "\n")
    let kept = lines.dropFirst().filter { line in
      drawn.rows.isEmpty || drawn.rows.contains { line.hasPrefix($0 + ",") }
    }
    let table = try write(([lines[0]] + kept).joined(separator: "\n") + "\n")
    let question = "page_width, page_height, exists('legend_right') ? legend_right <= page_width && legend_y > 16 : 1"
    let said = try draw(
      drawn.figure, table, "metric = '\(metric)'; scale = '1'; goal = 'minimize'; note = '3 paired seeds'",
      asking: question)
    let numbers = try #require(said?.split(separator: " ").compactMap { Int($0) })
    try #require(numbers.count == 3)
    #expect(numbers[2] == 1, "the legend leaves the page")
    let edges = try pixels(every: ["::0::3", "::\(numbers[0] - 4)", ":::0::3", ":::\(numbers[1] - 4)"])
    #expect(edges.count == 8 * (numbers[0] + numbers[1]))
    #expect(edges.allSatisfy { $0 == [255, 255, 255] })
  }

  @Test func oneEpochIsDrawn() throws {
    defer { remove() }
    let table = try write(
      "arm,baseline,epoch,mean,low,high,seeds\nfull,1,1,0.9,0.85,0.95,3\nno dropout,0,1,0.8,0.7,0.9,3\n")
    #expect(try draw(.ablationCurves, table, "scale = '100'", asking: "is_point, lowest, highest") == "1 70.0 95.0")
    // Neither the legend nor the lines under the title, which have the same colours.
    let seen = try pixels(every: ["2:2::120::500"])
    #expect(seen.count { $0 == [0xD5, 0x5E, 0x00] } > 20)
    #expect(seen.count { $0 == [0x55, 0x55, 0x55] } > 15)
  }

  private static let costs =
    "arm,baseline,mean,low,high,seconds,parameters,multiply_adds,pareto,seconds_low,seconds_high,pareto_multiply_adds\n"

  /// Intervals of shares end at 0 and 100 %, others where they end; whiskers of few seeds do not squeeze the arms.
  @Test(arguments: [("100", "0 100 1"), ("1", "-1.13 2.15 0")])
  func intervalsOfSharesStayWithinThem(_ scale: String, _ expected: String) throws {
    defer { remove() }
    let table = try write(
      Self.costs + "full,1,0.51,-1.13,2.15,10,,,1,-90,110,\nno dropout,0,0.5,0.4,0.6,12,,,0,11,13,\n")
    let said = try draw(.ablationCost, table, "scale = '\(scale)'", asking: "lowest, highest, cuts, left, right")
    #expect(said?.hasPrefix(expected + " ") == true)
    let range = try #require(said?.split(separator: " ").suffix(2).compactMap { Double($0) })
    #expect(range[0] >= 8 && range[1] <= 14)
  }

  /// A panel for each cost that tells arms apart, and a name for each arm of a front.
  @Test(arguments: [
    (["5,1", "5,1", "5,0"], "1 1"), (["5,0", "4,0", "3,1"], "2 2"), (["5,", "4,", ","], "1 1"),
  ])
  func costsHaveAPanelEachWhereTheyDiffer(_ multiplyAdds: [String], _ expected: String) throws {
    defer { remove() }
    let rows = multiplyAdds.enumerated().map { index, cells in
      let parts = cells.split(separator: ",", omittingEmptySubsequences: false)
      return "arm \(index),\(index == 0 ? 1 : 0),0.9,,,\(10 + index),,\(parts[0]),\(index == 0 ? 1 : 0),,,\(parts[1])\n"
    }
    let table = try write(Self.costs + rows.joined())
    #expect(try draw(.ablationCost, table, "scale = '100'", asking: "panels, named") == Substring(expected))
  }

  /// Comparisons that are not declared show their own p value, marked.
  @Test func exploringComparisonsAreMarked() throws {
    defer { remove() }
    let table = try write(
      """
      kind,component,difference,low,high,margin,star,p_holm,p_bh,values
      main effect,dropout,0.1,0.05,0.15,0.01,1,0.0004,,0.1 0.1
      leave-one-out,dropout,-0.1,-0.15,-0.05,0.01,,,0.25,-0.1 -0.1

      """)
    #expect(try draw(.ablationForest, table, "", asking: "panels, explored, '|', row_p[1]") == "2 1 | < 0.001")
    #expect(try draw(.ablationForest, table, "", asking: "subnote[1:3], rows[1], rows[2], rows[3]") == "BH: 1 0 1")
  }
}
