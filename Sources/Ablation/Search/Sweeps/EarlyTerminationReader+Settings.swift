/// The rules that W&B does not know, from the second document's `early_termination`.
extension EarlyTerminationReader {
  private static let settingKeys = [
    "successive_halving": ["type", "min_epochs", "eta"],
    "median": ["type", "warm_up", "minimum_trials", "interval"],
    "patience": ["type", "epochs", "minimum_delta"],
  ]
  private static let types = ["median", "patience", "successive_halving"]

  /// The rule, or `nil` after at least one error has been collected.
  static func readSetting(_ node: SourceNode, _ collector: inout DiagnosticCollector) -> EarlyTermination? {
    guard let entries = node.entries else {
      collector.error(
        node, "'early_termination' must be a mapping, got \(node.value.typeName)", allowed: "{type: median, ...}")
      return nil
    }
    guard let type = node["type"]?.value.asString, let keys = settingKeys[type] else {
      let written = node["type"]
      let isHyperband = written?.value == "hyperband"
      let problem =
        isHyperband
        ? "'hyperband' is W&B's rule: it stands in the sweep itself, as 'early_terminate'"
        : written.map { "the rule '\($0.value)' does not exist" } ?? "the rule needs a type"
      collector.error(
        written ?? node, problem, allowed: types.joined(separator: ", "),
        nearest: isHyperband ? nil : written.flatMap { NearestSpelling.of($0.value.description, among: types) })
      return nil
    }
    let before = collector.errorCount
    for entry in entries where !keys.contains(entry.key) {
      collector.error(
        entry.location, entry.node.keyPath, "'\(type)' has no setting '\(entry.key)'",
        allowed: keys.joined(separator: ", "), nearest: NearestSpelling.of(entry.key, among: keys))
    }
    func whole(_ key: String, from lowest: Int, default value: Int) -> Int {
      integer(key, of: node, from: lowest, &collector) ?? value
    }
    var rule: EarlyTermination
    switch type {
    case "successive_halving":
      rule = .successiveHalving(
        SuccessiveHalvingSettings(
          minimumEpochs: whole("min_epochs", from: 1, default: 1), eta: whole("eta", from: 2, default: 3)))
    case "median":
      rule = .median(
        MedianSettings(
          warmUp: whole("warm_up", from: 0, default: 0), minimumTrials: whole("minimum_trials", from: 1, default: 5),
          interval: whole("interval", from: 1, default: 1)))
    default:
      if node["epochs"] == nil {
        collector.error(node, "'patience' needs 'epochs', those without an improvement", allowed: "integers from 1")
      }
      var delta = 0.0
      if let child = node["minimum_delta"] {
        if let number = child.value.asDouble, number >= 0, number.isFinite {
          delta = number
        } else {
          collector.error(child, "'minimum_delta' is \(child.value)", allowed: "numbers from 0")
        }
      }
      rule = .patience(PatienceSettings(epochs: whole("epochs", from: 1, default: 1), minimumDelta: delta))
    }
    return collector.errorCount == before ? rule : nil
  }

  /// A sweep has one rule, and one that compares trials needs trials to compare with.
  static func check(
    _ settings: SourceNode, root: SourceNode, _ definition: SweepDefinition?, _ collector: inout DiagnosticCollector
  ) {
    let own = settings["early_termination"]
    if let own, root["early_terminate"] != nil {
      collector.error(own, "'early_termination' stands beside W&B's 'early_terminate'", allowed: "one of the two")
    }
    if let own, root["metric"] == nil {
      collector.error(own, "early termination needs a metric", allowed: "add metric: {name: ..., goal: ...}")
    }
    if let definition, definition.rule?.comparesTrials == true, let lag = definition.settings.lag,
      let cap = definition.runCap, lag >= cap, let node = settings["lag"]
    {
      collector.warn(
        node, "with lag \(lag) and run_cap \(cap) no trial can be compared with another: nothing would be stopped")
    }
  }
}

extension EarlyTermination {
  /// Reads a rule from the text of a mapping, such as `{type: hyperband, min_iter: 3}`, with the keys of a sweep file.
  ///
  /// - Parameter origin: what messages call the text.
  /// - Throws: `SweepFileError` with every fault.
  public static func parse(_ text: String, origin: String) throws(SweepFileError) -> EarlyTermination {
    var collector = DiagnosticCollector()
    var yaml = YAMLReader(text: text, fileName: origin)
    var rule: EarlyTermination?
    if let node = yaml.documents(&collector).first {
      let isHyperband = node["type"]?.value == "hyperband"
      rule =
        isHyperband
        ? EarlyTerminationReader.read(node, &collector) : EarlyTerminationReader.readSetting(node, &collector)
    }
    guard let rule, collector.errorCount == 0 else {
      throw SweepFileError(diagnostics: collector.diagnostics.filter { $0.severity == .error })
    }
    return rule
  }
}
