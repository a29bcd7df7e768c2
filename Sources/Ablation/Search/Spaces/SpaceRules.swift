/// What a sweep file's second document says about which points of a space make sense: conditions and constraints.
///
/// A parameter with a condition is absent from configurations for which the condition is false, or depends on another
/// absent parameter. A configuration for which a constraint is false is not suggested; a constraint that reads an absent
/// parameter does not apply.
public struct SpaceRules: Hashable, Sendable {
  /// The condition of each conditional parameter, by its dotted name.
  public var conditions: [String: ParameterExpression]
  /// What must not be false.
  public var constraints: [ParameterExpression]

  /// Describes the rules; by default there are none.
  public init(conditions: [String: ParameterExpression] = [:], constraints: [ParameterExpression] = []) {
    self.conditions = conditions
    self.constraints = constraints
  }

  /// Whether every point of the space is allowed and complete.
  public var isEmpty: Bool { conditions.isEmpty && constraints.isEmpty }

  /// A complete configuration without the parameters that are not active in it.
  ///
  /// - Throws: `ExpressionError` if a condition has no truth value.
  public func reduced(_ complete: Configuration) throws(ExpressionError) -> Configuration {
    guard !conditions.isEmpty else { return complete }
    var decided: [String: Bool] = [:]
    for name in conditions.keys.sorted() { try decide(name, complete, &decided) }
    return complete.filter { decided[$0.key] ?? true }
  }

  /// Conditions may read conditional parameters: those are decided first.
  ///
  /// Circles have been refused by the reader.
  private func decide(
    _ name: String, _ complete: Configuration, _ decided: inout [String: Bool]
  ) throws(ExpressionError) {
    guard decided[name] == nil, let condition = conditions[name] else { return }
    decided[name] = false
    var visible = complete
    for other in condition.names.map(\.name) where conditions[other] != nil {
      try decide(other, complete, &decided)
      if decided[other] == false { visible[other] = nil }
    }
    decided[name] = try condition.isTrue(for: visible) ?? false
  }

  /// The first constraint that is false for a reduced configuration.
  ///
  /// - Throws: `ExpressionError` if a constraint has no truth value.
  public func violation(by reduced: Configuration) throws(ExpressionError) -> ParameterExpression? {
    for constraint in constraints where try constraint.isTrue(for: reduced) == false { return constraint }
    return nil
  }

  /// A parameter whose condition depends on itself, directly or through others.
  func circle() -> String? {
    func reaches(_ start: String, from name: String, _ seen: inout Set<String>) -> Bool {
      for other in conditions[name]?.names.map(\.name) ?? [] {
        if other == start { return true }
        if seen.insert(other).inserted, reaches(start, from: other, &seen) { return true }
      }
      return false
    }
    for name in conditions.keys.sorted() {
      var seen: Set<String> = []
      if reaches(name, from: name, &seen) { return name }
    }
    return nil
  }
}

extension SearchSpace {
  /// A configuration with a fixed value for each parameter that it lacks: the first level, or the median.
  func completed(_ configuration: Configuration) -> Configuration {
    var result = configuration
    for parameter in parameters where result[parameter.name] == nil {
      let distribution = parameter.distribution
      let hasLevels = (distribution.levelCount ?? 0) > 0
      result[parameter.name] = hasLevels ? distribution.level(0) : distribution.quantile(0.5)
    }
    return result
  }
}
