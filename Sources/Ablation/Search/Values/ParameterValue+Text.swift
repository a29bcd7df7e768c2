extension ParameterValue: CustomStringConvertible {
  /// The canonical text of the value, as it stands in CSV cells and messages.
  ///
  /// Strings are bare; doubles are the shortest text that reads back to the same bits (`0.1`, `1.0`, `1e-05`); lists are
  /// `[a, b]`; maps are `{key: value}` with sorted keys; null is `null`.
  public var description: String {
    switch self {
    case .null: return "null"
    case .bool(let value): return value ? "true" : "false"
    case .int(let value): return String(value)
    case .double(let value): return "\(value)"
    case .string(let value): return value
    case .list(let values): return "[" + values.map(\.description).joined(separator: ", ") + "]"
    case .map(let values):
      let pairs = values.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      return "{" + pairs.map { "\($0.key): \($0.value)" }.joined(separator: ", ") + "}"
    }
  }

  /// The value as compact JSON that keeps integers and doubles apart: `1` and `1.0` differ.
  ///
  /// Map keys are sorted. Non-finite doubles, which no reader of this module produces, are written as strings.
  public var jsonText: String {
    text(wholeDoublesAsIntegers: false)
  }

  /// A text that is equal exactly for values that a search treats as the same point.
  ///
  /// Whole doubles equal integers (`1` and `1.0`), but `true`, `1` and `"1"` differ; lists compare by content and maps
  /// whatever the order of their keys. This is the equality of W&B's grid search.
  public var canonicalKey: String {
    text(wholeDoublesAsIntegers: true)
  }

  private func text(wholeDoublesAsIntegers: Bool) -> String {
    switch self {
    case .null, .bool, .int: return description
    case .double(let value):
      guard value.isFinite else { return ParameterValue.quoted("\(value)") }
      if wholeDoublesAsIntegers, let whole = Int(exactly: value) { return String(whole) }
      return "\(value)"
    case .string(let value): return ParameterValue.quoted(value)
    case .list(let values):
      let items = values.map { $0.text(wholeDoublesAsIntegers: wholeDoublesAsIntegers) }
      return "[" + items.joined(separator: ",") + "]"
    case .map(let values):
      let pairs = values.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { pair in
        ParameterValue.quoted(pair.key) + ":" + pair.value.text(wholeDoublesAsIntegers: wholeDoublesAsIntegers)
      }
      return "{" + pairs.joined(separator: ",") + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case let control where control.value < 0x20:
        let digits = String(control.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension [String: ParameterValue] {
  /// A text that is equal exactly for configurations that a search treats as the same point.
  public var canonicalKey: String {
    ParameterValue.map(self).canonicalKey
  }

  /// The configuration as compact JSON with sorted keys that keeps integers and doubles apart.
  public var jsonText: String {
    ParameterValue.map(self).jsonText
  }
}
