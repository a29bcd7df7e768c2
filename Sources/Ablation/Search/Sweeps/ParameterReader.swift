import Foundation

/// Reads the `parameters` mapping of a sweep file into a search space, collecting every fault.
struct ParameterReader {
  private(set) var parameters: [Parameter] = []
  /// Where each parameter was declared, by its dotted name.
  private(set) var nodes: [String: SourceNode] = [:]
  /// How each parameter came by its distribution.
  private(set) var origins: [String: String] = [:]
  /// The dotted names of all parameters and groups, those with faults too.
  private(set) var declaredNames: [String] = []
  let allowsDeprecated: Bool

  init(allowsDeprecated: Bool) {
    self.allowsDeprecated = allowsDeprecated
  }

  private static let keys = [
    "value", "values", "probabilities", "distribution", "min", "max", "q", "mu", "sigma", "a", "b", "parameters",
  ]
  private static let forms =
    "value, values, min and max, parameters, or distribution with its own keys"

  /// Reads a group of parameters; nested groups are read depth first.
  mutating func read(group: SourceNode, path: [String], _ collector: inout DiagnosticCollector) {
    guard let entries = group.entries else {
      collector.error(group, "expected a mapping of parameters, got \(group.value.typeName)")
      return
    }
    if entries.isEmpty { collector.error(group, "there is no parameter", allowed: "at least one parameter") }
    for entry in entries {
      if entry.key.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_.\-]*/) == nil {
        collector.error(
          entry.location, entry.node.keyPath, "the name '\(entry.key)' cannot be used",
          allowed: "a letter or underscore, then letters, digits, '_', '.' or '-'")
      }
      read(entry, path: path + [entry.key], &collector)
    }
  }

  private mutating func read(_ entry: SourceEntry, path: [String], _ collector: inout DiagnosticCollector) {
    let node = entry.node
    declaredNames.append(path.joined(separator: "."))
    guard let entries = node.entries else {
      let hint = node.items == nil ? "{value: \(node.value)}" : "{values: \(node.value)}"
      collector.error(node, "a parameter must be a mapping, got \(node.value.typeName)", allowed: "for example \(hint)")
      return
    }
    var isSound = true
    for child in entries where !ParameterReader.keys.contains(child.key) {
      isSound = false
      collector.error(
        child.location, child.node.keyPath, "unknown key '\(child.key)'",
        allowed: ParameterReader.keys.joined(separator: ", "),
        nearest: NearestSpelling.of(child.key, among: ParameterReader.keys))
    }
    if let group = node["parameters"] {
      for child in entries where child.key != "parameters" && ParameterReader.keys.contains(child.key) {
        collector.error(
          child.location, child.node.keyPath, "a group of parameters has no '\(child.key)'", allowed: "only parameters")
      }
      read(group: group, path: path, &collector)
      return
    }
    guard isSound else { return }
    var reader = DistributionReader(node: node, allowsDeprecated: allowsDeprecated)
    guard let distribution = reader.read(&collector) else { return }
    let parameter = Parameter(path: path, distribution: distribution)
    if let other = nodes[parameter.name] {
      collector.error(
        entry.location, node.keyPath,
        "the name '\(parameter.name)' is already taken by the parameter at line \(other.location.line)")
      return
    }
    nodes[parameter.name] = node
    origins[parameter.name] = reader.origin
    parameters.append(parameter)
  }
}
