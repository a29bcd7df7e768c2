import Search

/// The canonical JSON text of parameter values, as the store keeps it.
///
/// Keys are sorted by their bytes and there is no white space, so that equal values give equal texts. A double always
/// has a point or an exponent and an integer never does, so that both come back as what they were, to the last bit;
/// non-finite doubles become `{"$number":"nan"}`, and keys that begin with `$` get another one in front.
enum StoredJSON {
  static func text(_ configuration: Configuration) -> String {
    text(.map(configuration))
  }

  static func text(_ value: ParameterValue) -> String {
    var output = ""
    write(value, to: &output)
    return output
  }

  /// Throws ``StoredJSON/Fault`` for text that ``text(_:)-(Configuration)`` did not write.
  static func configuration(_ text: String) throws -> Configuration {
    guard case .map(let configuration) = try value(text) else {
      throw Fault(offset: 0, expectation: "an object")
    }
    return configuration
  }

  static func value(_ text: String) throws -> ParameterValue {
    var reader = StoredJSONReader(text)
    return try reader.document()
  }

  /// Where a text stops being the expected JSON.
  struct Fault: Error, CustomStringConvertible {
    var offset: Int
    var expectation: String

    var description: String {
      "expected \(expectation) at byte \(offset)"
    }
  }

  private static func write(_ value: ParameterValue, to output: inout String) {
    switch value {
    case .null: output += "null"
    case .bool(let value): output += value ? "true" : "false"
    case .int(let value): output += String(value)
    case .double(let value):
      output += value.isFinite ? "\(value)" : "{\"$number\":\"\(value.isNaN ? "nan" : value > 0 ? "inf" : "-inf")\"}"
    case .string(let value): write(value, to: &output)
    case .list(let values):
      output += "["
      for (index, value) in values.enumerated() {
        if index > 0 { output += "," }
        write(value, to: &output)
      }
      output += "]"
    case .map(let entries):
      output += "{"
      let sorted = entries.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      for (index, entry) in sorted.enumerated() {
        if index > 0 { output += "," }
        write(entry.key.hasPrefix("$") ? "$" + entry.key : entry.key, to: &output)
        output += ":"
        write(entry.value, to: &output)
      }
      output += "}"
    }
  }

  private static func write(_ string: String, to output: inout String) {
    output += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": output += "\\\""
      case "\\": output += "\\\\"
      case "\n": output += "\\n"
      case "\t": output += "\\t"
      case "\r": output += "\\r"
      case "\u{0}"..<" ":
        let digits = String(scalar.value, radix: 16)
        output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: output.unicodeScalars.append(scalar)
      }
    }
    output += "\""
  }
}
