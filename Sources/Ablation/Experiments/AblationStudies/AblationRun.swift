import Foundation
import Search
import Studies

/// An ablation study's folder and its store: what the coordinator works on and the report reads.
public final class AblationRun {
  /// The folder that holds everything of the study.
  public let folder: URL
  /// The plan and what it means.
  public let prepared: PreparedAblation
  /// The store.
  public let store: any StudyStore

  static let planKey = "ablation_plan"
  static let labelsKey = "ablation_test_labels"
  static let logs = "logs"

  /// The plan.
  public var plan: AblationPlan { prepared.plan }

  private init(folder: URL, prepared: PreparedAblation, store: any StudyStore) {
    (self.folder, self.prepared, self.store) = (folder, prepared, store)
  }

  /// Begins a study in a folder, or takes up the one that the folder holds if it has the same plan.
  ///
  /// Everything is read and checked before the folder is made.
  ///
  /// - Throws: `StudyError.definitionDiffers` with every difference from the study that the folder holds.
  public static func begin(_ plan: AblationPlan, in folder: URL, metadata: [String: String]) throws -> AblationRun {
    let place = folder.standardizedFileURL
    let prepared = try PreparedAblation(plan, logs: place.appending(path: logs))
    let definitions = try plan.mode.ways.map { try prepared.definition($0) }
    try Run.makeFolder(place)
    let store = try SQLiteStudyStore.writing(at: place.appending(path: Run.storeName))
    let facts = try store.metadata()
    guard facts[Run.planKey] == nil, facts[ProgramRun.planKey] == nil else {
      throw RunError.otherPlan(folder: folder.path)
    }
    // Differences of the definitions say what differs; the plan alone says the rest.
    for definition in definitions { try store.register(definition) }
    if let text = facts[planKey] {
      let earlier = try JobCoding.decode(AblationPlan.self, from: Data(text.utf8))
      guard earlier == plan else { throw RunError.otherPlan(folder: folder.path) }
    } else {
      try store.setMetadata(String(decoding: JobCoding.encode(plan), as: UTF8.self), forKey: planKey)
      for (key, value) in metadata { try store.setMetadata(value, forKey: key) }
    }
    return AblationRun(folder: place, prepared: prepared, store: store)
  }

  /// Takes up an interrupted or finished study; `nil` for a folder that holds a run of another kind.
  ///
  /// - Parameter writing: false to read it only, for a report.
  public static func open(_ folder: URL, writing: Bool) throws -> AblationRun? {
    let place = folder.standardizedFileURL
    let file = place.appending(path: Run.storeName)
    guard FileManager.default.fileExists(atPath: file.path) else { throw RunError.noRun(folder: folder.path) }
    let reading = try SQLiteStudyStore.reading(at: file)
    guard let text = try reading.metadata()[planKey] else { return nil }
    let plan = try JobCoding.decode(AblationPlan.self, from: Data(text.utf8))
    let prepared = try PreparedAblation(plan, logs: place.appending(path: logs))
    let store = writing ? try SQLiteStudyStore.writing(at: file) : reading
    return AblationRun(folder: place, prepared: prepared, store: store)
  }

  /// The root of the streams of each paired seed, as tables number them.
  public var seeds: [(name: String, root: UInt64)] {
    (0..<plan.seeds).map { (AblationResults.seedName($0), prepared.seed(replicate: $0)) }
  }

  /// The SHA-256 of each build of this program that trained something for the study, in order.
  public func programs() throws -> [String] {
    (try store.metadata()[ProgramDigest.metadataKey] ?? "").split(separator: "\n").map(String.init)
  }

  /// The runs of a way that have ended, by arm and replicate.
  func ended(_ way: TuningMode) throws -> [Confirmation.Key: Confirmation] {
    let name = try prepared.definition(way).name
    guard try store.definition(ofStudy: name) != nil else { return [:] }
    let stored = try store.confirmations(ofStudy: name).filter(\.state.isTerminal)
    return Dictionary(stored.map { ($0.key, $0) }, uniquingKeysWith: { $1 })
  }

  /// The best hyperparameters of an arm's sweep, if the sweep has ended.
  func tuned(arm: Int) throws -> Trial? {
    guard let tuning = plan.tuning, try store.definition(ofStudy: "tuning/\(arm)") != nil else { return nil }
    let trials = try store.trials(ofStudy: "tuning/\(arm)")
    guard !trials.isEmpty, trials.allSatisfy(\.state.isTerminal) else { return nil }
    return Study.best(of: trials, goal: tuning.goal)
  }

  /// The trials of every arm's sweep, by arm downwards.
  public func tuningTrials() throws -> [(arm: Int, trials: [Trial])] {
    let prefix = "tuning/"
    let arms = try store.definitions().compactMap { definition in
      definition.name.hasPrefix(prefix) ? Int(definition.name.dropFirst(prefix.count)) : nil
    }
    return try arms.sorted(by: >).map { ($0, try store.trials(ofStudy: prefix + String($0))) }
  }
}
