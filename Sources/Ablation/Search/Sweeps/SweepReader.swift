/// Reads the first document of a sweep file: W&B's own keys.
struct SweepReader {
  let options: SweepFile.Options
  /// The space as far as it could be read.
  private(set) var space = SearchSpace([])
  /// The names of all parameters and groups that the file declares.
  private(set) var declaredNames: [String] = []
  /// Where each parameter was declared.
  private(set) var nodes: [String: SourceNode] = [:]
  /// The objective as far as it could be read.
  private(set) var metric: SweepMetric?

  static let keys = [
    "apiVersion", "command", "controller", "description", "early_terminate", "entity", "image_uri", "job", "kind",
    "method", "metric", "metrics", "name", "parameters", "program", "project", "run_cap", "scheduler",
  ]
  private static let textKeys = [
    "apiVersion", "description", "entity", "image_uri", "job", "kind", "name", "program", "project",
  ]
  private static let ignoredKeys = ["apiVersion", "job", "image_uri"]

  init(options: SweepFile.Options) {
    self.options = options
  }

  /// The sweep, or `nil` after at least one error has been collected.
  mutating func read(
    _ root: SourceNode, _ collector: inout DiagnosticCollector
  ) -> SweepDefinition? {
    guard let entries = root.entries else {
      let found = root.value == .null ? "the file is empty" : "expected a mapping, got \(root.value.typeName)"
      collector.error(root, found, allowed: "a sweep: method, parameters and more")
      return nil
    }
    for entry in entries where !SweepReader.keys.contains(entry.key) {
      collector.error(
        entry.location, entry.node.keyPath, "unknown key '\(entry.key)'",
        allowed: SweepReader.keys.joined(separator: ", "),
        nearest: NearestSpelling.of(entry.key, among: SweepReader.keys))
    }
    let metadata = metadata(root, &collector)
    let method = method(root, &collector)
    metric = MetricReader.read(root, method: method, &collector)
    let earlyTermination = root["early_terminate"].flatMap { EarlyTerminationReader.read($0, &collector) }
    let runCap = runCap(root, &collector)
    checkSchedulers(root, &collector)

    var reader = ParameterReader(allowsDeprecated: options.allowDeprecated)
    if let group = root["parameters"] {
      reader.read(group: group, path: [], &collector)
    } else {
      collector.error(root, "the key 'parameters' is missing", allowed: "a mapping of parameters")
    }
    space = SearchSpace(reader.parameters)
    declaredNames = reader.declaredNames
    nodes = reader.nodes
    if let early = root["early_terminate"], root["metric"] == nil {
      collector.error(early, "early termination needs a metric", allowed: "add metric: {name: ..., goal: ...}")
    }
    guard let method else { return nil }
    check(space, method: method, root: root, nodes: reader.nodes, &collector)
    if method != .grid, runCap == nil, metric?.target == nil, space.size == nil {
      collector.note(root, "the sweep has neither run_cap nor metric.target: W&B would never end it")
    }
    return SweepDefinition(
      name: root["name"]?.value.asString, description: root["description"]?.value.asString, method: method,
      metric: metric, space: space, earlyTermination: earlyTermination, runCap: runCap, metadata: metadata,
      settings: StudySettings(), origins: reader.origins, diagnostics: [])
  }

  private func metadata(_ root: SourceNode, _ collector: inout DiagnosticCollector) -> [String: ParameterValue] {
    var result: [String: ParameterValue] = [:]
    for key in SweepReader.textKeys {
      guard let node = root[key] else { continue }
      guard node.value.asString != nil else {
        collector.error(node, "'\(key)' must be text, got \(node.value.typeName) '\(node.value)'", allowed: "text")
        continue
      }
      if key == "kind", node.value != "sweep" {
        collector.error(node, "the kind is '\(node.value)'", allowed: "sweep")
      }
      if SweepReader.ignoredKeys.contains(key) { collector.note(node, "'\(key)' is kept but has no effect here") }
      result[key] = node.value
    }
    if let command = root["command"] {
      if command.items == nil {
        collector.error(
          command, "'command' must be a list, got \(command.value.typeName)", allowed: "one list item for each argument"
        )
      }
      if command.items?.isEmpty == true {
        collector.error(command, "'command' is an empty list", allowed: "one list item for each argument")
      }
      result["command"] = command.value
    }
    for key in ["controller", "scheduler"] {
      if let node = root[key] { result[key] = node.value }
    }
    return result
  }

  private func method(_ root: SourceNode, _ collector: inout DiagnosticCollector) -> SweepMethod? {
    let methods = SweepMethod.allCases.map(\.rawValue)
    guard let node = root["method"] else {
      collector.error(root, "the key 'method' is missing", allowed: methods.joined(separator: ", "))
      return nil
    }
    if let method = node.value.asString.flatMap(SweepMethod.init(rawValue:)) { return method }
    if node.value == "custom" {
      collector.error(
        node, "method 'custom' needs an outside scheduler", allowed: methods.joined(separator: ", "))
    } else {
      collector.error(
        node, "unknown method '\(node.value)'", allowed: methods.joined(separator: ", "),
        nearest: NearestSpelling.of(node.value.description, among: methods))
    }
    return nil
  }

  private func runCap(_ root: SourceNode, _ collector: inout DiagnosticCollector) -> Int? {
    guard let node = root["run_cap"] else { return nil }
    guard let cap = node.value.asInt, cap >= 1 else {
      let shown = node.value.asString.map { "the text '\($0)'" } ?? node.value.description
      collector.error(node, "run_cap is \(shown)", allowed: "integers from 1")
      return nil
    }
    return cap
  }

  private func checkSchedulers(_ root: SourceNode, _ collector: inout DiagnosticCollector) {
    if let controller = root["controller"] {
      if controller["type"]?.value != "local" && controller["type"]?.value != "cloud" {
        collector.error(controller, "'controller' needs a type", allowed: "{type: local} or {type: cloud}")
      }
    }
    guard let scheduler = root["scheduler"] else { return }
    let keys = ["engine", "source", "optimizer", "search_space"]
    guard let entries = scheduler.entries else {
      collector.error(
        scheduler, "'scheduler' must be a mapping, got \(scheduler.value.typeName)", allowed: "{engine: wandb}")
      return
    }
    for entry in entries where !keys.contains(entry.key) {
      collector.error(
        entry.location, entry.node.keyPath, "unknown key '\(entry.key)'", allowed: keys.joined(separator: ", "),
        nearest: NearestSpelling.of(entry.key, among: keys))
    }
    if scheduler["engine"]?.value != "wandb" {
      let found = scheduler["engine"].map { "the engine '\($0.value)' cannot be used" } ?? "'scheduler' needs an engine"
      collector.error(scheduler["engine"] ?? scheduler, found, allowed: "wandb")
    }
    for key in ["optimizer", "search_space"] {
      if let node = scheduler[key], scheduler["source"] == nil {
        collector.error(node, "'\(key)' needs 'source'", allowed: "the file that defines it under source")
      }
    }
    if let early = root["early_terminate"] {
      collector.error(early, "'early_terminate' cannot stand beside 'scheduler'", allowed: "one of the two")
    }
    if let controller = root["controller"], controller["type"]?.value == "local" {
      collector.error(controller, "controller type 'local' cannot stand beside 'scheduler'", allowed: "one of the two")
    }
  }

  private func check(
    _ space: SearchSpace, method: SweepMethod, root: SourceNode, nodes: [String: SourceNode],
    _ collector: inout DiagnosticCollector
  ) {
    switch method {
    case .random: return
    case .bayes:
      if root["metric"] == nil {
        collector.error(root, "method 'bayes' needs a metric", allowed: "add metric: {name: ..., goal: ...}")
      }
      if !space.parameters.isEmpty, space.dimensions.isEmpty, let parameters = root["parameters"] {
        collector.error(
          parameters, SearchError.onlyConstants(method: method.rawValue).description,
          allowed: "values, or min and max, for at least one parameter")
      }
      for parameter in space.parameters {
        if case .categorical(_, .some) = parameter.distribution, let node = nodes[parameter.name] {
          collector.warn(
            node, "W&B's bayes fails with probabilities; here they weigh the values before any trial is seen",
            differsFromWandb: true)
        }
      }
    case .grid:
      for parameter in space.parameters {
        guard let node = nodes[parameter.name] else { continue }
        if parameter.distribution.gridValues == nil {
          collector.error(
            node, "grid search cannot list the values of '\(parameter.distribution.name)'",
            allowed: "value, values without probabilities, int_uniform, q_uniform")
        }
        guard case .quantized(.uniform(_, let max), _) = parameter.distribution,
          let values = parameter.distribution.gridValues, let last = values.last?.asDouble
        else { continue }
        let range = "the grid runs from \(values[0]) to \(values[values.count - 1])"
        collector.warn(node, last >= max ? "\(range): max is included by rounding" : "\(range): max is excluded")
      }
    }
  }
}
