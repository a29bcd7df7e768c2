import Yams

/// Turns YAML text into trees of nodes with places, one for each document.
struct YAMLReader {
  // Aliases can make a small file expand without end.
  private static let largestTree = 100_000
  private static let deepestTree = 200

  let text: String
  let fileName: String
  private var nodeCount = 0

  init(text: String, fileName: String) {
    self.text = text
    self.fileName = fileName
  }

  /// The documents of the file in their order; malformed YAML gives none and one error.
  mutating func documents(_ collector: inout DiagnosticCollector) -> [SourceNode] {
    do {
      let parser = try Parser(yaml: text)
      var result: [SourceNode] = []
      while let root = try parser.nextRoot() {
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
      result.content = .scalar(resolve(scalar, result, &collector))
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
    for (key, value) in mapping {
      guard case .scalar(let scalar) = key else {
        collector.error(location(key.mark), keyPath, "a key must be a plain word, not a list or mapping")
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
        return .double(0)
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
      let first = context.mark
      let second = lineRepeating(key, after: first).map { "lines \(first.line) and \($0)" } ?? "line \(first.line)"
      return (location(first), "the key '\(key)' stands twice, at \(second)")
    case .reader(let problem, _, _, _):
      return (location(nil), "the file cannot be read as text: \(problem)")
    default:
      return (location(nil), "malformed YAML: \(error)")
    }
  }

  /// The next line that starts the same key in the same column, for the message about keys that stand twice.
  private func lineRepeating(_ key: String, after mark: Mark) -> Int? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for index in lines.indices.dropFirst(mark.line) {
      let line = lines[index].dropFirst(mark.column - 1)
      guard lines[index].prefix(mark.column - 1).allSatisfy({ $0 == " " }), line.hasPrefix(key) else { continue }
      if line.dropFirst(key.count).first(where: { $0 != " " }) == ":" { return index + 1 }
    }
    return nil
  }
}
