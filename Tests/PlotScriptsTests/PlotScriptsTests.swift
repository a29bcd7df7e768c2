import Foundation
import PlotScripts
import TestSupport
import Testing

/// Draws every figure from small committed tables and checks what happens when something is missing or broken.
@Suite struct PlotScriptsTests {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "plot script's ü-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func remove() { try? FileManager.default.removeItem(at: folder) }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  private static func fixture(_ path: String) -> String { Fixtures.url("plots").appending(path: path).path }

  private static func table(of figure: Figure) -> String {
    switch figure {
    case .learningCurves: "epochs.csv"
    case .parallelCoordinates: "parallel/lenet5_random.csv"
    case .importance: "importance.csv"
    case .confirmed: "confirmed.csv"
    case .confusionMatrix: "confusion/lenet5_random.csv"
    case .history: "history.csv"
    case .comparison: "summary.csv"
    case .layerThroughput: "layers.csv"
    case .augmentedDigits: "augmented_digits.csv"
    case .mistakes: "mistakes.csv"
    case .roofline: "bench/layers.csv"
    case .epochTime: "bench/train.csv"
    case .augmentationCost: "bench/augment.csv"
    case .inference: "bench/infer.csv"
    case .scaling: "bench/scale.csv"
    case .threadScaling: "bench/threads.csv"
    case .start: "bench/start.csv"
    case .benchmarkComparison: "comparison.csv"
    case .peers: "peers.csv"
    case .ablationForest: "ablation/effects.csv"
    case .ablationInteractions: "ablation/interactions.csv"
    case .ablationInteractionPlot: "ablation/interaction_cells.csv"
    case .ablationHalfNormal: "ablation/lenth.csv"
    case .ablationPath: "ablation/path.csv"
    case .ablationShapley: "ablation/shapley.csv"
    case .ablationMcNemar: "ablation/mcnemar_matrix.csv"
    case .ablationCurves: "ablation/curves.csv"
    case .ablationCost: "ablation/cost.csv"
    case .earlyTermination: "stopping.csv"
    case .replay: "replay.csv"
    }
  }

  private static func variables(of figure: Figure) -> [PlotVariable: String] {
    let all: [PlotVariable: String] = [
      .csv: fixture(table(of: figure)), .pixels: fixture("mistakes_pixels.csv"), .method: "random",
      .family: figure == .augmentationCost ? "lenet5_augmented" : "lenet5",
      .ceilings: fixture("bench/ceilings.csv"), .latency: fixture("bench/latency.csv"),
      .seeds: fixture("confirmed_seeds.csv"),
      .batch: "64", .note: "it's a \"quick\" run with `echo` and \\n on a subset", .replicate: "1",
      .metric: "accuracy", .scale: "100", .goal: "maximize",
    ]
    let known = figure.requiredVariables + figure.optionalVariables
    return all.filter { known.contains($0.key) }
  }

  @Test(arguments: Figure.allCases) func drawsAPicture(_ figure: Figure) throws {
    defer { remove() }
    let png = folder.appending(path: "plots/\(figure.rawValue).png")
    try PlotScripts.render(figure, variables: Self.variables(of: figure), to: png)
    let picture = try Data(contentsOf: png)
    #expect(picture.starts(with: [0x89, 0x50, 0x4E, 0x47]))
    #expect(picture.count > 5_000)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "plots").path).count == 1)
  }

  @Test(arguments: Figure.allCases) func drawsWithRequiredVariablesOnly(_ figure: Figure) throws {
    defer { remove() }
    let required = Self.variables(of: figure).filter { figure.requiredVariables.contains($0.key) }
    try PlotScripts.render(figure, variables: required, to: folder.appending(path: "figure.png"))
    #expect(try names() == ["figure.png"])
  }

  @Test(arguments: Figure.allCases) func aTableWithoutTheColumnsIsNamed(_ figure: Figure) throws {
    defer { remove() }
    let broken = folder.appending(path: "broken.csv")
    try "family,method\nlenet5,random\n".write(to: broken, atomically: true, encoding: .utf8)
    var variables = Self.variables(of: figure)
    variables[.csv] = broken.path
    try expectFailure(figure, variables) { message in
      message.contains("lacks the column(s)") && message.contains("broken.csv")
    }
    #expect(try names() == ["broken.csv"])
  }

  @Test(arguments: Figure.allCases) func aTableWithoutRowsGivesNoPicture(_ figure: Figure) throws {
    defer { remove() }
    let empty = folder.appending(path: "empty.csv")
    let header = try String(contentsOfFile: Self.fixture(Self.table(of: figure)), encoding: .utf8).prefix { $0 != "\n" }
    try "\(header)\n".write(to: empty, atomically: true, encoding: .utf8)
    var variables = Self.variables(of: figure)
    variables[.csv] = empty.path
    try expectFailure(figure, variables) { $0.contains("empty.csv") }
    #expect(try names() == ["empty.csv"])
  }

  /// gnuplot 5.4 crashes on some tables of one row, which a run with one study writes.
  @Test(arguments: [
    Figure.comparison, .importance, .history, .confusionMatrix, .learningCurves, .benchmarkComparison, .peers,
    .threadScaling, .start, .epochTime, .confirmed,
    .ablationForest, .ablationInteractions, .ablationInteractionPlot, .ablationHalfNormal, .ablationPath,
    .ablationShapley, .ablationMcNemar, .ablationCurves, .ablationCost,
  ])
  func aTableOfOneRowIsDrawn(_ figure: Figure) throws {
    defer { remove() }
    let rows = try String(contentsOfFile: Self.fixture(Self.table(of: figure)), encoding: .utf8).split(separator: "\n")
    let row = try #require(rows.dropFirst().first { figure != .learningCurves || $0.contains(",search,2,,1,") })
    let short = folder.appending(path: "short.csv")
    try "\(rows[0])\n\(row)\n".write(to: short, atomically: true, encoding: .utf8)
    var variables = Self.variables(of: figure)
    variables[.csv] = short.path
    try PlotScripts.render(figure, variables: variables, to: folder.appending(path: "figure.png"))
    #expect(try names() == ["figure.png", "short.csv"])
  }

  /// Labels of IDX files have one byte, hence at most 256 classes.
  @Test(arguments: [(47, 3), (61, 24), (256, 3), (256, 60)])
  func aConfusionMatrixOfManyClassesStaysWithinItsSide(_ classes: Int, _ nameLength: Int) throws {
    defer { remove() }
    let names = (0..<classes).map { "\($0) " + String(repeating: "x", count: max(0, nameLength - 4)) }
    var rows = "replicate,true_class,predicted_class,count,budget\n"
    for truth in 0..<classes {
      for predicted in 0..<classes {
        let count = truth == predicted ? 400 : (truth * 31 + predicted * 17) % 23 == 0 ? predicted % 9 : 0
        rows += "1,\(names[truth]),\(names[predicted]),\(count),full\n"
      }
    }
    let table = folder.appending(path: "confusion.csv")
    try rows.write(to: table, atomically: true, encoding: .utf8)
    let png = folder.appending(path: "figure.png")
    try PlotScripts.render(
      .confusionMatrix, variables: [.csv: table.path, .family: "lenet5", .method: "grid"], to: png)
    let size = try Self.size(of: png)
    #expect(size.width <= 2_400 && size.height <= 2_400)
    #expect(size.width >= 1_600 && size.height >= 1_600)
  }

  /// Width and height as the picture's header has them.
  private static func size(of png: URL) throws -> (width: Int, height: Int) {
    let header = Array(try Data(contentsOf: png).prefix(24))
    try #require(header.count == 24)
    func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }
    return (number(header[16..<20]), number(header[20..<24]))
  }

  @Test func aMissingTableKeepsTheOldPicture() throws {
    defer { remove() }
    let png = folder.appending(path: "history.png")
    try Data([1, 2, 3]).write(to: png)
    try expectFailure(.history, [.csv: "/nowhere/history.csv", .family: "lenet5"]) {
      $0.contains("'/nowhere/history.csv' cannot be read")
    }
    #expect(try Data(contentsOf: png) == Data([1, 2, 3]))
  }

  @Test func missingGnuplotNamesThePackage() throws {
    defer { remove() }
    #expect(!PlotScripts.isGnuplotInstalled(searchPath: folder.path))
    let figure = Figure.history
    let error = #expect(throws: PlotError.self) {
      try PlotScripts.render(
        figure, variables: Self.variables(of: figure), to: folder.appending(path: "a.png"), searchPath: folder.path)
    }
    #expect(error == .gnuplotNotFound)
    #expect(error?.description.contains("sudo apt-get install gnuplot-nox") == true)
    #expect(try names().isEmpty)
  }

  @Test func missingScriptIsNamed() throws {
    defer { remove() }
    let error = #expect(throws: PlotError.self) {
      try PlotScripts.render(
        .history, variables: Self.variables(of: .history), to: folder.appending(path: "a.png"), scripts: folder)
    }
    #expect(error == .scriptNotFound(script: "history.gp", folder: folder.path))
  }

  @Test func missingAndUnknownVariablesAreNamed() {
    defer { remove() }
    let png = folder.appending(path: "a.png")
    #expect(throws: PlotError.variablesMissing(script: "history.gp", names: ["family"])) {
      try PlotScripts.render(.history, variables: [.csv: "history.csv"], to: png)
    }
    #expect(
      throws: PlotError.variablesUnknown(
        script: "comparison.gp", names: ["batch"], known: ["csv", "note"])
    ) {
      try PlotScripts.render(.comparison, variables: [.csv: "summary.csv", .batch: "64"], to: png)
    }
  }

  @Test func anUnwritablePlaceIsNamed() throws {
    defer { remove() }
    let file = folder.appending(path: "file")
    try Data().write(to: file)
    let error = #expect(throws: PlotError.self) {
      try PlotScripts.render(
        .history, variables: Self.variables(of: .history), to: file.appending(path: "a.png"))
    }
    guard case .unwritable(let png, _) = error else {
      Issue.record("unexpected \(String(describing: error))")
      return
    }
    #expect(png.hasSuffix("file/a.png"))
  }

  @Test func everyFigureHasItsScriptAndEveryScriptItsFigure() throws {
    defer { remove() }
    let shared: Set = ["style.gp", "page.gp", "legend.gp", "log_ticks.gp"]
    let scripts = try FileManager.default.contentsOfDirectory(atPath: PlotScripts.folder.path)
      .filter { $0.hasSuffix(".gp") }
    #expect(Set(scripts) == shared.union(Figure.allCases.map(\.scriptName)))
  }

  private func expectFailure(
    _ figure: Figure, _ variables: [PlotVariable: String], says expected: (String) -> Bool
  ) throws {
    let error = #expect(throws: PlotError.self) {
      try PlotScripts.render(figure, variables: variables, to: folder.appending(path: "\(figure.rawValue).png"))
    }
    guard case .scriptFailed(let script, let status, let message) = error else {
      Issue.record("unexpected \(String(describing: error))")
      return
    }
    #expect(script == figure.scriptName)
    #expect(status != 0)
    #expect(expected(message), "\(message)")
  }
}
