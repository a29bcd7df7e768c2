/// Reads the second document of a sweep file.
enum StudySettingsReader {
  private static let keys = ["family", "seed"]

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
      default:
        collector.error(
          entry.location, entry.node.keyPath, "unknown key '\(entry.key)'",
          allowed: keys.joined(separator: ", "), nearest: NearestSpelling.of(entry.key, among: keys))
      }
    }
    return settings
  }
}
