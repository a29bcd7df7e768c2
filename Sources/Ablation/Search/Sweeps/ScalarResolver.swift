/// Reads plain YAML scalars: YAML 1.1 as PyYAML and so W&B do, with YAML 1.2's numbers added.
enum ScalarResolver {
  /// What a text means, and what to tell the user about it.
  struct Resolution {
    var value: ParameterValue
    /// Advice on a surprising reading.
    var remark: String?
    /// Whether W&B reads the text as something else.
    var differsFromWandb = false
    /// Whether the value cannot be used anywhere.
    var isNotFinite = false
  }

  private static let booleans: [String: Bool] = {
    var table: [String: Bool] = [:]
    for (word, value) in [("yes", true), ("true", true), ("on", true), ("no", false), ("false", false), ("off", false)]
    {
      table[word] = value
      table[word.uppercased()] = value
      table[word.prefix(1).uppercased() + word.dropFirst()] = value
    }
    return table
  }()

  /// The value of an unquoted scalar without a tag.
  static func resolve(_ text: String) -> Resolution {
    if ["", "~", "null", "Null", "NULL"].contains(text) { return Resolution(value: .null) }
    if let value = booleans[text] {
      let usual = ["true", "false"].contains(text.lowercased())
      return Resolution(value: .bool(value), remark: usual ? nil : "'\(text)' is read as \(value), as YAML 1.1 has it")
    }
    if ["=", "<<"].contains(text) {
      return Resolution(
        value: .string(text), remark: "W&B cannot read '\(text)'; put it between quotation marks",
        differsFromWandb: true)
    }
    let (sign, digits) = split(text)
    if [".inf", ".Inf", ".INF"].contains(digits) {
      return Resolution(value: .double(sign * .infinity), isNotFinite: true)
    }
    if [".nan", ".NaN", ".NAN"].contains(text) { return Resolution(value: .double(.nan), isNotFinite: true) }
    guard let first = digits.first, first.isASCII, first.isNumber || first == "." else {
      return Resolution(value: .string(text))
    }
    return integer(text, sign: sign, digits: digits) ?? sexagesimalReal(text, sign: sign, digits: digits)
      ?? real(text, sign: sign, digits: digits) ?? date(text) ?? Resolution(value: .string(text))
  }

  /// YAML 1.1's dates, which no parameter takes: text here, with a warning.
  private static func date(_ text: String) -> Resolution? {
    let day = /[0-9]{4}-[0-9]{2}-[0-9]{2}/
    let moment =
      /[0-9]{4}-\d{1,2}-\d{1,2}([Tt]|[ \t]+)\d{1,2}:\d{2}:\d{2}(\.\d*)?([ \t]*(Z|[-+]\d{1,2}(:\d{2})?))?/
    guard text.wholeMatch(of: day) != nil || text.wholeMatch(of: moment) != nil else { return nil }
    return Resolution(
      value: .string(text), remark: "W&B reads '\(text)' as a date, not as text; put it between quotation marks",
      differsFromWandb: true)
  }

  /// Minutes and seconds with a fraction.
  private static func sexagesimalReal(_ text: String, sign: Double, digits: Substring) -> Resolution? {
    guard digits.wholeMatch(of: /[0-9][0-9_]*(:[0-5]?[0-9])+\.[0-9_]*/) != nil else { return nil }
    let parts = digits.replacing("_", with: "").split(separator: ":").compactMap { Double($0) }
    // From the last part on, as PyYAML adds them.
    var (total, base) = (0.0, 1.0)
    for part in parts.reversed() {
      total += part * base
      base *= 60
    }
    let value = sign * total
    guard value.isFinite else { return Resolution(value: .double(value), isNotFinite: true) }
    return Resolution(
      value: .double(value), remark: "'\(text)' is read in base 60 as \(value), as YAML 1.1 has it")
  }

  /// The value of a scalar tagged `!!int`.
  static func taggedInteger(_ text: String) -> Int? {
    resolve(text).value.asInt
  }

  /// The value of a scalar tagged `!!float`.
  static func taggedFloat(_ text: String) -> Double? {
    let value = resolve(text).value.asDouble ?? Double(text.replacing("_", with: ""))
    return value.flatMap { $0.isFinite ? $0 : nil }
  }

  private static func split(_ text: String) -> (sign: Double, digits: Substring) {
    switch text.first {
    case "-": return (-1, text.dropFirst())
    case "+": return (1, text.dropFirst())
    default: return (1, text[...])
    }
  }

  private static func integer(_ text: String, sign: Double, digits: Substring) -> Resolution? {
    let bare = digits.filter { $0 != "_" }
    func number(_ digits: some StringProtocol, radix: Int) -> ParameterValue? {
      Int((sign < 0 ? "-" : "") + digits, radix: radix).map(ParameterValue.int)
    }
    if let prefix = ["0x": 16, "0b": 2][bare.prefix(2)], bare.dropFirst(2).first?.isHexDigit == true,
      let value = number(bare.dropFirst(2), radix: prefix)
    {
      return Resolution(value: value)
    }
    if digits.contains(":") { return sexagesimal(text, sign: sign, digits: digits) }
    guard let first = digits.first, first != "_", !bare.isEmpty, bare.allSatisfy({ ("0"..."9").contains($0) }) else {
      return nil
    }
    guard first == "0", bare.count > 1 else {
      // An integer beyond 64 bits keeps its size, not its last digits.
      return Resolution(value: number(bare, radix: 10) ?? .double(sign * (Double(String(bare)) ?? .infinity)))
    }
    if let octal = number(bare, radix: 8) {
      return Resolution(value: octal, remark: "'\(text)' is read as the octal number \(octal), as YAML 1.1 has it")
    }
    return Resolution(value: .string(text), remark: "'\(text)' is text in YAML 1.1, not a number")
  }

  private static func sexagesimal(_ text: String, sign: Double, digits: Substring) -> Resolution? {
    let parts = digits.split(separator: ":", omittingEmptySubsequences: false)
    guard let lead = parts.first, lead.first != "0", let start = Int(lead.replacing("_", with: "")) else { return nil }
    var total = start
    for part in parts.dropFirst() {
      guard part.count <= 2, part.first?.isNumber == true, let digit = Int(part), (0..<60).contains(digit) else {
        return nil
      }
      let (scaled, overflow) = total.multipliedReportingOverflow(by: 60)
      guard !overflow, scaled < Int.max - digit else { return nil }
      total = scaled + digit
    }
    let value = sign < 0 ? -total : total
    return Resolution(value: .int(value), remark: "'\(text)' is read in base 60 as \(value), as YAML 1.1 has it")
  }

  private static func real(_ text: String, sign: Double, digits: Substring) -> Resolution? {
    guard let match = digits.wholeMatch(of: /([0-9][0-9_]*)?(\.[0-9_]*)?([eE][-+]?[0-9]+)?/),
      match.1 != nil || match.2?.dropFirst().first?.isNumber == true,
      let value = Double(digits.replacing("_", with: ""))
    else { return nil }
    guard value.isFinite else { return Resolution(value: .double(sign * value), isNotFinite: true) }
    let exponentSigned = match.3.map { $0.contains("+") || $0.contains("-") } ?? true
    // PyYAML takes '.5', but no sign before the point.
    let isSignedPoint = match.1 == nil && text.first != "."
    if match.2 != nil, exponentSigned, !isSignedPoint { return Resolution(value: .double(sign * value)) }
    return Resolution(
      value: .double(sign * value),
      remark: "W&B reads '\(text)' as text, not as a number; write it as \(portableText(sign * value))",
      differsFromWandb: true)
  }

  /// A spelling that YAML 1.1 reads as a number too: with a point before the exponent.
  private static func portableText(_ value: Double) -> String {
    let text = "\(value)"
    return text.contains(".") ? text : text.replacing("e", with: ".0e")
  }
}
