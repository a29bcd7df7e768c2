/// How a search space looks to a model: one coordinate for each parameter that is not constant.
///
/// Numbers lie in [0, 1] by their cumulative distribution, so that logarithmic scales are honoured; integers, quantised
/// numbers and lists of numbers lie on a grid in ascending order. Other lists are categories: positions in the order of
/// their canonical keys, compared only for equality, so that the order in which a file lists them does not matter.
struct MixedEncoding {
  /// One coordinate.
  enum Axis {
    /// Any number in [0, 1]; quantised without bounds if the distribution says so.
    case continuous
    /// Values in ascending order, evenly spaced: their positions among the distribution's levels.
    case ordered(levels: [Int])
    /// As `ordered`, too many to list; the distribution's levels are ascending.
    case orderedRange(count: Int)
    /// Values without order: their positions among the distribution's levels.
    case category(levels: [Int])

    /// The number of values, or `nil` for a continuous axis.
    var count: Int? {
      switch self {
      case .continuous: return nil
      case .ordered(let levels), .category(let levels): return levels.count
      case .orderedRange(let count): return count
      }
    }
  }

  private static let largestList = 64

  let space: SearchSpace
  let parameters: [Parameter]
  let axes: [Axis]
  let isCategory: [Bool]
  /// For each listed axis, the cumulative probabilities of its values, by which draws are spread.
  private let cumulative: [[Double]]
  private let levelKeys: [[String: Int]]

  init(space: SearchSpace) {
    self.space = space
    parameters = space.dimensions
    axes = parameters.map { MixedEncoding.axis($0.distribution) }
    isCategory = axes.map { axis in
      if case .category = axis { return true }
      return false
    }
    var cumulative: [[Double]] = []
    var levelKeys: [[String: Int]] = []
    for (parameter, axis) in zip(parameters, axes) {
      switch axis {
      case .ordered(let levels), .category(let levels):
        var sum = 0.0
        cumulative.append(
          levels.map { level in
            sum += parameter.distribution.levelProbability(level)
            return sum
          })
        let keys = levels.enumerated().map { (parameter.distribution.level($0.element).canonicalKey, $0.offset) }
        levelKeys.append(Dictionary(keys, uniquingKeysWith: { first, _ in first }))
      case .continuous, .orderedRange:
        cumulative.append([])
        levelKeys.append([:])
      }
    }
    self.cumulative = cumulative
    self.levelKeys = levelKeys
  }

  /// The probabilities of the values of each listed axis; empty for the others.
  var levelProbabilities: [[Double]] {
    zip(parameters, axes).map { parameter, axis in
      switch axis {
      case .ordered(let levels), .category(let levels): return levels.map(parameter.distribution.levelProbability)
      case .continuous, .orderedRange: return []
      }
    }
  }

  private static func axis(_ distribution: Distribution) -> Axis {
    guard let count = distribution.levelCount else { return .continuous }
    guard case .categorical = distribution else {
      return count <= largestList ? .ordered(levels: Array(0..<count)) : .orderedRange(count: count)
    }
    let values = (0..<count).map(distribution.level)
    let numbers = values.compactMap(\.asDouble)
    // Two numbers have no order to learn from that equality does not show.
    if numbers.count == count, count > 2 {
      return .ordered(levels: (0..<count).sorted { numbers[$0] < numbers[$1] })
    }
    let keys = values.map(\.canonicalKey)
    return .category(levels: (0..<count).sorted { keys[$0] < keys[$1] })
  }

  /// The coordinate of the value at a position of a discrete axis.
  func coordinate(axis j: Int, position: Int) -> Double {
    switch axes[j] {
    case .continuous: return 0
    case .category: return Double(position)
    case .ordered(let levels): return (Double(position) + 0.5) / Double(levels.count)
    case .orderedRange(let count): return (Double(position) + 0.5) / Double(count)
    }
  }

  /// The position on a discrete axis of a coordinate.
  func position(axis j: Int, coordinate: Double) -> Int {
    switch axes[j] {
    case .continuous: return 0
    case .category: return Int(coordinate)
    case .ordered(let levels): return min(max(Int(coordinate * Double(levels.count)), 0), levels.count - 1)
    case .orderedRange(let count): return min(max(Int(coordinate * Double(count)), 0), count - 1)
    }
  }

  /// The coordinate that a uniform draw stands for.
  func coordinate(axis j: Int, draw u: Double) -> Double {
    switch axes[j] {
    case .continuous: return u
    case .orderedRange: return coordinate(axis: j, position: position(axis: j, coordinate: u))
    case .ordered, .category:
      let position = cumulative[j].firstIndex { u < $0 } ?? cumulative[j].count - 1
      return coordinate(axis: j, position: position)
    }
  }

  /// The configuration at a point; every discrete coordinate must lie on its grid.
  func decode(_ point: [Double]) -> Configuration {
    var result: Configuration = [:]
    for parameter in space.parameters {
      if case .constant(let value) = parameter.distribution { result[parameter.name] = value }
    }
    for (j, parameter) in parameters.enumerated() {
      switch axes[j] {
      case .continuous: result[parameter.name] = parameter.distribution.quantile(openUnit(point[j], parameter))
      case .ordered(let levels), .category(let levels):
        result[parameter.name] = parameter.distribution.level(levels[position(axis: j, coordinate: point[j])])
      case .orderedRange:
        result[parameter.name] = parameter.distribution.level(position(axis: j, coordinate: point[j]))
      }
    }
    return result
  }

  /// The point of a configuration; `nil` if it is not in the space.
  func encode(_ configuration: Configuration) -> [Double]? {
    var point: [Double] = []
    for (j, parameter) in parameters.enumerated() {
      guard let value = configuration[parameter.name] else { return nil }
      switch axes[j] {
      case .continuous:
        guard let u = parameter.distribution.cdf(value) else { return nil }
        point.append(u)
      case .ordered, .category:
        guard let position = levelKeys[j][value.canonicalKey] else { return nil }
        point.append(coordinate(axis: j, position: position))
      case .orderedRange:
        guard let position = parameter.distribution.levelIndex(of: value) else { return nil }
        point.append(coordinate(axis: j, position: position))
      }
    }
    return point
  }

  /// Unbounded distributions have no value at 0 and 1.
  private func openUnit(_ u: Double, _ parameter: Parameter) -> Double {
    let base: ContinuousDistribution
    switch parameter.distribution {
    case .continuous(let distribution), .quantized(let distribution, _): base = distribution
    default: return u
    }
    return base.bounds.upperBound.isFinite ? u : min(max(u, 1e-4), 1 - 1e-4)
  }
}
