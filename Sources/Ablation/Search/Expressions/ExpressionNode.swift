/// An operator between two values.
enum ExpressionOperator: String, Sendable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case remainder = "%"
  case power = "**"
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case isIn = "in"
  case isNotIn = "not in"
}

/// A part of an expression with its place in the text.
final class ExpressionNode: Sendable {
  enum Kind: Sendable {
    case literal(ParameterValue)
    case name(String)
    case list([ExpressionNode])
    case negation(ExpressionNode)
    case not(ExpressionNode)
    case and(ExpressionNode, ExpressionNode)
    case or(ExpressionNode, ExpressionNode)
    case arithmetic(ExpressionOperator, ExpressionNode, ExpressionNode)
    case comparison(ExpressionNode, [Link])
    case element(ExpressionNode, index: ExpressionNode)
    case call(String, [ExpressionNode])
  }

  /// One step of a chained comparison.
  struct Link: Sendable {
    var operation: ExpressionOperator
    var operand: ExpressionNode
  }

  let kind: Kind
  let offset: Int

  init(_ kind: Kind, at offset: Int) {
    self.kind = kind
    self.offset = offset
  }

  func visitNames(_ visit: (String, Int) -> Void) {
    switch kind {
    case .literal: return
    case .name(let name): visit(name, offset)
    case .list(let nodes), .call(_, let nodes): for node in nodes { node.visitNames(visit) }
    case .negation(let node), .not(let node): node.visitNames(visit)
    case .and(let left, let right), .or(let left, let right), .arithmetic(_, let left, let right),
      .element(let left, let right):
      left.visitNames(visit)
      right.visitNames(visit)
    case .comparison(let first, let links):
      first.visitNames(visit)
      for link in links { link.operand.visitNames(visit) }
    }
  }
}
