/// Reads the second document of a sweep file.
struct StudySettingsReader {
  static let keys = [
    "constraints", "early_termination", "family", "lag", "reduction", "replicates", "sampler", "seed",
    "timeout_seconds", "when",
  ]

  /// The space as far as it could be read, to check the rules against.
  let space: SearchSpace
  /// The names of all parameters and groups that the file declares, whether they could be read or not.
  let declared: [String]

  func read(_ node: SourceNode, _ collector: inout DiagnosticCollector) -> StudySettings {
    var settings = StudySettings()
    if case .scalar(.null) = node.content { return settings }
    guard let entries = node.entries else {
      collector.error(node, "the second document must be a mapping, got \(node.value.typeName)")
      return settings
    }
    for entry in entries {
      switch entry.key {
      case "seed":
        if case .int(let seed) = entry.node.value, seed >= 0 {
          settings.seed = UInt64(seed)
        } else {
          collector.error(entry.node, "the seed is \(entry.node.value)", allowed: "integers from 0")
        }
      case "family":
        if let family = entry.node.value.asString, !family.isEmpty {
          settings.family = family
        } else {
          collector.error(entry.node, "the family is \(entry.node.value)", allowed: "the name of a model family")
        }
      case "sampler":
        let names = SamplerName.allCases.map(\.rawValue)
        if let sampler = entry.node.value.asString.flatMap(SamplerName.init(rawValue:)) {
          settings.sampler = sampler
        } else {
          collector.error(
            entry.node, "unknown sampler '\(entry.node.value)'", allowed: names.joined(separator: ", "),
            nearest: NearestSpelling.of(entry.node.value.description, among: names))
        }
      case "replicates":
        settings.replicates = collector.count(entry.node, in: 1...1_000) ?? 1
      case "lag":
        settings.lag = collector.count(entry.node, in: 1...1_000_000)
      case "reduction":
        settings.reduction = reduction(entry.node, &collector) ?? .last
      case "timeout_seconds":
        if let seconds = entry.node.value.asDouble, seconds > 0 {
          settings.timeoutSeconds = seconds
        } else {
          collector.error(entry.node, "the timeout is \(entry.node.value)", allowed: "seconds above 0")
        }
      case "early_termination":
        settings.earlyTermination = EarlyTerminationReader.readSetting(entry.node, &collector)
      case "when", "constraints": continue
      default:
        collector.error(
          entry.location, entry.node.keyPath, "unknown key '\(entry.key)'",
          allowed: Self.keys.joined(separator: ", "), nearest: NearestSpelling.of(entry.key, among: Self.keys))
      }
    }
    let rules = RulesReader(space: space, declared: declared)
    settings.rules = rules.read(conditions: node["when"], constraints: node["constraints"], &collector)
    return settings
  }

  /// A sampler needs the method by which W&B knows its kind, so that the first document means the same to both.
  static func check(
    _ node: SourceNode, against method: SweepMethod, _ settings: StudySettings, _ collector: inout DiagnosticCollector
  ) {
    guard let sampler = settings.sampler, sampler.method != method, let entry = node["sampler"] else { return }
    let names = SamplerName.allCases.filter { $0.method == method }.map(\.rawValue).joined(separator: ", ")
    collector.error(
      entry, "sampler '\(sampler.rawValue)' needs method '\(sampler.method.rawValue)', not '\(method.rawValue)'",
      allowed: "\(names) with method '\(method.rawValue)'")
  }

  private func reduction(_ node: SourceNode, _ collector: inout DiagnosticCollector) -> MetricReduction? {
    switch node.value {
    case "last": return .last
    case "best": return .best
    default: break
    }
    if let entries = node.entries, entries.count == 1, let entry = entries.first, entry.key == "mean_of_last" {
      return collector.count(entry.node, in: 1...1_000_000).map { .meanOfLast($0) }
    }
    collector.error(
      node, "the reduction is \(node.value)", allowed: "last, best, {mean_of_last: 3}",
      nearest: node.value.asString.flatMap { NearestSpelling.of($0, among: ["last", "best"]) })
    return nil
  }
}
