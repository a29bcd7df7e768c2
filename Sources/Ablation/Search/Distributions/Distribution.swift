/// How a search draws one parameter: a pair of quantile and cumulative distribution functions over parameter values.
///
/// The pair gives sampling, unit-cube encoding and tests at once. The semantics are those of W&B's sweep files; the
/// deprecated `log_uniform`, `q_log_uniform` and `inv_log_uniform`, whose bounds are exponents, do not exist here.
public enum Distribution: Hashable, Sendable, Codable {
  /// Always the same value; takes no dimension of the search.
  case constant(ParameterValue)
  /// One of the listed values, each equally likely unless `probabilities` (of the same length, summing to 1) are given.
  case categorical([ParameterValue], probabilities: [Double]? = nil)
  /// An integer between both bounds, inclusive.
  case integerUniform(min: Int, max: Int)
  /// A real number.
  case continuous(ContinuousDistribution)
  /// A real number rounded half to even to a multiple of `step`; anchored at 0, not at the lower bound, and not clipped.
  case quantized(ContinuousDistribution, step: QuantizationStep)

  /// The value for a uniform draw `u` in [0, 1].
  public func quantile(_ u: Double) -> ParameterValue {
    switch self {
    case .constant(let value):
      return value
    case .categorical(let values, .none):
      let count = Double(values.count)
      let index = (u * count).rounded(.up) - 1
      return values[Int(Swift.min(Swift.max(index, 0), count - 1))]
    case .categorical(let values, .some(let probabilities)):
      var cumulative = 0.0
      for (value, probability) in zip(values, probabilities) {
        cumulative += probability
        if u < cumulative { return value }
      }
      return values[0]
    case .integerUniform(let min, let max):
      let count = Double(max) - Double(min) + 1
      let offset = Swift.min(Swift.max((u * count).rounded(.up) - 1, 0), count - 1)
      return .int(Swift.min(min + Int(offset), max))
    case .continuous(let base):
      return .double(base.quantile(u))
    case .quantized(let base, let step):
      return step.value(multiple: step.multiple(nearest: base.quantile(u)))
    }
  }

  /// The probability of a draw up to and including `value`, in the order of the levels; `nil` if it is never drawn.
  public func cdf(_ value: ParameterValue) -> Double? {
    switch self {
    case .constant(let constant):
      return constant.canonicalKey == value.canonicalKey ? 1 : nil
    case .categorical(let values, let probabilities):
      let key = value.canonicalKey
      guard let index = values.lastIndex(where: { $0.canonicalKey == key }) else { return nil }
      guard let probabilities else { return Double(index + 1) / Double(values.count) }
      return Swift.min(probabilities[...index].reduce(0, +), 1)
    case .integerUniform(let min, let max):
      guard let number = value.asInt, number >= min, number <= max else { return nil }
      return (Double(number) - Double(min) + 1) / (Double(max) - Double(min) + 1)
    case .continuous(let base):
      guard let number = value.asDouble, base.bounds.contains(number) else { return nil }
      return base.cdf(number)
    case .quantized(let base, let step):
      guard let number = value.asDouble else { return nil }
      let multiple = step.multiple(nearest: number)
      guard step.value(multiple: multiple).canonicalKey == value.canonicalKey else { return nil }
      if let range = multiples, !(Int(exactly: multiple).map(range.contains) ?? false) { return nil }
      return base.cdf((multiple + 0.5) * step.size)
    }
  }

  /// Whether `value` can be drawn.
  public func contains(_ value: ParameterValue) -> Bool {
    if let count = levelCount, count > 0, case .categorical = self { return levelIndex(of: value) != nil }
    return cdf(value) != nil
  }

  /// Whether the parameter always has the same value and so takes no dimension.
  public var isConstant: Bool {
    if case .constant = self { return true }
    return false
  }

  /// The word that W&B's schema has for this distribution.
  public var name: String {
    switch self {
    case .constant: return "constant"
    case .categorical(_, .none): return "categorical"
    case .categorical(_, .some): return "categorical_w_probabilities"
    case .integerUniform: return "int_uniform"
    case .continuous(let base): return base.name
    case .quantized(let base, _): return "q_" + base.name
    }
  }
}

/// The spacing of a quantised distribution, with the type in which it was written.
public struct QuantizationStep: Hashable, Sendable, Codable {
  /// The spacing, positive.
  public let size: Double
  /// Whether the step was written as an integer, so that results are integers.
  public let isInteger: Bool

  /// An integer step.
  ///
  /// - Precondition: the step is positive.
  public init(_ size: Int) {
    precondition(size > 0, "a step is positive, got \(size)")
    self.size = Double(size)
    isInteger = true
  }

  /// A real step.
  ///
  /// - Precondition: the step is positive and finite.
  public init(_ size: Double) {
    precondition(size > 0 && size.isFinite, "a step is positive and finite, got \(size)")
    self.size = size
    isInteger = false
  }

  /// The default step of the sweep format, 1.
  public static let one = QuantizationStep(1)

  func multiple(nearest x: Double) -> Double {
    (x / size).rounded(.toNearestOrEven)
  }

  func value(multiple: Double) -> ParameterValue {
    let value = multiple * size
    if isInteger, let whole = Int(exactly: value) { return .int(whole) }
    return .double(value == 0 ? 0 : value)
  }
}
