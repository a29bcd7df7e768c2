/// A file that describes an ablation study, read and checked as far as no model has to be known.
///
/// What a key may say that only others know (families, designs, components) comes in by ``Words`` and by the check that
/// ``parse(text:fileName:words:examine:)`` is given.
public struct AblationFile: Sendable {
  /// One component of a program: the values of a parameter with it and without it.
  public struct Switch: Hashable, Sendable {
    /// The parameter.
    public var name: String
    /// Its value in the full model.
    public var on: ParameterValue
    /// Its value in the bare model.
    public var off: ParameterValue
  }

  /// The sweep that each arm gets.
  public struct Tuning: Sendable {
    /// The mode's name.
    public var mode: String?
    /// Trials of each arm.
    public var trials: Int?
    /// What is tuned; `nil` for the usual.
    public var space: SearchSpace?
    /// The metric that the best trial is chosen by, on validation data, and its better direction.
    public var metric: SweepMetric?

    init() {}
  }

  /// The names that keys may take.
  public struct Words: Sendable {
    var families: [String]
    var designs: [String]
    var modes: [String]
    var intervals: [String]

    /// Names what is known.
    public init(families: [String], designs: [String], modes: [String], intervals: [String]) {
      (self.families, self.designs, self.modes, self.intervals) = (families, designs, modes, intervals)
    }
  }

  /// The built-in family.
  public var family: String?
  /// The folder of a run whose best configuration is ablated.
  public var from: String?
  /// The study of that run.
  public var study: String?
  /// The data.
  public var data: String?
  /// Epochs of a training.
  public var epochs: Int?
  /// Training images.
  public var images: Int?
  /// The components of a family; `nil` for the usual ones.
  public var components: [String]?
  /// The components of a program.
  public var switches: [Switch] = []
  /// Fixed settings of the family or the program.
  public var parameters: [String: ParameterValue] = [:]
  /// The design's name.
  public var design: String?
  /// Paired seeds.
  public var seeds: Int?
  /// The study's seed.
  public var seed: UInt64?
  /// The largest difference that would not matter.
  public var margin: Double?
  /// The name of the primary interval.
  public var interval: String?
  /// The primary metric's name.
  public var metric: String?
  /// The primary metric's better direction, where it was said.
  public var goal: Goal?
  /// How arms are tuned.
  public var tuning = Tuning()
  /// The program as a sweep over its components with the fixed parameters; `nil` for a family.
  public var sweep: SweepDefinition?
  /// Warnings and notes, in the order of the file.
  public var diagnostics: [SweepDiagnostic] = []

  /// A file that says nothing, for studies that options describe.
  public init() {}

  /// Whether a program is ablated.
  public var isProgram: Bool { sweep != nil }

  /// Reads and checks a file.
  ///
  /// - Parameters:
  ///   - text: the file's contents.
  ///   - fileName: the name to show in messages.
  ///   - words: the names that keys may take.
  ///   - examine: a further check, whose findings are reported with all the others; it sees what could be read, and of a
  ///     program its sweep.
  /// - Throws: `SweepFileError` with every fault of the file.
  public static func parse(
    text: String, fileName: String, words: Words,
    examine: (AblationFile, SweepReading?) -> [SweepFinding] = { _, _ in [] }
  ) throws(SweepFileError) -> AblationFile {
    var collector = DiagnosticCollector()
    var yaml = YAMLReader(text: text, fileName: fileName)
    let documents = yaml.documents(&collector)
    var file = AblationFile()
    if collector.errorCount == 0 {
      if documents.count > 1 { collector.error(documents[1], "a second document", allowed: "one document") }
      let root =
        documents.first
        ?? SourceNode(
          content: .scalar(.null), location: SourceLocation(file: fileName, line: 1, column: 1), keyPath: "")
      if root.entries == nil {
        let found = root.value == .null ? "the file is empty" : "expected a mapping, got \(root.value.typeName)"
        collector.error(root, found, allowed: AblationFileReader.keys.joined(separator: ", "))
      } else {
        var reader = AblationFileReader(words: words)
        file = reader.read(root, &collector)
        for finding in examine(file, reader.reading) {
          collector.add(finding, at: finding.subject.place(root: root, settings: root, parameters: reader.places))
        }
      }
    }
    let diagnostics = collector.diagnostics.filter { $0.severity != .strictOnly }.enumerated().sorted { left, right in
      (left.element.location, left.offset) < (right.element.location, right.offset)
    }.map(\.element)
    guard diagnostics.allSatisfy({ $0.severity != .error }) else {
      throw SweepFileError(diagnostics: diagnostics.filter { $0.severity != .note })
    }
    file.diagnostics = diagnostics
    return file
  }
}
