/// Reads sweep files in W&B's YAML format.
public enum SweepFile {
  /// How strictly a file is read.
  public struct Options: Hashable, Sendable {
    /// Refuses what W&B would refuse or read differently.
    public var strictWandb: Bool
    /// Takes `log_uniform` and its kin, whose bounds are exponents, with a warning.
    public var allowDeprecated: Bool

    /// Describes how to read; by default what is clear is taken, and deprecated distributions are refused.
    public init(strictWandb: Bool = false, allowDeprecated: Bool = false) {
      self.strictWandb = strictWandb
      self.allowDeprecated = allowDeprecated
    }
  }

  /// Reads and checks a sweep file: the sweep in the first document, this program's own keys in an optional second one.
  ///
  /// - Parameters:
  ///   - text: the file's contents.
  ///   - fileName: the name to show in messages.
  ///   - settings: the second document where it is a file of its own.
  ///   - examine: a further check, whose findings are reported with all the others; it sees what could be read.
  /// - Throws: `SweepFileError` with every fault of the file.
  public static func parse(
    text: String, fileName: String, settings: (name: String, text: String)? = nil, options: Options = Options(),
    examine: (SweepReading) -> [SweepFinding] = { _ in [] }
  ) throws(SweepFileError) -> SweepDefinition {
    var collector = DiagnosticCollector()
    var yaml = YAMLReader(text: text, fileName: fileName)
    let documents = yaml.documents(&collector)
    var definition: SweepDefinition?
    if collector.diagnostics.allSatisfy({ $0.severity != .error }) || !documents.isEmpty {
      if let settings, documents.count > 1 {
        collector.error(
          documents[1], "settings stand here and in '\(settings.name)'", allowed: "one of the two")
      } else if documents.count > 1 {
        // PyYAML's safe loader, with which W&B reads files, takes a single document.
        collector.strictOnly(
          documents[1], "W&B reads files of one document; put the settings into a file of their own (--settings)")
      }
      if documents.count > 2 {
        collector.error(documents[2], "a third document", allowed: "the sweep, then at most one document of settings")
      }
      var reader = SweepReader(options: options)
      let root =
        documents.first
        ?? SourceNode(
          content: .scalar(.null), location: SourceLocation(file: fileName, line: 1, column: 1), keyPath: "")
      definition = reader.read(root, &collector)
      var second = documents.count > 1 ? documents[1] : nil
      if let settings {
        var file = YAMLReader(text: settings.text, fileName: settings.name)
        let own = file.documents(&collector)
        second = own.first
        if own.count > 1 { collector.error(own[1], "a second document", allowed: "one document of settings") }
      }
      var study = StudySettings()
      if let second {
        study = StudySettingsReader(space: reader.space, declared: reader.declaredNames).read(second, &collector)
        definition?.settings = study
        if let definition { StudySettingsReader.check(second, against: definition.method, study, &collector) }
        EarlyTerminationReader.check(second, root: root, definition, &collector)
      }
      var document: [String: ParameterValue] = [:]
      for entry in root.entries ?? [] { document[entry.key] = entry.node.value }
      let reading = SweepReading(space: reader.space, metric: reader.metric, settings: study, document: document)
      for finding in root.entries == nil ? [] : examine(reading) {
        collector.add(
          finding, at: finding.subject.place(root: root, settings: second, parameters: reader.nodes))
      }
    }
    var diagnostics = collector.diagnostics
    if options.strictWandb {
      for index in diagnostics.indices where diagnostics[index].differsFromWandb {
        diagnostics[index].severity = .error
      }
    }
    diagnostics.removeAll { $0.severity == .strictOnly }
    diagnostics = diagnostics.enumerated().sorted { left, right in
      (left.element.location, left.offset) < (right.element.location, right.offset)
    }.map(\.element)
    guard var definition, diagnostics.allSatisfy({ $0.severity != .error }) else {
      throw SweepFileError(diagnostics: diagnostics.filter { $0.severity != .note })
    }
    definition.diagnostics = diagnostics
    return definition
  }
}
