/// Reads the keys of an ablation file, collecting every fault.
struct AblationFileReader {
  static let keys = [
    "command", "components", "data", "design", "epochs", "family", "from", "images", "interval", "margin", "metric",
    "parameters",
    "program", "seed", "seeds", "study", "timeout_seconds", "tuning",
  ]
  /// Keys that only one kind of study has.
  private static let modelKeys = ["data", "epochs", "family", "from", "images", "study"]
  private static let programKeys = ["command", "program", "timeout_seconds"]

  let words: AblationFile.Words
  /// Where parameters and components were declared.
  private(set) var places: [String: SourceNode] = [:]
  /// The program's sweep as far as it could be read.
  private(set) var reading: SweepReading?

  init(words: AblationFile.Words) { self.words = words }

  mutating func read(_ root: SourceNode, _ collector: inout DiagnosticCollector) -> AblationFile {
    var file = AblationFile()
    let isProgram = root["program"] != nil || root["command"] != nil
    for entry in root.entries ?? [] {
      guard Self.keys.contains(entry.key) else {
        collector.error(
          entry.location, entry.key, "unknown key '\(entry.key)'", allowed: Self.keys.joined(separator: ", "),
          nearest: NearestSpelling.of(entry.key, among: Self.keys))
        continue
      }
      if isProgram ? Self.modelKeys.contains(entry.key) : Self.programKeys.contains(entry.key) {
        collector.error(
          entry.location, entry.key,
          isProgram
            ? "'\(entry.key)' is for built-in families; this file runs a program" : "'\(entry.key)' is for programs",
          allowed: isProgram ? "a file without 'program' and 'command'" : "a file with 'program' or 'command'")
        continue
      }
      read(entry, into: &file, isProgram: isProgram, &collector)
    }
    if root["family"] != nil, let from = root["from"] {
      collector.error(from, "'family' and 'from' both say what is ablated", allowed: "one of the two")
    }
    if root["from"] == nil, let study = root["study"] {
      collector.error(study, "'study' names a study of a run", allowed: "together with 'from'")
    }
    if isProgram { readProgram(root, into: &file, &collector) }
    return file
  }

  private mutating func read(
    _ entry: SourceEntry, into file: inout AblationFile, isProgram: Bool, _ collector: inout DiagnosticCollector
  ) {
    let node = entry.node
    switch entry.key {
    case "family": file.family = choice(node, words.families, &collector)
    case "from": file.from = text(node, &collector)
    case "study": file.study = text(node, &collector)
    case "data": file.data = text(node, &collector)
    case "design": file.design = choice(node, words.designs, &collector)
    case "epochs": file.epochs = collector.count(node, in: 1...10_000)
    case "images": file.images = collector.count(node, in: 1...1_000_000_000)
    case "seeds": file.seeds = collector.count(node, in: 1...1_000)
    case "seed": file.seed = collector.count(node, in: 0...Int.max).map(UInt64.init)
    case "margin":
      if let margin = node.value.asDouble, margin > 0, margin.isFinite {
        file.margin = margin
      } else {
        collector.error(node, "the margin is \(node.value)", allowed: "a difference above 0")
      }
    case "interval": file.interval = choice(node, words.intervals, &collector)
    case "metric": readMetric(node, into: &file, &collector)
    case "parameters": readParameters(node, into: &file, &collector)
    case "components":
      if isProgram { readSwitches(node, into: &file, &collector) } else { readNames(node, into: &file, &collector) }
    case "tuning": readTuning(node, into: &file, &collector)
    default: break
    }
  }

  private func readMetric(_ node: SourceNode, into file: inout AblationFile, _ collector: inout DiagnosticCollector) {
    if let name = node.value.asString, !name.isEmpty {
      file.metric = name
      return
    }
    let metric = MetricReader.read(Self.map(["metric": node], like: node), method: nil, &collector)
    file.metric = metric?.name
    if node["goal"] != nil { file.goal = metric?.goal }
  }

  /// Fixed settings: `name: value`, or `name: {value: ...}` as in a sweep file.
  private mutating func readParameters(
    _ node: SourceNode, into file: inout AblationFile, _ collector: inout DiagnosticCollector
  ) {
    guard let entries = node.entries else {
      collector.error(node, "'parameters' must be a mapping, got \(node.value.typeName)", allowed: "name: value")
      return
    }
    for entry in entries {
      places[entry.key] = entry.node
      if let fields = entry.node.entries {
        guard fields.count == 1, let value = fields.first, value.key == "value" else {
          collector.error(
            entry.node, "an ablation's parameter is fixed",
            allowed: "\(entry.key): value; what is varied belongs under 'components' or 'tuning'")
          continue
        }
        file.parameters[entry.key] = value.node.value
      } else {
        file.parameters[entry.key] = entry.node.value
      }
    }
  }

  private mutating func readNames(
    _ node: SourceNode, into file: inout AblationFile, _ collector: inout DiagnosticCollector
  ) {
    guard let items = node.items, !items.isEmpty else {
      collector.error(node, "'components' must be a list of names", allowed: "[batch_norm, dropout]")
      return
    }
    for item in items {
      guard let name = item.value.asString, !name.isEmpty else {
        collector.error(item, "a component's name must be text, got \(item.value.typeName) '\(item.value)'")
        continue
      }
      places[name] = item
      file.components = (file.components ?? []) + [name]
    }
  }

  private mutating func readSwitches(
    _ node: SourceNode, into file: inout AblationFile, _ collector: inout DiagnosticCollector
  ) {
    guard let entries = node.entries, !entries.isEmpty else {
      collector.error(
        node, "a program's 'components' must be a mapping", allowed: "parameter: {on: ..., off: ...} for each")
      return
    }
    for entry in entries {
      places[entry.key] = entry.node
      guard let fields = entry.node.entries, let on = entry.node["on"], let off = entry.node["off"], fields.count == 2
      else {
        collector.error(
          entry.node, "a component needs its parameter's value with it and without it", allowed: "{on: ..., off: ...}")
        continue
      }
      if on.value.canonicalKey == off.value.canonicalKey {
        collector.error(
          entry.node, "'\(entry.key)' is \(on.value) with and without it", allowed: "two different values")
        continue
      }
      file.switches.append(AblationFile.Switch(name: entry.key, on: on.value, off: off.value))
    }
  }

  private mutating func readTuning(
    _ node: SourceNode, into file: inout AblationFile, _ collector: inout DiagnosticCollector
  ) {
    guard let entries = node.entries else {
      file.tuning.mode = choice(node, words.modes, &collector)
      return
    }
    let keys = ["metric", "mode", "parameters", "trials"]
    for entry in entries {
      switch entry.key {
      case "mode": file.tuning.mode = choice(entry.node, words.modes, &collector)
      case "trials": file.tuning.trials = collector.count(entry.node, in: 1...1_000)
      case "metric":
        file.tuning.metric = MetricReader.read(Self.map(["metric": entry.node], like: node), method: nil, &collector)
      case "parameters":
        let before = collector.errorCount
        var reader = ParameterReader(allowsDeprecated: false)
        reader.read(group: entry.node, path: [], &collector)
        for (name, place) in reader.nodes where places[name] == nil { places[name] = place }
        guard collector.errorCount == before else { continue }
        let space = SearchSpace(reader.parameters)
        if space.dimensions.isEmpty {
          collector.error(entry.node, "nothing is tuned", allowed: "values, or min and max, for at least one parameter")
        }
        file.tuning.space = space
      default:
        collector.error(
          entry.location, entry.node.keyPath, "unknown key '\(entry.key)'", allowed: keys.joined(separator: ", "),
          nearest: NearestSpelling.of(entry.key, among: keys))
      }
    }
  }

  private func text(_ node: SourceNode, _ collector: inout DiagnosticCollector) -> String? {
    if let text = node.value.asString, !text.isEmpty { return text }
    collector.error(node, "'\(node.keyPath)' must be text, got \(node.value.typeName) '\(node.value)'", allowed: "text")
    return nil
  }

  private func choice(
    _ node: SourceNode, _ names: [String], _ collector: inout DiagnosticCollector
  ) -> String? {
    if let name = node.value.asString, names.contains(name) { return name }
    collector.error(
      node, "unknown \(node.keyPath) '\(node.value)'", allowed: names.joined(separator: ", "),
      nearest: NearestSpelling.of(node.value.description, among: names))
    return nil
  }

  static func map(_ nodes: [String: SourceNode], like place: SourceNode) -> SourceNode {
    let entries = nodes.sorted { $0.key < $1.key }.map {
      SourceEntry(key: $0.key, location: $0.value.location, node: $0.value)
    }
    return SourceNode(content: .map(entries), location: place.location, keyPath: place.keyPath)
  }
}

extension AblationFileReader {
  /// A program's file as a sweep file over its components, so that one reader checks both.
  private mutating func readProgram(
    _ root: SourceNode, into file: inout AblationFile, _ collector: inout DiagnosticCollector
  ) {
    if root["components"] == nil {
      collector.error(root, "the key 'components' is missing", allowed: "parameter: {on: ..., off: ...} for each")
    }
    guard let metric = root["metric"], metric.entries != nil, metric["goal"] != nil else {
      collector.error(
        root["metric"] ?? root, "a program's study needs a metric and its better direction",
        allowed: "metric: {name: accuracy, goal: maximize}")
      return
    }
    func leaf(_ value: ParameterValue, _ place: SourceNode) -> SourceNode {
      SourceNode(content: .scalar(value), location: place.location, keyPath: place.keyPath)
    }
    var parameters: [String: SourceNode] = [:]
    for item in file.switches {
      let place = places[item.name] ?? root
      if file.parameters[item.name] != nil {
        collector.error(place, "'\(item.name)' is a component and a fixed parameter", allowed: "one of the two")
      }
      let values = SourceNode(
        content: .list([leaf(item.off, place), leaf(item.on, place)]), location: place.location,
        keyPath: place.keyPath)
      parameters[item.name] = Self.map(["values": values], like: place)
    }
    for (name, value) in file.parameters where parameters[name] == nil {
      let place = places[name] ?? root
      parameters[name] = Self.map(["value": leaf(value, place)], like: place)
    }
    for name in file.tuning.space?.parameters.map(\.name) ?? [] where file.parameters[name] == nil {
      collector.error(
        places[name] ?? root, "the tuned '\(name)' has no value for frozen arms", allowed: "one under 'parameters'")
    }
    guard !file.switches.isEmpty else { return }
    var nodes = ["method": leaf("grid", root), "metric": metric, "parameters": Self.map(parameters, like: root)]
    for key in ["program", "command"] { if let node = root[key] { nodes[key] = node } }
    var reader = SweepReader(options: SweepFile.Options())
    file.sweep = reader.read(Self.map(nodes, like: root), &collector)
    if let node = root["timeout_seconds"] {
      if let seconds = node.value.asDouble, seconds > 0 {
        file.sweep?.settings.timeoutSeconds = seconds
      } else {
        collector.error(node, "the timeout is \(node.value)", allowed: "seconds above 0")
      }
    }
    var document: [String: ParameterValue] = [:]
    for (key, node) in nodes { document[key] = node.value }
    reading = SweepReading(
      space: reader.space, metric: reader.metric, settings: file.sweep?.settings ?? StudySettings(), document: document)
  }
}
