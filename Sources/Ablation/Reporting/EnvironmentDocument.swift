import Experiments
import Foundation

/// `environment.json`: what made a run, what it was asked to do, and how often the test set was opened.
struct EnvironmentDocument: Codable {
  struct Plan: Codable {
    var seed: UInt64
    var budget: Budget
    var note: String
    var data: String
    var splitSeed: UInt64
    var trainingDigest: String
    var testDigest: String?
    var studies: [StudyEntry]
  }

  struct StudyEntry: Codable {
    var name: String
    var family: String
    var method: String
    var sweepFile: String
    var testOpenings: Int
  }

  var environment: RunEnvironment
  var command: String?
  var plan: Plan
  var testOpenings: Int

  /// - Parameter trainingDigest: the SHA-256 of the training files.
  init(_ facts: RunFacts, trainingDigest: String) {
    // A report may be written on another machine than the one that did the work.
    environment =
      facts.metadata[RunEnvironment.metadataKey].flatMap(RunEnvironment.decoding) ?? RunEnvironment.current()
    command = facts.metadata["command"]
    plan = Plan(
      seed: facts.plan.seed, budget: facts.plan.budget, note: facts.plan.note, data: facts.plan.data.source.name,
      splitSeed: facts.plan.data.splitSeed, trainingDigest: trainingDigest,
      testDigest: facts.metadata[Run.testDigestKey],
      studies: facts.studies.map { study in
        StudyEntry(
          name: study.definition.name, family: study.definition.family, method: study.definition.method,
          sweepFile: study.prepared.plan.fileName,
          testOpenings: facts.openings.count { $0.study.definition.name == study.definition.name })
      })
    testOpenings = facts.openings.count
  }

  /// The file's content.
  func encoded() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return try encoder.encode(self) + [UInt8(ascii: "\n")]
  }
}
