extension ParameterValue: Codable {
  // Foundation's encoder writes 1.0 as `1`, so a whole double would come back as an integer: it is boxed instead.
  private static let boxKey = "$float"

  /// Decodes natural JSON: null, boolean, integer, number, text, list or mapping.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int.self) {
      self = .int(value)
    } else if let value = try? container.decode(Double.self) {
      self = .double(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let values = try? container.decode([ParameterValue].self) {
      self = .list(values)
    } else {
      let values = try container.decode([String: ParameterValue].self)
      if values.count == 1, let boxed = values[ParameterValue.boxKey]?.asDouble {
        self = .double(boxed)
      } else {
        self = .map(values)
      }
    }
  }

  /// Encodes natural JSON, except that a whole double is `{"$float": 1}` so that it does not come back as an integer.
  ///
  /// `jsonText` writes `1.0` instead and is the form for files that people read.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let value): try container.encode(value)
    case .int(let value): try container.encode(value)
    case .double(let value):
      if Int(exactly: value) != nil {
        try container.encode([ParameterValue.boxKey: value])
      } else {
        try container.encode(value)
      }
    case .string(let value): try container.encode(value)
    case .list(let values): try container.encode(values)
    case .map(let values): try container.encode(values)
    }
  }
}
