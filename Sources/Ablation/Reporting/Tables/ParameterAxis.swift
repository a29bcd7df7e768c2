import Foundation
import Search

/// Where the values of one hyperparameter stand on an axis from 0 to 1.
struct ParameterAxis {
  let name: String
  /// `categorical` or `numeric`.
  let kind: String
  let ticks: [AxisTick]
  private let levels: [ParameterValue]
  private let scale: RoundScale?

  /// A list or a range of whole numbers no longer than this has a place for each of its values.
  static let mostLevels = 12

  /// - Parameter values: those of the trials; they bound a distribution that has no bounds.
  init(_ parameter: Parameter, values: [ParameterValue]) {
    name = parameter.name
    let distribution = parameter.distribution
    if let levels = Self.levels(distribution, values) {
      kind = "categorical"
      scale = nil
      self.levels = levels
      ticks = levels.enumerated().map {
        AxisTick(position: Self.position($0.offset, of: levels.count), label: $0.element.labelText)
      }
    } else {
      kind = "numeric"
      levels = []
      let numbers = values.compactMap(\.magnitude)
      let bounds = distribution.axisBounds(numbers)
      let scale = RoundScale(
        from: bounds.lowerBound, to: bounds.upperBound,
        isLogarithmic: distribution.isLogarithmic && bounds.lowerBound > 0)
      self.scale = scale
      ticks = scale.ticks
    }
  }

  /// The height of a value; `nil` for one that the axis does not have.
  func position(_ value: ParameterValue) -> Double? {
    if let scale { return value.magnitude.map { min(max(scale.position($0), 0), 1) } }
    return levels.firstIndex { $0.canonicalKey == value.canonicalKey }.map { Self.position($0, of: levels.count) }
  }

  private static func position(_ index: Int, of count: Int) -> Double {
    count == 1 ? 0.5 : Double(index) / Double(count - 1)
  }

  private static func levels(_ distribution: Distribution, _ values: [ParameterValue]) -> [ParameterValue]? {
    if let count = distribution.levelCount {
      if case .categorical = distribution { return ordered((0..<count).map(distribution.level)) }
      return count <= mostLevels ? (0..<count).map(distribution.level) : nil
    }
    // No number at all: whatever occurred has a place.
    return values.isEmpty || values.contains { $0.magnitude == nil } ? values : nil
  }

  /// Numbers by size and false below true, whatever their order in the file; anything else as listed.
  private static func ordered(_ levels: [ParameterValue]) -> [ParameterValue] {
    let numbers = levels.compactMap(\.magnitude)
    guard numbers.count == levels.count else { return levels }
    return zip(levels, numbers).sorted { $0.1 < $1.1 }.map(\.0)
  }
}

extension Distribution {
  /// The range of an axis: the distribution's own bounds, or the values' where it has none.
  fileprivate func axisBounds(_ values: [Double]) -> ClosedRange<Double> {
    var bounds = -Double.infinity...Double.infinity
    switch self {
    case .continuous(let base), .quantized(let base, _): bounds = base.bounds
    case .integerUniform(let min, let max): bounds = Double(min)...Double(max)
    case .constant, .categorical: break
    }
    // A log-normal's lower bound, 0, has no place on a logarithmic axis.
    let isOpenBelow = !bounds.lowerBound.isFinite || (isLogarithmic && bounds.lowerBound <= 0)
    let low = isOpenBelow ? values.min() ?? 0 : bounds.lowerBound
    let high = bounds.upperBound.isFinite ? bounds.upperBound : values.max() ?? 1
    return low...max(low, high)
  }
}
