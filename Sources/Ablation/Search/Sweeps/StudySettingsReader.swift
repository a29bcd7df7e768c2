/// Reads the second document of a sweep file.
enum StudySettingsReader {
  private static let keys = ["family", "sampler", "seed"]

  static func read(_ node: SourceNode, _ collector: inout DiagnosticCollector) -> StudySettings {
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
      default:
        collector.error(
          entry.location, entry.node.keyPath, "unknown key '\(entry.key)'",
          allowed: keys.joined(separator: ", "), nearest: NearestSpelling.of(entry.key, among: keys))
      }
    }
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
}
