/// A YAML node with its resolved value and its place in the file.
struct SourceNode {
  /// What a node holds.
  enum Content {
    case scalar(ParameterValue)
    case list([SourceNode])
    case map([SourceEntry])
  }

  var content: Content
  var location: SourceLocation
  /// The keys that lead here.
  var keyPath: String
  /// Whether the scalar could not be read, which has been reported.
  var isFaulty = false

  /// The value without places.
  var value: ParameterValue {
    switch content {
    case .scalar(let value): return value
    case .list(let nodes): return .list(nodes.map(\.value))
    case .map(let entries):
      return .map(Dictionary(entries.map { ($0.key, $0.node.value) }, uniquingKeysWith: { _, last in last }))
    }
  }

  /// The entries of a mapping; `nil` for anything else.
  var entries: [SourceEntry]? {
    if case .map(let entries) = content { return entries }
    return nil
  }

  /// The items of a list; `nil` for anything else.
  var items: [SourceNode]? {
    if case .list(let nodes) = content { return nodes }
    return nil
  }

  /// Whether a scalar here or below could not be read.
  var hasFaults: Bool {
    switch content {
    case .scalar: return isFaulty
    case .list(let nodes): return nodes.contains(where: \.hasFaults)
    case .map(let entries): return entries.contains(where: \.node.hasFaults)
    }
  }

  /// The node under a key of a mapping.
  subscript(key: String) -> SourceNode? {
    entries?.first { $0.key == key }?.node
  }
}

/// A key of a mapping, with its place, and the node under it.
struct SourceEntry {
  var key: String
  var location: SourceLocation
  var node: SourceNode
}

/// Collects findings while a file is read.
struct DiagnosticCollector {
  private(set) var diagnostics: [SweepDiagnostic] = []

  mutating func error(
    _ location: SourceLocation, _ keyPath: String, _ problem: String, allowed: String? = nil, nearest: String? = nil
  ) {
    diagnostics.append(
      SweepDiagnostic(.error, at: location, keyPath: keyPath, problem: problem, allowed: allowed, nearest: nearest))
  }

  mutating func error(_ node: SourceNode, _ problem: String, allowed: String? = nil, nearest: String? = nil) {
    // What could not be read has its error already.
    guard !node.isFaulty else { return }
    error(node.location, node.keyPath, problem, allowed: allowed, nearest: nearest)
  }

  mutating func warn(_ node: SourceNode, _ problem: String, differsFromWandb: Bool = false) {
    diagnostics.append(
      SweepDiagnostic(
        .warning, at: node.location, keyPath: node.keyPath, problem: problem, differsFromWandb: differsFromWandb))
  }

  /// A difference from W&B that is no fault and needs no warning: an error in strict mode, silence otherwise.
  mutating func strictOnly(_ node: SourceNode, _ problem: String) {
    diagnostics.append(
      SweepDiagnostic(
        .strictOnly, at: node.location, keyPath: node.keyPath, problem: problem, differsFromWandb: true))
  }

  mutating func add(_ finding: SweepFinding, at place: SourceNode) {
    diagnostics.append(
      SweepDiagnostic(
        finding.severity, at: place.location, keyPath: place.keyPath, problem: finding.problem,
        allowed: finding.allowed, nearest: finding.nearest, differsFromWandb: finding.severity == .strictOnly))
  }

  /// The errors so far.
  var errorCount: Int { diagnostics.count { $0.severity == .error } }

  mutating func note(_ node: SourceNode, _ problem: String) {
    diagnostics.append(SweepDiagnostic(.note, at: node.location, keyPath: node.keyPath, problem: problem))
  }
}

extension DiagnosticCollector {
  /// A whole number of the range; anything else is a fault of the node.
  mutating func count(_ node: SourceNode, in range: ClosedRange<Int>) -> Int? {
    if case .int(let number) = node.value, range.contains(number) { return number }
    error(
      node, "'\(node.keyPath)' is \(node.value)", allowed: "integers from \(range.lowerBound) to \(range.upperBound)")
    return nil
  }
}
