extension ParameterValue {
  /// The number as a double; `nil` for anything but `int` and `double`.
  public var asDouble: Double? {
    switch self {
    case .int(let value): return Double(value)
    case .double(let value): return value
    default: return nil
    }
  }

  /// The number as an integer; `nil` for text and for doubles that are not whole.
  public var asInt: Int? {
    switch self {
    case .int(let value): return value
    case .double(let value): return Int(exactly: value)
    default: return nil
    }
  }

  /// The truth value; `nil` for anything but `bool`, numbers included.
  public var asBool: Bool? {
    if case .bool(let value) = self { return value }
    return nil
  }

  /// The text; `nil` for anything but `string`.
  public var asString: String? {
    if case .string(let value) = self { return value }
    return nil
  }

  /// The value's type in the words of a YAML file, for messages.
  public var typeName: String {
    switch self {
    case .null: return "null"
    case .bool: return "boolean"
    case .int: return "integer"
    case .double: return "number"
    case .string: return "text"
    case .list: return "list"
    case .map: return "mapping"
    }
  }
}

extension ParameterValue: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByStringLiteral, ExpressibleByArrayLiteral
{
  /// An integer.
  public init(integerLiteral value: Int) { self = .int(value) }
  /// A double.
  public init(floatLiteral value: Double) { self = .double(value) }
  /// A truth value.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// A text.
  public init(stringLiteral value: String) { self = .string(value) }
  /// A list.
  public init(arrayLiteral elements: ParameterValue...) { self = .list(elements) }
}
