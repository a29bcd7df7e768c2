import Foundation

extension ParameterExpression {
  /// Whether the expression is true for a configuration; `nil` where that depends on a parameter that is not active.
  ///
  /// - Throws: `ExpressionError` where it has no truth value, such as a text compared with a number by `<`.
  public func isTrue(for configuration: Configuration) throws(ExpressionError) -> Bool? {
    guard let value = try evaluate(root, configuration) else { return nil }
    guard let truth = value.asBool else {
      throw fault(root, "the value is \(value.typeName) '\(value)', not true or false; compare it with something")
    }
    return truth
  }

  private func fault(_ node: ExpressionNode, _ problem: String) -> ExpressionError {
    ExpressionError(source: source, offset: node.offset, problem: problem)
  }

  /// The value of a part; `nil` where it depends on a parameter that the configuration does not have.
  private func evaluate(_ node: ExpressionNode, _ configuration: Configuration) throws(ExpressionError)
    -> ParameterValue?
  {
    switch node.kind {
    case .literal(let value): return value
    case .name(let name): return configuration[name]
    case .list(let nodes):
      guard let values = try evaluate(all: nodes, configuration) else { return nil }
      return .list(values)
    case .negation(let inner):
      guard let value = try evaluate(inner, configuration) else { return nil }
      if case .int(let number) = value, number != .min { return .int(-number) }
      return .double(-(try number(value, inner)))
    case .not(let inner): return try truth(inner, configuration).map { .bool(!$0) }
    case .and(let left, let right):
      let first = try truth(left, configuration)
      if first == false { return false }
      let second = try truth(right, configuration)
      if second == false { return false }
      return first == nil || second == nil ? nil : true
    case .or(let left, let right):
      let first = try truth(left, configuration)
      if first == true { return true }
      let second = try truth(right, configuration)
      if second == true { return true }
      return first == nil || second == nil ? nil : false
    case .arithmetic(let operation, let left, let right):
      guard let a = try evaluate(left, configuration), let b = try evaluate(right, configuration) else { return nil }
      return try arithmetic(operation, (left, a), (right, b))
    case .comparison(let first, let links): return try comparison(first, links, configuration)
    case .element(let list, let index):
      guard let values = try evaluate(list, configuration), let place = try evaluate(index, configuration) else {
        return nil
      }
      return try element(of: values, at: place, list, index)
    case .call(let name, let arguments):
      guard let values = try evaluate(all: arguments, configuration) else { return nil }
      return try call(name, values, node)
    }
  }

  private func evaluate(
    all nodes: [ExpressionNode], _ configuration: Configuration
  ) throws(ExpressionError) -> [ParameterValue]? {
    var values: [ParameterValue] = []
    for node in nodes {
      guard let value = try evaluate(node, configuration) else { return nil }
      values.append(value)
    }
    return values
  }

  private func truth(_ node: ExpressionNode, _ configuration: Configuration) throws(ExpressionError) -> Bool? {
    guard let value = try evaluate(node, configuration) else { return nil }
    guard let truth = value.asBool else { throw fault(node, "\(value.typeName) '\(value)' is not true or false") }
    return truth
  }

  private func number(_ value: ParameterValue, _ node: ExpressionNode) throws(ExpressionError) -> Double {
    guard let number = value.asDouble else { throw fault(node, "\(value.typeName) '\(value)' is not a number") }
    return number
  }

  private func arithmetic(
    _ operation: ExpressionOperator, _ left: (node: ExpressionNode, value: ParameterValue),
    _ right: (node: ExpressionNode, value: ParameterValue)
  ) throws(ExpressionError) -> ParameterValue {
    let a = try number(left.value, left.node)
    let b = try number(right.value, right.node)
    if [.divide, .remainder].contains(operation), b == 0 { throw fault(right.node, "division by zero") }
    let result: Double
    switch operation {
    case .add: result = a + b
    case .subtract: result = a - b
    case .multiply: result = a * b
    case .divide: result = a / b
    case .remainder: result = a - b * (a / b).rounded(.down)
    case .power: result = pow(a, b)
    default: throw fault(left.node, "'\(operation.rawValue)' is no arithmetic")
    }
    // Whole numbers stay whole, as far as doubles are exact.
    if operation != .divide, case .int = left.value, case .int = right.value, result.magnitude < 9e15,
      let whole = Int(exactly: result)
    {
      return .int(whole)
    }
    return .double(result)
  }

  private func comparison(
    _ first: ExpressionNode, _ links: [ExpressionNode.Link], _ configuration: Configuration
  ) throws(ExpressionError) -> ParameterValue? {
    var left = (node: first, value: try evaluate(first, configuration))
    var isUnknown = false
    for link in links {
      let right = (node: link.operand, value: try evaluate(link.operand, configuration))
      if let a = left.value, let b = right.value {
        if try !compare(link.operation, (left.node, a), (right.node, b)) { return false }
      } else {
        isUnknown = true
      }
      left = right
    }
    return isUnknown ? nil : true
  }

  private func compare(
    _ operation: ExpressionOperator, _ left: (node: ExpressionNode, value: ParameterValue),
    _ right: (node: ExpressionNode, value: ParameterValue)
  ) throws(ExpressionError) -> Bool {
    switch operation {
    case .equal: return left.value.canonicalKey == right.value.canonicalKey
    case .notEqual: return left.value.canonicalKey != right.value.canonicalKey
    case .isIn, .isNotIn:
      guard case .list(let values) = right.value else {
        throw fault(right.node, "'in' needs a list, got \(right.value.typeName) '\(right.value)'")
      }
      return values.contains { $0.canonicalKey == left.value.canonicalKey } == (operation == .isIn)
    default: break
    }
    let a = try number(left.value, left.node)
    let b = try number(right.value, right.node)
    switch operation {
    case .less: return a < b
    case .lessOrEqual: return a <= b
    case .greater: return a > b
    default: return a >= b
    }
  }

  private func element(
    of value: ParameterValue, at place: ParameterValue, _ list: ExpressionNode, _ index: ExpressionNode
  ) throws(ExpressionError) -> ParameterValue {
    guard case .list(let values) = value else {
      throw fault(list, "only lists have positions, and this is \(value.typeName) '\(value)'")
    }
    guard let position = place.asInt else {
      throw fault(index, "a position is a whole number, got \(place.typeName) '\(place)'")
    }
    let found = position < 0 ? position + values.count : position
    guard values.indices.contains(found) else {
      throw fault(index, "there is no position \(position) in a list of \(values.count)")
    }
    return values[found]
  }

  private func call(_ name: String, _ arguments: [ParameterValue], _ node: ExpressionNode) throws(ExpressionError)
    -> ParameterValue
  {
    var values = arguments
    if arguments.count == 1, case .list(let list) = arguments[0] { values = list }
    if name == "len" {
      guard arguments.count == 1, case .list = arguments[0] else { throw fault(node, "'len' takes one list") }
      return .int(values.count)
    }
    if name == "abs", arguments.count != 1 || values.count != 1 { throw fault(node, "'abs' takes one number") }
    guard !values.isEmpty || name == "sum" else { throw fault(node, "'\(name)' needs at least one number") }
    var numbers: [Double] = []
    for value in values { numbers.append(try number(value, node)) }
    let result: Double
    switch name {
    case "abs": result = numbers[0].magnitude
    case "max": result = numbers.max() ?? 0
    case "min": result = numbers.min() ?? 0
    default: result = numbers.reduce(0, +)
    }
    let isWhole = values.allSatisfy { if case .int = $0 { true } else { false } }
    if isWhole, let whole = Int(exactly: result) { return .int(whole) }
    return .double(result)
  }
}
