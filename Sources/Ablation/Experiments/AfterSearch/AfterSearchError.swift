/// What keeps a question about a finished search from being answered.
public enum AfterSearchError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The run has several studies and none was named.
  case studyNeeded([String])
  /// The run has no study of the name.
  case unknownStudy(String, known: [String])
  /// The run trains a program, which the question is not about.
  case programRun(folder: String)
  /// Nothing of the study can be trained again.
  case noCompleteTrial(study: String, trials: Int, reason: String?)
  /// Fewer trials are complete than were asked for.
  case fewTrials(study: String, complete: Int, asked: Int)
  /// The study has no trial of the number, counted from 1.
  case noTrial(study: String, asked: Int, count: Int)
  /// The sampler does not suggest again what the store holds.
  case suggestionDiffers(study: String, trial: Int, stored: String, suggested: String)

  /// What is wrong, what is allowed, what to do.
  public var description: String {
    switch self {
    case .studyNeeded(let names):
      return "the run has \(names.count) studies: name one by --study: \(names.joined(separator: ", "))"
    case .unknownStudy(let name, let known):
      return "the run has no study '\(name)': give one of \(known.joined(separator: ", "))"
    case .programRun(let folder):
      return "'\(folder)' holds a run of a program: fresh seeds are trained for built-in families only; run the "
        + "program's sweep with 'replicates:' in its second document instead"
    case .noCompleteTrial(let study, let trials, let reason):
      let why = reason.map { "; the first ended so: \($0)" } ?? ""
      return "study '\(study)' has no complete trial among its \(trials) to train again\(why)"
    case .fewTrials(let study, let complete, let asked):
      let some = complete == 1 ? "1 complete trial" : "\(complete) complete trials"
      return "study '\(study)' has \(some), so there are no \(asked) best: give --top \(complete) or less"
    case .noTrial(let study, let asked, let count):
      let range = count == 0 ? "it has none yet" : count == 1 ? "give 1" : "give 1 to \(count)"
      return "study '\(study)' has no trial \(asked): \(range)"
    case .suggestionDiffers(let study, let trial, let stored, let suggested):
      return """
        the sampler does not suggest trial \(trial) of study '\(study)' again, so it cannot be explained:
          stored:    \(stored)
          suggested: \(suggested)
        The trial was suggested by another version of this program, or the store was changed by something else: \
        explain it with the version that environment.json names.
        """
    }
  }
}

extension Run {
  /// The study of a name; without a name the only one.
  ///
  /// - Throws: ``AfterSearchError/studyNeeded(_:)`` or ``AfterSearchError/unknownStudy(_:known:)``.
  public func study(named name: String?) throws -> PreparedStudy {
    let names = studies.map(\.definition.name)
    guard let name else {
      guard studies.count == 1 else { throw AfterSearchError.studyNeeded(names) }
      return studies[0]
    }
    guard let study = studies.first(where: { $0.definition.name == name }) else {
      throw AfterSearchError.unknownStudy(name, known: names)
    }
    return study
  }
}
