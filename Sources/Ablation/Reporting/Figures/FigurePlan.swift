import Foundation
import PlotScripts
import Training

/// One picture to draw: a script, its variables and the picture's name.
struct Drawing: Hashable {
  var figure: Figure
  var name: String
  /// The figure's variables, files relative to the run's folder.
  var variables: [PlotVariable: String]
}

/// The figures that a run's data allow, in the order in which a reader meets them, and why the others are left out.
struct FigurePlan {
  private(set) var drawings: [Drawing] = []
  /// One sentence a figure: its name and what is missing.
  private(set) var skipped: [String] = []

  /// - Parameters:
  ///   - folder: the run's folder, where `layers.csv` may lie.
  ///   - sheets: the families with a sheet of augmented digits.
  init(_ facts: RunFacts, folder: URL, sheets: [String]) {
    let isTested = facts.studies.contains { !$0.tested.isEmpty }
    add(.comparison, "comparison", [.csv: "summary.csv"], unless: isTested ? nil : "nothing has been tested yet")
    for family in facts.families { addFamily(family, facts, hasSheet: sheets.contains(family.rawValue)) }
    for study in facts.studies { addStudy(study) }
    for study in facts.studies { addStopping(study) }
    addLayers(folder.appending(path: "layers.csv"))
  }

  private mutating func add(
    _ figure: Figure, _ name: String, _ variables: [PlotVariable: String], unless reason: String?
  ) {
    if let reason {
      skipped.append("\(name): \(reason)")
    } else {
      drawings.append(Drawing(figure: figure, name: "\(name).png", variables: variables))
    }
  }

  private mutating func addFamily(_ family: ModelFamily, _ facts: RunFacts, hasSheet: Bool) {
    let studies = facts.studies.filter { $0.family == family }
    let hasBest = studies.contains { $0.best != nil }
    let noComplete = hasBest ? nil : "no trial of the family is complete"
    add(
      .learningCurves, "learning_curves_\(family.rawValue)", [.csv: "epochs.csv", .family: family.rawValue],
      unless: noComplete)
    let metrics = Set(studies.map(\.prepared.metric))
    add(
      .history, "history_\(family.rawValue)", [.csv: "history.csv", .family: family.rawValue],
      unless: noComplete ?? (metrics.count > 1 ? "the family's studies optimise different metrics" : nil))
    let best = facts.best(of: family)
    let noMistakes: String?
    switch best {
    case nil: noMistakes = noComplete
    case .some(let best) where best.tested.isEmpty: noMistakes = "the family's best study has not been tested yet"
    case .some(let best): noMistakes = best.mistakes.isEmpty ? "the first replicate made no mistake" : nil
    }
    add(
      .mistakes, "mistakes_\(family.rawValue)",
      [
        .csv: "mistakes.csv", .pixels: "mistakes_pixels.csv", .family: family.rawValue,
        .method: best?.label.method ?? "",
      ], unless: noMistakes)
    if hasSheet {
      add(
        .augmentedDigits, "augmented_digits_\(family.rawValue)",
        [.csv: "augmented_digits/\(family.rawValue).csv", .family: family.rawValue], unless: nil)
    }
  }

  private mutating func addStudy(_ study: StudyFacts) {
    let stem = study.label.fileStem
    let names: [PlotVariable: String] = [.family: study.family.rawValue, .method: study.label.method]
    let complete = study.completeTrials.count
    let varied = study.space.parameters.filter { $0.distribution.levelCount != 1 }
    let constant = varied.isEmpty ? "every hyperparameter is constant" : nil
    add(
      .parallelCoordinates, "parallel_coordinates_\(stem)",
      names.merging([.csv: "parallel/\(stem).csv"]) { $1 },
      unless: complete == 0 ? "no trial is complete" : constant)
    let fewest = ImportanceTable.fewestTrials
    add(
      .importance, "importance_\(stem)", names.merging([.csv: "importance.csv"]) { $1 },
      unless: complete < fewest ? "\(fewest) complete trials are needed, there are \(complete)" : constant)
    if let review = study.review {
      add(
        .confirmed, "confirmed_\(stem)", names.merging([.csv: "confirmed.csv", .seeds: "confirmed_seeds.csv"]) { $1 },
        unless: review.entries.allSatisfy { $0.retrainings.compactMap { $0?.value }.isEmpty }
          ? "no training with a fresh seed is complete" : nil)
    }
    add(
      .confusionMatrix, "confusion_matrix_\(stem)", names.merging([.csv: "confusion/\(stem).csv"]) { $1 },
      unless: study.tested.isEmpty ? "nothing has been tested yet" : nil)
  }

  private mutating func addStopping(_ study: StudyFacts) {
    guard study.rule != nil else { return }
    let stem = study.label.fileStem
    add(
      .earlyTermination, "early_termination_\(stem)",
      [.csv: "stopping/\(stem).csv", .family: study.family.rawValue, .method: study.label.method],
      unless: StoppingTable.make(study) == nil ? "no trial has a curve" : nil)
  }

  /// `bench layers` may have left its table here; its cells hold no comma.
  private mutating func addLayers(_ table: URL) {
    guard let content = FileManager.default.contents(atPath: table.path) else { return }
    let lines = String(decoding: content, as: UTF8.self).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    guard let header = lines.first, let family = header.firstIndex(of: "family"),
      let batch = header.firstIndex(of: "batch")
    else { return skipped.append("layer_throughput: layers.csv has no columns family and batch") }
    var pairs: [[String]] = []
    for line in lines.dropFirst() where line.count == header.count {
      let pair = [line[family], line[batch]]
      if !pairs.contains(pair) { pairs.append(pair) }
    }
    for pair in pairs {
      let isOnly = pairs.count { $0[0] == pair[0] } == 1
      add(
        .layerThroughput, "layer_throughput_\(pair[0])" + (isOnly ? "" : "_batch\(pair[1])"),
        [.csv: "layers.csv", .family: pair[0], .batch: pair[1]], unless: nil)
    }
  }
}
