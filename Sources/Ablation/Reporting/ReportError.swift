/// Why a report could not be written.
public enum ReportError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A file could not be put at its place.
  case unwritable(path: String, reason: String)
  /// Something that the store should hold is broken.
  case unreadable(String, reason: String)
  /// The training files are not those that the run was made with.
  case otherData(source: String, studies: [String], stored: String, now: String)
  /// Figures that gnuplot did not draw; the tables are complete.
  case figuresFailed([String])

  /// What is wrong and what to do about it.
  public var description: String {
    switch self {
    case .unwritable(let path, let reason):
      return "cannot write '\(path)': \(reason); the run's folder must be writable and have free space - then write "
        + "the report again by 'ablation report'"
    case .unreadable(let what, let reason):
      return "the run's store has a broken record, \(what): \(reason); restore the file from a copy or start a new run"
    case .otherData(let source, let studies, let stored, let now):
      return """
        the training files of '\(source)' are not those that this run was made with, so no report can be written:
          SHA-256 of images and labels then: \(stored)
          SHA-256 of images and labels now: \(now)
          studies made with the files of then: \(studies.joined(separator: ", "))
        Put the original files back and write the report again, or start a new run in another output folder.
        """
    case .figuresFailed(let messages):
      return (["\(messages.count) figures could not be drawn, the tables are complete:"] + messages)
        .joined(separator: "\n  ")
    }
  }
}
