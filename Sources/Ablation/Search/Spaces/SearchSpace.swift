/// One named dimension of a search.
public struct Parameter: Hashable, Sendable, Codable {
  /// The names of the nested groups and of the parameter itself, outermost first.
  public let path: [String]
  /// How it is drawn.
  public let distribution: Distribution

  /// A parameter inside nested groups.
  public init(path: [String], distribution: Distribution) {
    self.path = path
    self.distribution = distribution
  }

  /// A parameter at the top level.
  public init(_ name: String, _ distribution: Distribution) {
    self.init(path: [name], distribution: distribution)
  }

  /// The name in configurations: the path joined with dots.
  public var name: String { path.joined(separator: ".") }
}

/// An ordered list of parameters: by code point at every nesting level, depth first.
public struct SearchSpace: Hashable, Sendable, Codable {
  /// The parameters in search order.
  public let parameters: [Parameter]

  /// A space over the given parameters, put into search order.
  public init(_ parameters: [Parameter]) {
    self.parameters = parameters.sorted { left, right in
      for (a, b) in zip(left.path, right.path) where a != b {
        return a.unicodeScalars.lexicographicallyPrecedes(b.unicodeScalars)
      }
      return left.path.count < right.path.count
    }
  }

  /// The parameter with a dotted name.
  public subscript(name: String) -> Parameter? {
    parameters.first { $0.name == name }
  }

  /// The parameters that are not constant: the dimensions of the unit cube, in search order.
  public var dimensions: [Parameter] {
    parameters.filter { !$0.distribution.isConstant }
  }

  /// The number of different configurations, or `nil` if there are infinitely many or more than an integer holds.
  public var size: Int? {
    var product = 1
    for parameter in parameters {
      guard let count = parameter.distribution.levelCount else { return nil }
      let (next, overflow) = product.multipliedReportingOverflow(by: count)
      if overflow { return nil }
      product = next
    }
    return product
  }

  /// Whether a configuration has exactly the parameters of this space, each with a value that can be drawn.
  public func contains(_ configuration: Configuration) -> Bool {
    configuration.count == parameters.count
      && parameters.allSatisfy { parameter in
        configuration[parameter.name].map(parameter.distribution.contains) ?? false
      }
  }

  /// The configuration at a position of the Cartesian product of all levels, the last parameter varying fastest.
  ///
  /// - Precondition: the space is finite and `index` is in 0 ..< `size`.
  public func configuration(at index: Int) -> Configuration {
    var rest = index
    var result: Configuration = [:]
    for parameter in parameters.reversed() {
      guard let count = parameter.distribution.levelCount else { preconditionFailure("the space is not finite") }
      result[parameter.name] = parameter.distribution.level(rest % count)
      rest /= count
    }
    return result
  }

  /// A point of the unit cube as a configuration; constants are filled in.
  ///
  /// - Parameter point: one coordinate in [0, 1] for each of `dimensions`.
  public func decode(_ point: [Double]) -> Configuration {
    var coordinates = point.makeIterator()
    var result: Configuration = [:]
    for parameter in parameters {
      let u = parameter.distribution.isConstant ? 0 : coordinates.next() ?? 0
      result[parameter.name] = parameter.distribution.quantile(u)
    }
    return result
  }

  /// A configuration as a point of the unit cube, which `decode` maps back; `nil` if it is not in the space.
  ///
  /// Continuous parameters are encoded by their cumulative distribution; a value of a discrete one by the middle of the
  /// interval of draws that give it.
  public func encode(_ configuration: Configuration) -> [Double]? {
    var point: [Double] = []
    for parameter in dimensions {
      guard let value = configuration[parameter.name], let upper = parameter.distribution.cdf(value) else { return nil }
      point.append(upper - 0.5 * parameter.distribution.widthBelow(value, upper: upper))
    }
    return point
  }
}

extension Distribution {
  /// The width of the interval of draws that end at `upper` and give `value`; 0 for continuous values.
  fileprivate func widthBelow(_ value: ParameterValue, upper: Double) -> Double {
    switch self {
    case .constant, .continuous: return 0
    case .integerUniform(let min, let max): return 1 / (Double(max) - Double(min) + 1)
    case .categorical(let values, let probabilities):
      let key = value.canonicalKey
      guard let index = values.lastIndex(where: { $0.canonicalKey == key }) else { return 0 }
      return probabilities?[index] ?? 1 / Double(values.count)
    case .quantized(let base, let step):
      guard let number = value.asDouble else { return 0 }
      return upper - base.cdf((step.multiple(nearest: number) - 0.5) * step.size)
    }
  }
}
