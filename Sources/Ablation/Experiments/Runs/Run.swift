import Execution
import Foundation
import Search
import Studies
import Training

/// A run's folder, its store and its studies: what the coordinator works on and the report reads.
public final class Run {
  /// The folder that holds everything of the run.
  public let folder: URL
  /// The plan.
  public let plan: RunPlan
  /// Every study, in the plan's order.
  public let studies: [PreparedStudy]
  /// The store.
  public let store: any StudyStore
  /// The training files.
  public let data: LoadedData

  /// The name of the store in its folder.
  public static let storeName = "study.sqlite"
  static let planKey = "plan"

  private init(folder: URL, plan: RunPlan, studies: [PreparedStudy], store: any StudyStore, data: LoadedData) {
    self.folder = folder
    self.plan = plan
    self.studies = studies
    self.store = store
    self.data = data
  }

  /// Begins a run in a folder, or takes up the one that the folder holds if it has the same plan.
  ///
  /// Everything is read and checked before the folder is made.
  public static func begin(_ plan: RunPlan, in folder: URL, metadata: [String: String]) throws -> Run {
    let data = try LoadedData(plan.data)
    let studies = try prepare(plan, data: data)
    try makeFolder(folder)
    let store = try SQLiteStudyStore.writing(at: folder.appending(path: storeName))
    let facts = try store.metadata()
    if facts[ProgramRun.planKey] != nil { throw RunError.otherPlan(folder: folder.path) }
    if let stored = facts[planKey] {
      let earlier = try JobCoding.decode(RunPlan.self, from: Data(stored.utf8))
      guard earlier == plan else { throw RunError.otherPlan(folder: folder.path) }
    }
    try store.setMetadata(String(decoding: JobCoding.encode(plan), as: UTF8.self), forKey: planKey)
    for (key, value) in metadata { try store.setMetadata(value, forKey: key) }
    return Run(folder: folder, plan: plan, studies: studies, store: store, data: data)
  }

  /// Makes a folder that can be written.
  static func makeFolder(_ folder: URL) throws {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw RunError.unwritable(folder: folder.path, reason: Self.reason(error, folder))
    }
    guard FileManager.default.isWritableFile(atPath: folder.path) else {
      throw RunError.unwritable(folder: folder.path, reason: "permission denied")
    }
  }

  private static func reason(_ error: any Error, _ folder: URL) -> String {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), !isFolder.boolValue {
      return "it is a file"
    }
    let text = error.localizedDescription
    return text.hasSuffix(".") ? String(text.dropLast()) : text
  }

  /// Takes up an interrupted or finished run.
  ///
  /// - Parameter writing: false to read it only, for a report.
  public static func open(_ folder: URL, writing: Bool) throws -> Run {
    let file = folder.appending(path: storeName)
    guard FileManager.default.fileExists(atPath: file.path) else { throw RunError.noRun(folder: folder.path) }
    let store = writing ? try SQLiteStudyStore.writing(at: file) : try SQLiteStudyStore.reading(at: file)
    guard let text = try store.metadata()[planKey] else { throw RunError.noRun(folder: folder.path) }
    let plan = try JobCoding.decode(RunPlan.self, from: Data(text.utf8))
    let data = try LoadedData(plan.data)
    return Run(folder: folder, plan: plan, studies: try prepare(plan, data: data), store: store, data: data)
  }

  private static func prepare(_ plan: RunPlan, data: LoadedData) throws -> [PreparedStudy] {
    var studies: [PreparedStudy] = []
    var faults: [String] = []
    var names: Set<String> = []
    for study in plan.studies {
      if !names.insert(study.name).inserted {
        faults.append(PlanError.repeatedName(file: study.fileName, name: study.name).description)
      }
      do {
        studies.append(try PreparedStudy(study, run: plan, data: data))
      } catch {
        faults.append("\(error)")
      }
    }
    guard faults.isEmpty else { throw RunError.invalidPlan(faults) }
    return studies
  }

  /// The configurations to confirm: the best trial of every study that has one, with the number of fresh seeds.
  ///
  /// The best study of a family is the one whose best trial has the highest validation accuracy, then the lowest
  /// validation loss, then comes first in the plan.
  public func selections() throws -> [Selection] {
    var found: [(study: PreparedStudy, trial: Trial)] = []
    for study in studies {
      let trials = try store.trials(ofStudy: study.definition.name)
      if let best = Study.best(of: trials, goal: study.definition.goal) { found.append((study, best)) }
    }
    func rank(_ entry: (offset: Int, element: (study: PreparedStudy, trial: Trial))) -> (Double, Double, Int) {
      let last = entry.element.trial.epochs.last
      return (-(last?.validationAccuracy ?? -1), last?.validationLoss ?? .infinity, entry.offset)
    }
    return found.enumerated().map { index, entry in
      let rivals = found.enumerated().filter { $0.element.study.plan.family == entry.study.plan.family }
      let winner = rivals.min { rank($0) < rank($1) }
      let isBest = winner?.offset == index
      return Selection(
        study: entry.study, trial: entry.trial, isBestOfFamily: isBest,
        replicates: isBest ? plan.budget.bestSeeds : plan.budget.otherSeeds)
    }
  }

  /// The most confident mistakes of a study's first replicate on the test set; empty before it has ended.
  public func mistakes(ofStudy name: String) throws -> [TestEvaluation.Mistake] {
    guard let text = try store.metadata()[Self.mistakesKey(name)] else { return [] }
    return try JobCoding.decode([TestEvaluation.Mistake].self, from: Data(text.utf8))
  }

  /// The key of the store's fact that holds a study's mistakes.
  public static func mistakesKey(_ study: String) -> String { "mistakes/" + study }

  /// The key of the store's fact that holds the SHA-256 of the test files.
  public static let testDigestKey = "test_digest"

  /// A study's best configuration, to be trained again with fresh seeds.
  public struct Selection: Sendable {
    /// The study.
    public let study: PreparedStudy
    /// Its best trial.
    public let trial: Trial
    /// Whether the study is its family's best, by validation.
    public let isBestOfFamily: Bool
    /// Fresh seeds.
    public let replicates: Int
  }
}

/// A run that cannot begin or go on.
public enum RunError: Error, Hashable, Sendable, CustomStringConvertible {
  case unwritable(folder: String, reason: String)
  case noRun(folder: String)
  case otherPlan(folder: String)
  case invalidPlan([String])
  case workerFailed(String)
  case tooManyFailures(Int, last: String)
  case nothingComplete(String)
  case doesNotRepeat(study: String, trial: Int)

  /// Whether it is about the trials, which the store has all the same and a report can show.
  public var isAboutTrials: Bool {
    switch self {
    case .tooManyFailures, .nothingComplete: return true
    default: return false
    }
  }

  /// What is wrong, what is allowed, what to do.
  public var description: String {
    switch self {
    case .unwritable(let folder, let reason):
      return "cannot write to '\(folder)': \(reason); choose another folder with --output"
    case .noRun(let folder):
      return "'\(folder)' holds no run: give the folder that 'ablation run' printed, such as "
        + "results/mnist-standard-seed1"
    case .otherPlan(let folder):
      return "'\(folder)' holds a run with another plan (seed, budget, data or sweep files): go on with it by "
        + "'ablation resume', or choose another folder with --output"
    case .invalidPlan(let faults):
      return faults.joined(separator: "\n")
    case .workerFailed(let reason):
      return "a worker could not do its job: \(reason)"
    case .doesNotRepeat(let study, let trial):
      return
        "trial \(trial + 1) of '\(study)', trained again, parts from its stored curve before the epoch at which it "
        + "was stopped: it was trained by another version of this program or on other data; nothing was stored"
    case .nothingComplete(let reason):
      return "no trial of this run was completed; the first ended so: \(reason)"
    case .tooManyFailures(let count, let last):
      return "\(count) attempts failed one after the other, so the run stops here; the last said: \(last)"
    }
  }
}
