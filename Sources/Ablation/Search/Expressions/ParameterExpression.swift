/// A simple expression over parameters, such as `filters[0] <= filters[1]` or `batch_size * epochs < 4096`.
///
/// Sweep files use them in conditions (`when:`) and constraints. There are numbers, quoted texts, lists, `true`, `false`
/// and `null`; arithmetic `+ - * / % **`; comparisons, also chained, and `in`; `and`, `or`, `not`; positions in lists,
/// negative ones from the end; and the functions `abs`, `len`, `max`, `min` and `sum`. A name that is no plain word is
/// put between backticks.
public struct ParameterExpression: Hashable, Sendable, CustomStringConvertible {
  /// The text that it was read from.
  public let source: String
  let root: ExpressionNode

  /// Reads an expression.
  ///
  /// - Throws: `ExpressionError` with the place and what was expected there.
  public init(_ source: String) throws(ExpressionError) {
    self.source = source
    var parser = try ExpressionParser(source)
    root = try parser.parse()
  }

  private init(source: String, root: ExpressionNode) {
    self.source = source
    self.root = root
  }

  /// The expression that is true where a parameter equals a value, or one of the values of a list.
  static func equality(_ name: String, _ value: ParameterValue) -> ParameterExpression {
    let literal = ExpressionNode(.literal(value), at: 0)
    let operation: ExpressionOperator
    if case .list = value { operation = .isIn } else { operation = .equal }
    let shown = name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." } ? name : "`\(name)`"
    return ParameterExpression(
      source: "\(shown) \(operation.rawValue) \(value.expressionText)",
      root: ExpressionNode(
        .comparison(ExpressionNode(.name(name), at: 0), [ExpressionNode.Link(operation: operation, operand: literal)]),
        at: 0))
  }

  /// The parameters that it reads, each once, with the place of the first reading.
  public var names: [(name: String, offset: Int)] {
    var result: [(name: String, offset: Int)] = []
    root.visitNames { name, offset in
      if !result.contains(where: { $0.name == name }) { result.append((name, offset)) }
    }
    return result
  }

  /// The text that it was read from.
  public var description: String { source }

  /// Two expressions are equal when they were written alike.
  public static func == (left: ParameterExpression, right: ParameterExpression) -> Bool { left.source == right.source }

  /// Feeds what equality compares.
  public func hash(into hasher: inout Hasher) { hasher.combine(source) }
}

/// What is wrong with an expression, or with its value for a configuration.
public struct ExpressionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The expression's text.
  public var source: String
  /// Where, in characters from 0.
  public var offset: Int
  /// What is wrong there, and what is allowed.
  public var problem: String

  /// The problem with its place.
  public var description: String {
    "in '\(source)', at character \(offset + 1): \(problem)"
  }
}

extension ParameterValue {
  /// The value as it would be written in an expression.
  var expressionText: String {
    switch self {
    case .string(let text): return "'\(text)'"
    case .list(let values): return "[" + values.map(\.expressionText).joined(separator: ", ") + "]"
    default: return description
    }
  }
}
