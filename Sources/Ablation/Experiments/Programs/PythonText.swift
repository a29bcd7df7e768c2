import Search

extension ParameterValue {
  /// The value as Python's `str` writes it, which is what W&B puts on command lines: `True`, `None`, `1e-05`, `[6, 16]`.
  var pythonText: String {
    if case .string(let text) = self { return text }
    return pythonLiteral
  }

  /// The value as Python's `repr` writes it: texts stand in quotation marks.
  private var pythonLiteral: String {
    switch self {
    case .null: return "None"
    case .bool(let value): return value ? "True" : "False"
    case .int(let value): return String(value)
    case .double(let value): return "\(value)"
    case .string(let text):
      let quote = text.contains("'") && !text.contains("\"") ? "\"" : "'"
      let escaped = text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
      return quote + (quote == "'" ? escaped.replacing("'", with: "\\'") : escaped) + quote
    case .list(let values): return "[" + values.map(\.pythonLiteral).joined(separator: ", ") + "]"
    case .map(let entries):
      let pairs = entries.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      return "{"
        + pairs.map { "\(ParameterValue.string($0.key).pythonLiteral): \($0.value.pythonLiteral)" }
        .joined(separator: ", ") + "}"
    }
  }
}

extension SearchSpace {
  /// A configuration with its nested groups as mappings, in the order of the space, as W&B hands it to a program.
  func nested(_ configuration: Configuration) -> [(name: String, value: ParameterValue)] {
    var result: [(name: String, value: ParameterValue)] = []
    for parameter in parameters {
      guard let value = configuration[parameter.name], let first = parameter.path.first else { continue }
      let index = result.firstIndex { $0.name == first }
      let earlier = index.map { result[$0].value }
      let merged = Self.insert(value, at: parameter.path.dropFirst(), into: earlier)
      if let index { result[index].value = merged } else { result.append((first, merged)) }
    }
    return result
  }

  private static func insert(
    _ value: ParameterValue, at path: ArraySlice<String>, into group: ParameterValue?
  ) -> ParameterValue {
    guard let key = path.first else { return value }
    var entries: [String: ParameterValue] = [:]
    if case .map(let earlier)? = group { entries = earlier }
    entries[key] = insert(value, at: path.dropFirst(), into: entries[key])
    return .map(entries)
  }
}
