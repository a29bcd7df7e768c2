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
  /// - Throws: `SweepFileError` with every fault of the file.
  public static func parse(
    text: String, fileName: String, options: Options = Options()
  ) throws(SweepFileError) -> SweepDefinition {
    var collector = DiagnosticCollector()
    var yaml = YAMLReader(text: text, fileName: fileName)
    let documents = yaml.documents(&collector)
    var definition: SweepDefinition?
    if collector.diagnostics.allSatisfy({ $0.severity != .error }) || !documents.isEmpty {
      var settings = StudySettings()
      if documents.count > 1 { settings = StudySettingsReader.read(documents[1], &collector) }
      if documents.count > 2 {
        collector.error(documents[2], "a third document", allowed: "the sweep, then at most one document of settings")
      }
      var reader = SweepReader(options: options)
      let root =
        documents.first
        ?? SourceNode(
          content: .scalar(.null), location: SourceLocation(file: fileName, line: 1, column: 1), keyPath: "")
      definition = reader.read(root, settings: settings, &collector)
      if let definition, documents.count > 1 {
        StudySettingsReader.check(documents[1], against: definition.method, settings, &collector)
      }
    }
    var diagnostics = collector.diagnostics
    if options.strictWandb {
      for index in diagnostics.indices where diagnostics[index].differsFromWandb {
        diagnostics[index].severity = .error
      }
    }
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
