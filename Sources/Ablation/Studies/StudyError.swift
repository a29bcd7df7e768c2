/// A fault that a user of a study store can do something about.
public enum StudyError: Error, Hashable, Sendable {
  /// A stored study was opened with another definition.
  case definitionDiffers(study: String, differences: [StudyDefinition.Difference])
  /// Another coordinator holds the store.
  case storeInUse(path: String, holder: String?)
  /// There is no store at the path.
  case storeMissing(path: String)
  /// The store was written by a newer version of the program.
  case storeTooNew(path: String)
  /// The store could not be read or written.
  case storeFailed(path: String, reason: String)
  /// A record of the store does not say what it should.
  case malformedRecord(table: String, record: String, reason: String)
  /// A study is not in the store.
  case unknownStudy(String, known: [String])
  /// A study has no trial of the number.
  case unknownTrial(study: String, number: Int)
  /// A result arrived for a trial that has already ended.
  case trialAlreadyEnded(study: String, number: Int, state: TrialState)
}

extension StudyError: CustomStringConvertible {
  /// What is wrong, what is allowed and what to do next, in one message.
  public var description: String {
    switch self {
    case .definitionDiffers(let study, let differences):
      let lines = differences.map { difference in
        let (stored, requested) = Self.excerpts(difference.stored, difference.requested)
        return "  \(difference.field): stored \(stored), now \(requested)"
      }
      return """
        study "\(study)" is stored with another definition:
        \(lines.joined(separator: "\n"))
        A study goes on only with the definition it began with: repeat that one, or give a new output folder.
        """
    case .storeInUse(let path, let holder):
      let who = holder.map { " (\($0))" } ?? ""
      return "\(path) is being written by another run\(who); one run may write at a time. "
        + "Wait for it or stop it, or give another output folder."
    case .storeMissing(let path):
      return "there is no study store at \(path); give the folder of a run, which holds one."
    case .storeTooNew(let path):
      return "\(path) was written by a newer version of this program; older versions do not change it. "
        + "Open it with that version."
    case .storeFailed(let path, let reason):
      return "cannot use the study store \(path): \(reason). "
        + "It must be an intact store in a writable folder with free space."
    case .malformedRecord(let table, let record, let reason):
      return "the study store's table \(table) has a broken record \(record): \(reason). "
        + "The file was changed by something else; restore it from a copy or start a new run."
    case .unknownStudy(let name, let known):
      let names = known.isEmpty ? "none" : known.joined(separator: ", ")
      return "there is no study \"\(name)\" in the store; it holds: \(names)."
    case .unknownTrial(let study, let number):
      return "study \"\(study)\" has no trial \(number); trials are numbered from 0 in the order they were suggested."
    case .trialAlreadyEnded(let study, let number, let state):
      return "trial \(number) of study \"\(study)\" has already ended as \(state.rawValue); "
        + "a trial takes one result."
    }
  }

  /// Both values, quoted, cut to the neighbourhood of the first difference when they are long.
  private static func excerpts(_ stored: String?, _ requested: String?) -> (String, String) {
    guard let stored, let requested else {
      return (quoted(stored, from: 0), quoted(requested, from: 0))
    }
    let common = zip(stored, requested).prefix { $0 == $1 }.count
    let start = max(0, common - 40)
    return (quoted(stored, from: start), quoted(requested, from: start))
  }

  private static func quoted(_ text: String?, from start: Int) -> String {
    guard let text else { return "nothing" }
    let limit = 160
    if text.count <= limit { return "\"\(text)\"" }
    let part = text.dropFirst(start).prefix(limit)
    let end = start + part.count < text.count ? "..." : ""
    return "\"\(start > 0 ? "..." : "")\(part)\(end)\""
  }
}
