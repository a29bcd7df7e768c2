/// Reads conditions and constraints, and tries them on points of the space.
struct RulesReader {
  private static let probes = 256
  private static let largestListedSpace = 4_096

  let space: SearchSpace
  let declared: [String]

  func read(
    conditions: SourceNode?, constraints: SourceNode?, _ collector: inout DiagnosticCollector
  ) -> SpaceRules {
    var rules = SpaceRules()
    var nodes: [ParameterExpression: SourceNode] = [:]
    var undecided = Set(declared).subtracting(space.parameters.map(\.name))
    if let conditions { read(when: conditions, into: &rules, &nodes, &undecided, &collector) }
    if let constraints {
      if constraints.items == nil, constraints.value.asString == nil {
        collector.error(
          constraints, "'constraints' must be a list, got \(constraints.value.typeName)",
          allowed: "expressions such as batch_size * epochs < 4096")
      }
      for item in constraints.items ?? (constraints.value.asString == nil ? [] : [constraints]) {
        guard let expression = expression(item, &collector) else { continue }
        rules.constraints.append(expression)
        nodes[expression] = item
      }
    }
    if let name = rules.circle(), let condition = rules.conditions[name], let node = nodes[condition] {
      collector.error(node, "the condition of '\(name)' depends on '\(name)' itself", allowed: "other parameters")
    } else {
      tryOut(rules, undecided: undecided, nodes, &collector)
    }
    return rules
  }

  private func read(
    when node: SourceNode, into rules: inout SpaceRules, _ nodes: inout [ParameterExpression: SourceNode],
    _ undecided: inout Set<String>, _ collector: inout DiagnosticCollector
  ) {
    guard let entries = node.entries else {
      collector.error(
        node, "'when' must be a mapping, got \(node.value.typeName)", allowed: "{dropout_rate: dropout == true}")
      return
    }
    for entry in entries {
      // A condition of a group is one of each of its parameters.
      let names = space.parameters.map(\.name).filter { $0 == entry.key || $0.hasPrefix(entry.key + ".") }
      if names.isEmpty, !declared.contains(entry.key) {
        collector.error(
          entry.location, entry.node.keyPath, "there is no parameter '\(entry.key)'",
          allowed: declared.joined(separator: ", "), nearest: NearestSpelling.of(entry.key, among: declared))
        continue
      }
      guard let condition = condition(entry.node, &collector) else {
        undecided.formUnion(names)
        continue
      }
      nodes[condition] = entry.node
      for name in names {
        if let earlier = rules.conditions[name] {
          collector.error(
            entry.node, "'\(name)' has a condition already: \(earlier)", allowed: "one condition for each parameter")
        }
        rules.conditions[name] = condition
      }
    }
  }

  /// An expression, or a mapping of one parameter to the values with which another is active.
  private func condition(_ node: SourceNode, _ collector: inout DiagnosticCollector) -> ParameterExpression? {
    guard let entries = node.entries else { return expression(node, &collector) }
    guard entries.count == 1, let entry = entries.first else {
      collector.error(node, "a condition reads one parameter", allowed: "{dropout: true}, or an expression with 'and'")
      return nil
    }
    let expression = ParameterExpression.equality(entry.key, entry.node.value)
    return checkNames(of: expression, entry.node, &collector) ? expression : nil
  }

  private func expression(_ node: SourceNode, _ collector: inout DiagnosticCollector) -> ParameterExpression? {
    let allowed = "an expression such as dropout == true or filters[0] <= filters[1]"
    guard let source = node.value.asString else {
      collector.error(node, "expected an expression, got \(node.value.typeName) '\(node.value)'", allowed: allowed)
      return nil
    }
    do throws(ExpressionError) {
      let expression = try ParameterExpression(source)
      return checkNames(of: expression, node, &collector) ? expression : nil
    } catch {
      collector.error(node, error.description)
      return nil
    }
  }

  private func checkNames(
    of expression: ParameterExpression, _ node: SourceNode, _ collector: inout DiagnosticCollector
  ) -> Bool {
    var isSound = true
    for (name, offset) in expression.names where !declared.contains(name) {
      isSound = false
      let fault = ExpressionError(
        source: expression.source, offset: offset,
        problem: "there is no parameter '\(name)' (texts stand in quotation marks: '\(name)')")
      collector.error(
        node, fault.description, allowed: declared.joined(separator: ", "),
        nearest: NearestSpelling.of(name, among: declared))
    }
    return isSound
  }

  /// Every point of a small space, or draws: what fails on one of them would fail in the middle of a study.
  ///
  /// - Parameter undecided: parameters with faults of their own; what reads them is not tried.
  private func tryOut(
    _ all: SpaceRules, undecided: Set<String>, _ nodes: [ParameterExpression: SourceNode],
    _ collector: inout DiagnosticCollector
  ) {
    var undecided = undecided
    var rules = all.without(&undecided, [])
    guard !rules.isEmpty, !space.parameters.isEmpty else { return }
    let points: [Configuration]
    if let size = space.size, size <= Self.largestListedSpace {
      points = (0..<size).map(space.configuration)
    } else {
      points = (0..<Self.probes).map { index in
        // A Weyl sequence for each dimension: spread out, and the same for every reading.
        space.decode(
          space.dimensions.indices.map { j in
            let step = 0.618_033_988_749_894_9 + Double(j) * 0.414_213_562_373_095_1
            return (0.5 + Double(index) * step).truncatingRemainder(dividingBy: 1)
          })
      }
    }
    var allowed = 0
    for point in points {
      var isTried = false
      while !isTried {
        do throws(ExpressionError) {
          isTried = true
          if try rules.violation(by: try rules.reduced(point)) == nil { allowed += 1 }
        } catch {
          // One error for each expression; the others are tried on.
          let failing = nodes.filter { $0.key.source == error.source }
          for node in failing.values { collector.error(node, "\(error) (for \(point.jsonText))") }
          guard !failing.isEmpty else { return }
          rules = rules.without(&undecided, Set(failing.keys))
          isTried = false
        }
      }
    }
    guard rules.constraints == all.constraints, rules.conditions == all.conditions else { return }
    if allowed == 0, let constraint = rules.constraints.first, let node = nodes[constraint] {
      if points.count == space.size {
        collector.error(node, "no point of the space satisfies the constraints", allowed: "at least one point")
      } else {
        collector.warn(node, "none of \(points.count) points tried satisfies the constraints")
      }
    }
  }
}

extension SpaceRules {
  /// The rules without some expressions, and without all that read parameters of which it is not known whether they
  /// are active: those named, and those that the removed conditions govern.
  func without(_ undecided: inout Set<String>, _ expressions: Set<ParameterExpression>) -> SpaceRules {
    var result = self
    var count = -1
    while count != undecided.count {
      count = undecided.count
      let unusable = { [undecided] (expression: ParameterExpression) in
        expressions.contains(expression) || expression.names.contains { undecided.contains($0.name) }
      }
      for (name, condition) in result.conditions where unusable(condition) {
        result.conditions[name] = nil
        undecided.insert(name)
      }
      result.constraints.removeAll(where: unusable)
    }
    return result
  }
}
