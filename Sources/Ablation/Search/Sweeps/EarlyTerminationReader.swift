/// Reads the `early_terminate` rule of a sweep file.
enum EarlyTerminationReader {
  private static let keys = ["type", "min_iter", "max_iter", "s", "eta", "strict"]

  /// The rule, or `nil` after at least one error has been collected.
  static func read(_ node: SourceNode, _ collector: inout DiagnosticCollector) -> EarlyTermination? {
    guard let entries = node.entries else {
      collector.error(
        node, "'early_terminate' must be a mapping, got \(node.value.typeName)",
        allowed: "{type: hyperband, min_iter: ...}")
      return nil
    }
    for entry in entries where !keys.contains(entry.key) {
      collector.error(
        entry.location, entry.node.keyPath, "unknown key '\(entry.key)'", allowed: keys.joined(separator: ", "),
        nearest: NearestSpelling.of(entry.key, among: keys))
    }
    if node["type"]?.value != "hyperband" {
      let type = node["type"]
      let found = type.map { "the rule '\($0.value)' does not exist" } ?? "the rule needs a type"
      collector.error(type ?? node, found, allowed: "hyperband")
    }
    let first = integer("min_iter", of: node, from: 1, &collector)
    let last = integer("max_iter", of: node, from: nil, &collector)
    let count = integer("s", of: node, from: nil, &collector)
    let eta = eta(node, &collector)
    let strict = strict(node, &collector)
    guard let ladder = ladder(node, first: first, last: last, count: count, &collector), let eta, let strict else {
      return nil
    }
    let settings = HyperbandSettings(ladder: ladder, eta: eta, isStrict: strict)
    if settings.bands(upTo: Int.max).isEmpty {
      collector.error(
        node, "no band: max_iter divided by eta is below 1, or s is below 1",
        allowed: "max_iter of at least eta, and s from 1")
      return nil
    }
    return .hyperband(settings)
  }

  private static func ladder(
    _ node: SourceNode, first: Int?, last: Int?, count: Int?, _ collector: inout DiagnosticCollector
  ) -> HyperbandSettings.Ladder? {
    let (hasFirst, hasLast, hasCount) = (node["min_iter"] != nil, node["max_iter"] != nil, node["s"] != nil)
    if hasLast, !hasCount {
      collector.error(node, "'max_iter' needs 's', the number of bands", allowed: "max_iter and s, or min_iter")
      return nil
    }
    if hasLast {
      if hasFirst { collector.note(node, "'min_iter' has no effect beside 'max_iter' and 's'") }
      guard let last, let count else { return nil }
      // More bands than this cannot exist: the smallest one is 1.
      return .below(last, count: min(max(count, 0), 10_000))
    }
    if hasFirst {
      if hasCount { collector.note(node, "'s' has no effect without 'max_iter'") }
      return first.map { .from($0) }
    }
    collector.error(node, "the rule has no bands", allowed: "max_iter and s, or min_iter")
    return nil
  }

  static func integer(
    _ key: String, of node: SourceNode, from lowest: Int?, _ collector: inout DiagnosticCollector
  ) -> Int? {
    guard let child = node[key] else { return nil }
    guard let number = child.value.asInt, number >= lowest ?? Int.min else {
      collector.error(
        child, "'\(key)' is \(child.value)", allowed: lowest.map { "integers from \($0)" } ?? "integers")
      return nil
    }
    return number
  }

  private static func eta(_ node: SourceNode, _ collector: inout DiagnosticCollector) -> Double? {
    guard let child = node["eta"] else { return HyperbandSettings(ladder: .from(1)).eta }
    guard let eta = child.value.asDouble, eta > 1 else {
      collector.error(child, "'eta' is \(child.value)", allowed: "numbers above 1")
      return nil
    }
    return eta
  }

  private static func strict(_ node: SourceNode, _ collector: inout DiagnosticCollector) -> Bool? {
    guard let child = node["strict"] else { return HyperbandSettings(ladder: .from(1)).isStrict }
    guard let strict = child.value.asBool else {
      collector.error(child, "'strict' is \(child.value.typeName) '\(child.value)'", allowed: "true, false")
      return nil
    }
    return strict
  }
}
