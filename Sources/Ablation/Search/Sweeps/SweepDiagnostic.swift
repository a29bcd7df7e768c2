/// A place in a text file.
public struct SourceLocation: Hashable, Sendable, Comparable {
  /// The file's name as the user gave it.
  public var file: String
  /// The line, counted from 1.
  public var line: Int
  /// The column in characters, counted from 1.
  public var column: Int

  /// A place in a file.
  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// Whether the left place comes first in the file.
  public static func < (left: SourceLocation, right: SourceLocation) -> Bool {
    if left.file != right.file { return left.file < right.file }
    return (left.line, left.column) < (right.line, right.column)
  }
}

/// One finding about a sweep file.
public struct SweepDiagnostic: Hashable, Sendable {
  /// How serious a finding is.
  public enum Severity: String, Hashable, Sendable {
    /// The file cannot be used.
    case error
    /// The file works, but probably not as meant, or not in W&B.
    case warning
    /// Worth knowing.
    case note
    /// Shown, as an error, in strict mode only.
    case strictOnly = "strict"
  }

  /// How serious the finding is.
  public var severity: Severity
  /// Where it is.
  public var location: SourceLocation
  /// The keys that lead there, joined with dots; empty for the file itself.
  public var keyPath: String
  /// What is wrong, quoting the input.
  public var problem: String
  /// What may stand there, if that can be said.
  public var allowed: String?
  /// The nearest valid spelling, if one is near.
  public var nearest: String?
  /// Whether W&B refuses the file for this, or reads it differently: an error in strict mode.
  public var differsFromWandb: Bool

  /// Describes a finding.
  public init(
    _ severity: Severity, at location: SourceLocation, keyPath: String, problem: String, allowed: String? = nil,
    nearest: String? = nil, differsFromWandb: Bool = false
  ) {
    self.severity = severity
    self.location = location
    self.keyPath = keyPath
    self.problem = problem
    self.allowed = allowed
    self.nearest = nearest
    self.differsFromWandb = differsFromWandb
  }
}

extension SweepDiagnostic: CustomStringConvertible {
  /// The finding as one line, led by its place as compilers do.
  public var description: String {
    var text = "\(location.file):\(location.line):\(location.column): \(severity.rawValue): "
    if !keyPath.isEmpty { text += "\(keyPath): " }
    text += problem
    if let allowed { text += "; allowed: \(allowed)" }
    if let nearest { text += "; did you mean '\(nearest)'?" }
    return text
  }
}

/// Everything that makes a sweep file unusable, all at once.
public struct SweepFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The errors, and the warnings found beside them, in the order of the file.
  public var diagnostics: [SweepDiagnostic]

  /// One line for each finding, the errors first: a command line writes "Error:" before the first.
  public var description: String {
    let errors = diagnostics.filter { $0.severity == .error }
    let others = diagnostics.filter { $0.severity != .error }
    return (errors + others).map(\.description).joined(separator: "\n")
  }
}
