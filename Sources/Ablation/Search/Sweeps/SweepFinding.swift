/// A sweep as far as its file could be read, for checks that know what is trained.
public struct SweepReading: Sendable {
  /// The parameters without faults.
  public var space: SearchSpace
  /// The objective, if there is a sound one.
  public var metric: SweepMetric?
  /// The settings of the second document.
  public var settings: StudySettings
  /// The sweep's top-level keys with their values, sound or not.
  public var document: [String: ParameterValue]

  /// Whether the file has a top-level key.
  public func hasKey(_ key: String) -> Bool { document[key] != nil }
}

/// What a check that knows what is trained says about a sweep file.
public struct SweepFinding: Sendable {
  /// What it is about.
  public enum Subject: Sendable {
    /// A parameter, by its dotted name.
    case parameter(String)
    /// A value of a parameter, by its dotted name and, for lists of values, its position.
    case value(String, index: Int?)
    /// A key of the sweep, by the keys that lead to it.
    case key([String])
    /// A key of the second document.
    case setting(String)
  }

  /// How serious the finding is.
  public var severity: SweepDiagnostic.Severity
  /// What it is about.
  public var subject: Subject
  /// What is wrong.
  public var problem: String
  /// What may stand there.
  public var allowed: String?
  /// The nearest valid spelling.
  public var nearest: String?

  /// Describes a finding; by default an error.
  public init(
    _ subject: Subject, _ problem: String, allowed: String? = nil, nearest: String? = nil,
    severity: SweepDiagnostic.Severity = .error
  ) {
    self.severity = severity
    self.subject = subject
    self.problem = problem
    self.allowed = allowed
    self.nearest = nearest
  }
}

extension SweepFinding.Subject {
  /// Where the subject stands, or the nearest place above it.
  func place(root: SourceNode, settings: SourceNode?, parameters: [String: SourceNode]) -> SourceNode {
    switch self {
    case .parameter(let name): return parameters[name] ?? root
    case .value(let name, let index):
      guard let node = parameters[name] else { return root }
      guard let index else { return node["value"] ?? node }
      guard let items = node["values"]?.items, items.indices.contains(index) else { return node }
      return items[index]
    case .setting(let key): return settings?[key] ?? settings ?? root
    case .key(let path):
      var node = root
      for key in path {
        guard let next = node[key] else { break }
        node = next
      }
      return node
    }
  }
}
