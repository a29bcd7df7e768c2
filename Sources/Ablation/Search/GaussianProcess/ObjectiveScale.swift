/// Turns raw metric values into what a Gaussian process can model: minimised, centred, of unit spread, without outliers.
enum ObjectiveScale {
  /// The scaled values, smaller being better.
  ///
  /// - Parameter values: the metric of each observation; `nil` where there is none, which counts as the worst one seen.
  static func scale(_ values: [Double?], goal: Goal) -> [Double] {
    let signed = values.map { value in value.map { goal == .minimize ? $0 : -$0 } }
    let known = signed.compactMap { $0 }
    guard let worst = known.max(), let best = known.min(), worst > best else {
      return [Double](repeating: 0, count: values.count)
    }
    let sorted = known.sorted()
    let middle = sorted[sorted.count / 2]
    // A diverged loss says no more than that it is bad: beyond a few times the good half's width it is cut off.
    let cap = middle > best ? middle + ObjectiveScale.reach * (middle - best) : worst
    let filled = signed.map { min($0 ?? worst, cap) }
    let count = Double(filled.count)
    let mean = filled.reduce(0, +) / count
    let spread = (filled.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
    return filled.map { ($0 - mean) / spread }
  }

  private static let reach = 3.0
}
