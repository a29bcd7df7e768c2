import Search

/// Where a run keeps everything that it knows: one store for all its studies.
///
/// Every write is atomic and durable when it returns, so that a run killed between any two of them resumes from the
/// last one. What is stored depends on the values written, never on the order of writes to different records.
/// Every function throws ``StudyError``.
public protocol StudyStore: Sendable {
  /// The facts about the run, such as its command line, budget, program version and environment.
  func metadata() throws -> [String: String]

  /// Keeps one fact about the run, in place of an earlier one of the same key.
  func setMetadata(_ value: String, forKey key: String) throws

  /// The definitions of all studies, in the order of their names.
  func definitions() throws -> [StudyDefinition]

  /// The definition of a study, or `nil` when the store does not have it.
  func definition(ofStudy name: String) throws -> StudyDefinition?

  /// Adds a study; one of the same name must not exist.
  func insert(_ definition: StudyDefinition) throws

  /// The trials of a study with their learning curves, in the order of their numbers.
  func trials(ofStudy name: String) throws -> [Trial]

  /// Keeps a trial with its learning curve, in place of an earlier record of the same number.
  ///
  /// Throws ``StudyError/unknownStudy(_:known:)`` for a study that was not inserted. A `nil` timing leaves a stored one.
  func save(_ trial: Trial, ofStudy name: String, timing: TrialTiming?) throws

  /// What the trials of a study cost, by their numbers.
  func trialTimings(ofStudy name: String) throws -> [Int: TrialTiming]

  /// The confirmations of a study, in the order of their trials and replicates.
  func confirmations(ofStudy name: String) throws -> [Confirmation]

  /// Keeps a confirmation, in place of an earlier record of the same trial and replicate.
  ///
  /// Throws ``StudyError/unknownTrial(study:number:)`` when the study has no such trial.
  func save(_ confirmation: Confirmation, ofStudy name: String, timing: TrialTiming?) throws

  /// What the confirmations of a study cost.
  func confirmationTimings(ofStudy name: String) throws -> [Confirmation.Key: TrialTiming]

  /// The stopped trials of a study that were trained again to their ends, in the order of their numbers.
  func audits(ofStudy name: String) throws -> [TrialAudit]

  /// Keeps what became of a stopped trial that was trained to its end, in place of an earlier record of the same trial.
  ///
  /// Throws ``StudyError/unknownTrial(study:number:)`` when the study has no such trial.
  func save(_ audit: TrialAudit, ofStudy name: String) throws

  /// The retrainings of a study, in the order of their trials and replicates.
  func retrainings(ofStudy name: String) throws -> [Retraining]

  /// Keeps a retraining, in place of an earlier record of the same trial and replicate.
  ///
  /// Throws ``StudyError/unknownTrial(study:number:)`` when the study has no such trial.
  func save(_ retraining: Retraining, ofStudy name: String, timing: TrialTiming?) throws

  /// What the retrainings of a study cost.
  func retrainingTimings(ofStudy name: String) throws -> [Confirmation.Key: TrialTiming]

  /// Adds the record of an opening of the test set, and returns it with its sequence number.
  @discardableResult
  func recordTestOpening(
    study: String, configuration: Configuration, replicate: Int, purpose: String
  ) throws -> TestOpening

  /// All openings of the test set, ordered by study, configuration, replicate, purpose and sequence.
  func testOpenings() throws -> [TestOpening]
}

extension StudyStore {
  /// Adds a study, or makes sure that the stored one is the same.
  ///
  /// Throws ``StudyError/definitionDiffers(study:differences:)`` with every field that differs.
  public func register(_ definition: StudyDefinition) throws {
    guard let stored = try self.definition(ofStudy: definition.name) else {
      return try insert(definition)
    }
    let differences = stored.differences(from: definition)
    guard differences.isEmpty else {
      throw StudyError.definitionDiffers(study: definition.name, differences: differences)
    }
  }
}
