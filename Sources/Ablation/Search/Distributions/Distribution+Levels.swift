extension Distribution {
  /// How many different values there are, or `nil` if they cannot be listed (continuous or unbounded).
  ///
  /// Listed values that are equal as points (`1` and `1.0`) count once; values of probability 0 do not count.
  public var levelCount: Int? {
    switch self {
    case .constant: return 1
    case .categorical: return collapsedCategories.count
    case .integerUniform(let min, let max):
      let (span, overflow) = max.subtractingReportingOverflow(min)
      return overflow || span == Int.max ? nil : span + 1
    case .continuous: return nil
    case .quantized: return multiples?.count
    }
  }

  /// The value at a position of the list of different values, in listed or ascending order.
  ///
  /// - Precondition: `index` is in 0 ..< `levelCount`.
  public func level(_ index: Int) -> ParameterValue {
    switch self {
    case .constant(let value): return value
    case .categorical: return collapsedCategories[index].value
    case .integerUniform(let min, _): return .int(min + index)
    case .continuous: preconditionFailure("a continuous parameter has no levels")
    case .quantized(_, let step):
      guard let range = multiples else { preconditionFailure("an unbounded parameter has no listed levels") }
      return step.value(multiple: Double(range.lowerBound + index))
    }
  }

  /// The position of a value in the list of different values; `nil` if it is not one of them.
  public func levelIndex(of value: ParameterValue) -> Int? {
    switch self {
    case .constant(let constant): return constant.canonicalKey == value.canonicalKey ? 0 : nil
    case .categorical:
      let key = value.canonicalKey
      return collapsedCategories.firstIndex { $0.value.canonicalKey == key }
    case .integerUniform(let min, let max):
      guard let number = value.asInt, number >= min, number <= max else { return nil }
      return number - min
    case .continuous: return nil
    case .quantized(_, let step):
      guard let range = multiples, let number = value.asDouble, cdf(value) != nil else { return nil }
      return Int(exactly: step.multiple(nearest: number)).map { $0 - range.lowerBound }
    }
  }

  /// The probability of the value at a position of the list of different values.
  public func levelProbability(_ index: Int) -> Double {
    switch self {
    case .constant: return 1
    case .categorical: return collapsedCategories[index].probability
    case .integerUniform(let min, let max): return 1 / (Double(max) - Double(min) + 1)
    case .continuous: return 0
    case .quantized(let base, let step):
      guard let range = multiples else { return 0 }
      let multiple = Double(range.lowerBound + index)
      return base.cdf((multiple + 0.5) * step.size) - base.cdf((multiple - 0.5) * step.size)
    }
  }

  /// The multiples of the step that a bounded quantised distribution can give.
  var multiples: ClosedRange<Int>? {
    guard case .quantized(let base, let step) = self else { return nil }
    let low = step.multiple(nearest: base.bounds.lowerBound)
    let high = step.multiple(nearest: base.bounds.upperBound)
    guard let first = Int(exactly: low), let last = Int(exactly: high), last - first < Int.max else { return nil }
    return first...last
  }

  /// The listed values without repetitions, in the place of the first and the spelling of the last, as W&B's grid has it.
  private var collapsedCategories: [(value: ParameterValue, probability: Double)] {
    guard case .categorical(let values, let probabilities) = self else { return [] }
    var positions: [String: Int] = [:]
    var result: [(value: ParameterValue, probability: Double)] = []
    for (index, value) in values.enumerated() {
      let probability = probabilities?[index] ?? 1 / Double(values.count)
      if probability == 0 { continue }
      if let position = positions[value.canonicalKey] {
        result[position].value = value
        result[position].probability += probability
      } else {
        positions[value.canonicalKey] = result.count
        result.append((value, probability))
      }
    }
    return result
  }

  /// The values that grid search tries, or `nil` if the distribution has no grid.
  ///
  /// A quantised uniform is stepped from its lower bound with the upper one excluded, as `numpy.arange` does, and so
  /// differs from what random search draws; the number of steps is rounded up in floating point.
  public var gridValues: [ParameterValue]? {
    switch self {
    case .constant, .categorical(_, .none), .integerUniform:
      return levelCount.map { count in (0..<count).map(level) }
    case .quantized(.uniform(let min, let max), let step):
      let count = Int(((max - min) / step.size).rounded(.up))
      let delta = (min + step.size) - min
      return (0..<count).map { index in
        let value = min + Double(index) * delta
        if step.isInteger, let whole = Int(exactly: value), Int(exactly: min) != nil { return .int(whole) }
        return .double(value)
      }
    default: return nil
    }
  }
}
