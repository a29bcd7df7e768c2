/// Reads an expression by recursive descent, the loosest operators first.
struct ExpressionParser {
  static let functions = ["abs", "len", "max", "min", "sum"]
  private static let deepest = 64

  private let source: String
  private let tokens: [ExpressionToken]
  private var position = 0
  private var depth = 0

  init(_ source: String) throws(ExpressionError) {
    self.source = source
    tokens = try ExpressionToken.all(of: source)
  }

  mutating func parse() throws(ExpressionError) -> ExpressionNode {
    let node = try disjunction()
    guard next.kind == .end else { throw fault("an operator or the end is expected, got \(next.shown)") }
    return node
  }

  private var next: ExpressionToken { tokens[position] }

  private func fault(_ problem: String) -> ExpressionError {
    ExpressionError(source: source, offset: next.offset, problem: problem)
  }

  /// Takes the next token if it is one of the signs or words.
  private mutating func take(_ spellings: String...) -> String? {
    switch next.kind {
    case .sign(let text), .name(let text):
      guard spellings.contains(text) else { return nil }
      position += 1
      return text
    default: return nil
    }
  }

  private mutating func disjunction() throws(ExpressionError) -> ExpressionNode {
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.deepest else { throw fault("the expression is nested too deeply") }
    var left = try conjunction()
    while take("or", "||") != nil {
      let offset = left.offset
      left = ExpressionNode(.or(left, try conjunction()), at: offset)
    }
    return left
  }

  private mutating func conjunction() throws(ExpressionError) -> ExpressionNode {
    var left = try inversion()
    while take("and", "&&") != nil {
      let offset = left.offset
      left = ExpressionNode(.and(left, try inversion()), at: offset)
    }
    return left
  }

  private mutating func inversion() throws(ExpressionError) -> ExpressionNode {
    let offset = next.offset
    var count = 0
    while take("not", "!") != nil { count += 1 }
    let inner = try comparison()
    guard count > 0 else { return inner }
    let once = ExpressionNode(.not(inner), at: offset)
    return count.isMultiple(of: 2) ? ExpressionNode(.not(once), at: offset) : once
  }

  private mutating func comparison() throws(ExpressionError) -> ExpressionNode {
    let first = try sum()
    var links: [ExpressionNode.Link] = []
    while true {
      var operation = take("==", "!=", "<", "<=", ">", ">=", "in").flatMap(ExpressionOperator.init)
      if operation == nil, next.kind == .name("not"), tokens[position + 1].kind == .name("in") {
        position += 2
        operation = .isNotIn
      }
      guard let operation else { break }
      links.append(ExpressionNode.Link(operation: operation, operand: try sum()))
    }
    return links.isEmpty ? first : ExpressionNode(.comparison(first, links), at: first.offset)
  }

  private mutating func sum() throws(ExpressionError) -> ExpressionNode {
    var left = try product()
    while let operation = take("+", "-").flatMap(ExpressionOperator.init) {
      let offset = left.offset
      left = ExpressionNode(.arithmetic(operation, left, try product()), at: offset)
    }
    return left
  }

  private mutating func product() throws(ExpressionError) -> ExpressionNode {
    var left = try signed()
    while let operation = take("*", "/", "%").flatMap(ExpressionOperator.init) {
      let offset = left.offset
      left = ExpressionNode(.arithmetic(operation, left, try signed()), at: offset)
    }
    return left
  }

  private mutating func signed() throws(ExpressionError) -> ExpressionNode {
    let offset = next.offset
    var isNegative = false
    while let sign = take("-", "+") { if sign == "-" { isNegative.toggle() } }
    let value = try power()
    return isNegative ? ExpressionNode(.negation(value), at: offset) : value
  }

  private mutating func power() throws(ExpressionError) -> ExpressionNode {
    let base = try element()
    guard take("**") != nil else { return base }
    return ExpressionNode(.arithmetic(.power, base, try signed()), at: base.offset)
  }

  private mutating func element() throws(ExpressionError) -> ExpressionNode {
    var node = try primary()
    while take("[") != nil {
      let index = try disjunction()
      guard take("]") != nil else { throw fault("']' is expected, got \(next.shown)") }
      node = ExpressionNode(.element(node, index: index), at: node.offset)
    }
    return node
  }

  private mutating func primary() throws(ExpressionError) -> ExpressionNode {
    let token = next
    switch token.kind {
    case .number(let value):
      position += 1
      return ExpressionNode(.literal(value), at: token.offset)
    case .text(let text):
      position += 1
      return ExpressionNode(.literal(.string(text)), at: token.offset)
    case .name(let name):
      return try word(name, at: token.offset)
    case .sign("("):
      position += 1
      let inner = try disjunction()
      guard take(")") != nil else { throw fault("')' is expected, got \(next.shown)") }
      return inner
    case .sign("["):
      position += 1
      return ExpressionNode(.list(try items(until: "]")), at: token.offset)
    case .sign, .end:
      throw fault("a parameter, a number, a quoted text or '(' is expected, got \(token.shown)")
    }
  }

  private mutating func word(_ name: String, at offset: Int) throws(ExpressionError) -> ExpressionNode {
    switch name {
    case "true", "True": position += 1; return ExpressionNode(.literal(true), at: offset)
    case "false", "False": position += 1; return ExpressionNode(.literal(false), at: offset)
    case "null", "None": position += 1; return ExpressionNode(.literal(.null), at: offset)
    case "and", "or", "not", "in":
      throw fault("a parameter, a number, a quoted text or '(' is expected, got '\(name)'")
    default: position += 1
    }
    guard next.kind == .sign("(") else { return ExpressionNode(.name(name), at: offset) }
    guard Self.functions.contains(name) else {
      throw ExpressionError(
        source: source, offset: offset,
        problem: "there is no function '\(name)'; allowed: \(Self.functions.joined(separator: ", "))")
    }
    position += 1
    return ExpressionNode(.call(name, try items(until: ")")), at: offset)
  }

  private mutating func items(until end: String) throws(ExpressionError) -> [ExpressionNode] {
    var items: [ExpressionNode] = []
    if take(end) != nil { return items }
    while true {
      items.append(try disjunction())
      if take(end) != nil { return items }
      guard take(",") != nil else { throw fault("',' or '\(end)' is expected, got \(next.shown)") }
    }
  }
}
