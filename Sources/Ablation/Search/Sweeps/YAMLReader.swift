import Yams

/// Turns YAML text into trees of nodes with places, one for each document.
struct YAMLReader {
  // Aliases can make a small file expand without end.
  private static let largestTree = 100_000
  private static let deepestTree = 200

  let fileName: String
  private var nodeCount = 0
  private var duplicates: DuplicateKeys
  // An alias shows the same mapping at several key paths.
  private var reportedDuplicates: Set<SourceLocation> = []

  init(text: String, fileName: String) {
    self.fileName = fileName
    duplicates = DuplicateKeys(text: text)
  }

  /// The documents of the file in their order; malformed YAML gives none and one error.
  mutating func documents(_ collector: inout DiagnosticCollector) -> [SourceNode] {
    do {
      var result: [SourceNode] = []
      for root in try roots() {
        nodeCount = 0
        result.append(convert(root, keyPath: "", depth: 0, &collector))
      }
      return result
    } catch let error as YamlError {
      let (location, problem) = explain(error)
      collector.error(location, "", problem)
    } catch {
      collector.error(location(nil), "", "the file is not YAML: \(error)")
    }
    return []
  }

  /// The documents as the parser gives them, with keys that stand twice.
  private mutating func roots() throws -> [Node] {
    while true {
      do {
        let parser = try Parser(yaml: duplicates.text)
        var result: [Node] = []
        while let root = try parser.nextRoot() { result.append(root) }
        return result
      } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
        guard let key = keys.first, duplicates.replace(key, at: context.mark) else {
          throw YamlError.duplicatedKeysInMapping(duplicates: keys, context: context)
        }
      }
    }
  }

  private func location(_ mark: Mark?) -> SourceLocation {
    SourceLocation(file: fileName, line: mark?.line ?? 1, column: mark?.column ?? 1)
  }

  private mutating func convert(
    _ node: Node, keyPath: String, depth: Int, _ collector: inout DiagnosticCollector
  ) -> SourceNode {
    let place = location(node.mark)
    nodeCount += 1
    var result = SourceNode(content: .scalar(.null), location: place, keyPath: keyPath)
    guard nodeCount < YAMLReader.largestTree, depth < YAMLReader.deepestTree else {
      if nodeCount == YAMLReader.largestTree || depth == YAMLReader.deepestTree {
        collector.error(place, keyPath, "the document is too large or too deeply nested")
      }
      return result
    }
    switch node {
    case .scalar(let scalar):
      let errorsBefore = collector.errorCount
      result.content = .scalar(resolve(scalar, result, &collector))
      result.isFaulty = collector.errorCount > errorsBefore
    case .sequence(let sequence):
      var items: [SourceNode] = []
      for (index, item) in sequence.enumerated() {
        items.append(convert(item, keyPath: "\(keyPath)[\(index)]", depth: depth + 1, &collector))
      }
      result.content = .list(items)
    case .mapping(let mapping):
      result.content = .map(entries(of: mapping, keyPath: keyPath, depth: depth, &collector))
    case .alias:
      collector.error(place, keyPath, "an alias without a target")
    }
    return result
  }

  private mutating func entries(
    of mapping: Node.Mapping, keyPath: String, depth: Int, _ collector: inout DiagnosticCollector
  ) -> [SourceEntry] {
    var result: [SourceEntry] = []
    var merged: [SourceEntry] = []
    var replaced: [(key: String, location: SourceLocation)] = []
    for (key, value) in mapping {
      guard case .scalar(let scalar) = key else {
        collector.error(location(key.mark), keyPath, "a key must be a plain word, not a list or mapping")
        continue
      }
      if let name = duplicates.name(replacedAt: key.mark) {
        let path = keyPath.isEmpty ? name : keyPath + "." + name
        // For its own faults.
        _ = convert(value, keyPath: path, depth: depth + 1, &collector)
        replaced.append((name, location(key.mark)))
        continue
      }
      let isPlain = scalar.style == .plain
      if isPlain, scalar.string == "<<" {
        let source = convert(value, keyPath: keyPath, depth: depth + 1, &collector)
        let sources = source.items ?? [source]
        if sources.contains(where: { $0.entries == nil }) {
          collector.error(location(key.mark), keyPath, "'<<' merges a mapping or a list of mappings only")
        }
        merged += sources.flatMap { $0.entries ?? [] }
        continue
      }
      let path = keyPath.isEmpty ? scalar.string : keyPath + "." + scalar.string
      let node = convert(value, keyPath: path, depth: depth + 1, &collector)
      result.append(SourceEntry(key: scalar.string, location: location(key.mark), node: node))
    }
    for key in Set(replaced.map(\.key)).sorted() {
      let earlier = replaced.filter { $0.key == key }.map(\.location)
      let last = mapping.first { $0.key.scalar?.string == key }?.key.mark
      guard let first = earlier.min(), reportedDuplicates.insert(first).inserted else { continue }
      collector.error(
        first, keyPath.isEmpty ? key : keyPath + "." + key,
        "the key '\(key)' stands \(DuplicateKeys.places(earlier + [location(last)]))", allowed: "each key once")
    }
    for entry in merged where !result.contains(where: { $0.key == entry.key }) {
      result.append(entry)
    }
    return result
  }

  private func resolve(
    _ scalar: Node.Scalar, _ node: SourceNode, _ collector: inout DiagnosticCollector
  ) -> ParameterValue {
    let name = scalar.tag.description
    let core = "tag:yaml.org,2002:"
    switch name {
    case core + "str": return .string(scalar.string)
    case core + "float":
      if let value = ScalarResolver.taggedFloat(scalar.string) { return .double(value) }
    case core + "int":
      if let value = ScalarResolver.taggedInteger(scalar.string) { return .int(value) }
    case core + "bool":
      if let value = ScalarResolver.resolve(scalar.string).value.asBool { return .bool(value) }
    case core + "null": return .null
    case "":
      guard scalar.style == .plain || scalar.style == .any else { return .string(scalar.string) }
      let resolution = ScalarResolver.resolve(scalar.string)
      if resolution.isNotFinite {
        collector.error(node, "'\(scalar.string)' is not a finite number", allowed: "finite numbers")
        return resolution.value
      }
      if let remark = resolution.remark {
        if resolution.differsFromWandb || resolution.value.asBool == nil {
          collector.warn(node, remark, differsFromWandb: resolution.differsFromWandb)
        } else {
          collector.note(node, remark)
        }
      }
      return resolution.value
    case "!": return .string(scalar.string)
    default:
      collector.error(node, "the tag '\(name)' is not supported", allowed: "!!str, !!int, !!float, !!bool, !!null")
      return .null
    }
    collector.error(node, "'\(scalar.string)' cannot be read as !!\(name.dropFirst(core.count))")
    return .null
  }

  private func explain(_ error: YamlError) -> (SourceLocation, String) {
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let detail = context.map { " (\($0.text))" } ?? ""
      return (location(mark), "malformed YAML: \(problem)\(detail)")
    case .duplicatedKeysInMapping(let duplicates, let context):
      let key = duplicates.first ?? ""
      return (location(context.mark), "the key '\(key)' stands more than once in its mapping: keep one")
    case .reader(let problem, _, _, _):
      return (location(nil), "the file cannot be read as text: \(problem)")
    default:
      return (location(nil), "malformed YAML: \(error)")
    }
  }
}
