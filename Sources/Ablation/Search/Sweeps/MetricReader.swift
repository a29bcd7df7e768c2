/// Reads the `metric` of a sweep file.
enum MetricReader {
  private static let keys = ["name", "goal", "target", "impute", "impute_while_running"]

  /// The metric of the sweep, or `nil` if there is none or it has faults.
  static func read(
    _ root: SourceNode, method: SweepMethod?, _ collector: inout DiagnosticCollector
  ) -> SweepMetric? {
    if let several = root["metrics"] {
      let found = method.map { "`metrics` requires `method: custom` (got `method: \($0.rawValue)`)" }
      collector.error(several, found ?? "`metrics` requires `method: custom`", allowed: "one metric under 'metric'")
    }
    guard let node = root["metric"] else { return nil }
    guard let entries = node.entries else {
      collector.error(node, "'metric' must be a mapping, got \(node.value.typeName)", allowed: "{name: ..., goal: ...}")
      return nil
    }
    for entry in entries where !keys.contains(entry.key) {
      collector.error(
        entry.location, entry.node.keyPath, "unknown key '\(entry.key)'", allowed: keys.joined(separator: ", "),
        nearest: NearestSpelling.of(entry.key, among: keys))
    }
    var metric = SweepMetric(name: "")
    if let name = node["name"]?.value.asString, !name.isEmpty {
      metric.name = name
    } else {
      collector.error(node["name"] ?? node, "the metric needs a name", allowed: "a name that trials report")
    }
    if let goal = node["goal"] {
      metric.goal = choice(goal, Goal.allCases.map(\.rawValue), &collector).flatMap(Goal.init(rawValue:)) ?? .minimize
    } else if metric.name.lowercased().contains("acc") {
      collector.warn(
        node, "'\(metric.name)' has no goal and W&B's default is minimize; write goal: maximize if larger is better")
    }
    if let target = node["target"] {
      metric.target = target.value.asDouble
      if metric.target == nil {
        collector.error(target, "the target is \(target.value.typeName) '\(target.value)'", allowed: "a number")
      }
    }
    let imputations = SweepMetric.Imputation.allCases.map(\.rawValue)
    if let impute = node["impute"] {
      metric.impute = choice(impute, imputations, &collector).flatMap(SweepMetric.Imputation.init) ?? .worst
    }
    if let running = node["impute_while_running"] {
      if running.value == false {
        collector.warn(
          running, "W&B takes the text \"false\" only, not the boolean; write it with quotation marks",
          differsFromWandb: true)
      } else {
        metric.imputeWhileRunning = choice(running, imputations + ["false"], &collector)
          .flatMap(SweepMetric.Imputation.init)
      }
    }
    return metric
  }

  private static func choice(
    _ node: SourceNode, _ words: [String], _ collector: inout DiagnosticCollector
  ) -> String? {
    if let word = node.value.asString, words.contains(word) { return word }
    collector.error(
      node, "'\(node.value)' is not one of the choices", allowed: words.joined(separator: ", "),
      nearest: NearestSpelling.of(node.value.description, among: words))
    return nil
  }
}
