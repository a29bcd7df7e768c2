import Search

/// A strict reader of the JSON that ``StoredJSON`` writes; `JSONDecoder` cannot tell 1 from 1.0.
struct StoredJSONReader {
  private let bytes: [UInt8]
  private var offset = 0

  init(_ text: String) {
    bytes = Array(text.utf8)
  }

  mutating func document() throws -> ParameterValue {
    let value = try value()
    guard offset == bytes.count else { throw fault("the end of the text") }
    return value
  }

  private func fault(_ expectation: String) -> StoredJSON.Fault {
    StoredJSON.Fault(offset: offset, expectation: expectation)
  }

  private var next: UInt8? {
    offset < bytes.count ? bytes[offset] : nil
  }

  private mutating func skip(_ text: StaticString) -> Bool {
    let expected = text.withUTF8Buffer { Array($0) }
    guard bytes[offset...].starts(with: expected) else { return false }
    offset += expected.count
    return true
  }

  private mutating func value() throws -> ParameterValue {
    switch next {
    case UInt8(ascii: "{"): return try map()
    case UInt8(ascii: "["): return try list()
    case UInt8(ascii: "\""): return .string(try string())
    default:
      if skip("null") { return .null }
      if skip("true") { return .bool(true) }
      if skip("false") { return .bool(false) }
      return try number()
    }
  }

  private mutating func number() throws -> ParameterValue {
    let digits = bytes[offset...].prefix { byte in
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "+-.eE".utf8.contains(byte)
    }
    let text = String(decoding: digits, as: UTF8.self)
    if let integer = Int(text) {
      offset += digits.count
      return .int(integer)
    }
    guard let double = Double(text) else { throw fault("a value") }
    offset += digits.count
    return .double(double)
  }

  private mutating func list() throws -> ParameterValue {
    offset += 1
    var values: [ParameterValue] = []
    if skip("]") { return .list(values) }
    while true {
      values.append(try value())
      if skip("]") { return .list(values) }
      guard skip(",") else { throw fault("a comma or ]") }
    }
  }

  private mutating func map() throws -> ParameterValue {
    offset += 1
    var entries: Configuration = [:]
    if skip("}") { return .map(entries) }
    while true {
      let key = try string()
      guard skip(":") else { throw fault("a colon") }
      let value = try value()
      if key == "$number", case .string(let name) = value, let number = Double(name) {
        guard skip("}") else { throw fault("}") }
        return .double(number)
      }
      entries[key.hasPrefix("$") ? String(key.dropFirst()) : key] = value
      if skip("}") { return .map(entries) }
      guard skip(",") else { throw fault("a comma or }") }
    }
  }

  private mutating func string() throws -> String {
    guard skip("\"") else { throw fault("a string") }
    var content: [UInt8] = []
    while let byte = next {
      offset += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: content, as: UTF8.self)
      case UInt8(ascii: "\\"): content.append(contentsOf: try escape())
      default: content.append(byte)
      }
    }
    throw fault("a closing quote")
  }

  private mutating func escape() throws -> [UInt8] {
    if skip("n") { return [0x0A] }
    if skip("t") { return [0x09] }
    if skip("r") { return [0x0D] }
    if skip("u") {
      // Only control characters are written in this form.
      let digits = bytes[offset...].prefix(4)
      guard let code = UInt8(String(decoding: digits, as: UTF8.self), radix: 16), code < 0x80 else {
        throw fault("four hexadecimal digits below 0080")
      }
      offset += digits.count
      return [code]
    }
    guard let byte = next, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
      throw fault("an escape")
    }
    offset += 1
    return [byte]
  }
}
