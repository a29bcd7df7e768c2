import Datasets
import Experiments
import Foundation
import Search
import Training

/// A plan of an ablation study made from a file or from options, and the name of its folder.
struct AblationRequest {
  let plan: AblationPlan
  let folderName: String

  /// Reads a YAML file.
  ///
  /// - Throws: `SweepFileError` with every fault.
  init(file name: String) throws {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: name, isDirectory: &isFolder)
    guard exists else { throw AblationStudyError.noFile(name, reason: "does not exist") }
    guard !isFolder.boolValue else { throw AblationStudyError.noFile(name, reason: "is a folder") }
    guard let data = FileManager.default.contents(atPath: name), let text = String(validating: data, as: UTF8.self)
    else { throw AblationStudyError.noFile(name, reason: "cannot be read as UTF-8 text") }
    var base: AblationBase?
    var failure: (any Error)?
    let file = try AblationFile.parse(text: text, fileName: name, words: .known) { file, reading in
      if reading == nil, !file.isProgram {
        do {
          base = try Self.base(of: file)
        } catch {
          // Said after the file's own faults, if there are any.
          failure = error
        }
      }
      return AblationFileCheck.findings(file, reading, base: base)
    }
    if let failure { throw failure }
    for diagnostic in file.diagnostics where diagnostic.severity == .warning { Console.say(diagnostic.description) }
    let stem = URL(filePath: name).deletingPathExtension().lastPathComponent
    if let base {
      try self.init(file, base: base, stem: stem)
    } else {
      self.init(program: file, fileName: name, text: text, stem: stem)
    }
  }

  private static func base(of file: AblationFile) throws -> AblationBase {
    if let from = file.from { return try AblationBase(bestOf: URL(filePath: from), study: file.study) }
    return AblationBase(file.family.flatMap(ModelFamily.init(rawValue:)) ?? .padocanet)
  }

  /// The study of a configuration; the file has been checked.
  init(_ file: AblationFile, base: AblationBase, stem: String?) throws {
    var base = base
    try base.configuration.apply(
      Dictionary(uniqueKeysWithValues: file.parameters.map { ($0.key, SettingValue($0.value)) }))
    if !file.parameters.isEmpty {
      let changes = file.parameters.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }
      base.origin += ", but \(changes.joined(separator: ", "))"
    }
    if let epochs = file.epochs { base.configuration.epochs = epochs }
    let seed = file.seed ?? 1
    var data = base.data ?? DataPlan(source: .mnist, splitSeed: seed)
    if let name = file.data {
      var source = try DatasetSource(argument: name)
      if case .folder(let path) = source { source = .folder(URL(filePath: path).standardizedFileURL.path) }
      // Another data set than the run's own has no split to keep.
      data = DataPlan(source: source, splitSeed: source == base.data?.source ? data.splitSeed : seed)
    }
    let design = file.design.flatMap(AblationDesign.init) ?? .factorial
    let mode = file.tuning.mode.flatMap(TuningMode.init) ?? .frozen
    let metric =
      file.metric.flatMap(AblationMetric.init) ?? (design == .path ? .validationAccuracy : .testAccuracy)
    var tuning = base.usualTuning
    if let space = file.tuning.space { tuning.space = space }
    if let trials = file.tuning.trials { tuning.trials = trials }
    if let metric = file.tuning.metric { (tuning.metric, tuning.goal) = (metric.name, metric.goal) }
    let components = try file.components ?? ModelComponent.usual(in: base.configuration).map(\.name)
    plan = AblationPlan(
      name: stem ?? base.name, seed: seed,
      subject: .model(
        AblationPlan.ModelSubject(
          data: data, configuration: base.configuration, components: components, origin: base.origin,
          configurationsTried: base.configurationsTried, images: file.images)),
      design: design, seeds: file.seeds ?? 10, mode: mode, tuning: mode == .frozen ? nil : tuning,
      metric: metric.rawValue, goal: metric.goal, margin: file.margin ?? 0.001,
      interval: file.interval.flatMap(AblationInterval.init) ?? .student)
    // What differs from the defaults, so that a small look and the whole study have folders of their own.
    let parts = [
      file.components.map { $0.joined(separator: "+") }, file.epochs.map { "\($0)epochs" },
      file.images.map { "\($0)images" }, file.seeds.map { "\($0)seeds" },
    ].compactMap(\.self)
    folderName = Self.folder(plan, data: data.source.name.lowercased(), parts: stem == nil ? parts : [])
  }

  /// The study of a program; the file has been checked.
  private init(program file: AblationFile, fileName: String, text: String, stem: String) {
    let mode = file.tuning.mode.flatMap(TuningMode.init) ?? .frozen
    var tuning: AblationPlan.Tuning?
    if mode != .frozen, let space = file.tuning.space, let metric = file.tuning.metric {
      tuning = AblationPlan.Tuning(
        space: space, trials: file.tuning.trials ?? AblationBase.usualTrials, metric: metric.name, goal: metric.goal)
    }
    plan = AblationPlan(
      name: stem, seed: file.seed ?? 1,
      subject: .program(
        AblationPlan.ProgramSubject(
          fileName: fileName, text: text, directory: FileManager.default.currentDirectoryPath)),
      design: file.design.flatMap(AblationDesign.init) ?? .factorial, seeds: file.seeds ?? 10, mode: mode,
      tuning: tuning, metric: file.metric ?? "", goal: file.goal ?? .maximize, margin: file.margin ?? 0.001,
      interval: file.interval.flatMap(AblationInterval.init) ?? .student)
    folderName = Self.folder(plan, data: nil)
  }

  private static func folder(_ plan: AblationPlan, data: String?, parts: [String] = []) -> String {
    let mode = plan.mode == .frozen ? nil : plan.mode.rawValue
    return
      (["ablation", plan.name, data, plan.design.rawValue, mode].compactMap(\.self) + parts
      + ["seed\(plan.seed)"]).joined(separator: "-")
  }
}
