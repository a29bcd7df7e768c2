/// How a trial's curve becomes the one value that a study compares.
public enum MetricReduction: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The value after the last epoch.
  case last
  /// The best value of all epochs.
  case best
  /// The mean of the values of the last epochs, this many or as many as there are.
  case meanOfLast(Int)

  /// The value of a curve, and the position whose value it is, if it is one's; `nil` for an empty curve or where the
  /// result is not finite.
  ///
  /// - Parameter curve: the metric in the order of the epochs.
  public func value(of curve: [Double], goal: Goal) -> (value: Double, index: Int?)? {
    let result: (value: Double, index: Int?)?
    switch self {
    case .last: result = curve.last.map { ($0, curve.count - 1) }
    case .best:
      let finite = curve.enumerated().filter { $0.element.isFinite }
      let best = finite.min { goal == .minimize ? $0.element < $1.element : $0.element > $1.element }
      result = best.map { ($0.element, $0.offset) }
    case .meanOfLast(let count):
      let tail = curve.suffix(count)
      result = tail.isEmpty ? nil : (tail.reduce(0, +) / Double(tail.count), nil)
    }
    return result.flatMap { $0.value.isFinite ? $0 : nil }
  }

  /// As the second document of a sweep file says it.
  public var description: String {
    switch self {
    case .last: return "last"
    case .best: return "best"
    case .meanOfLast(let count): return "mean of the last \(count)"
    }
  }
}
