/// Turns raw metric values into what a Gaussian process can model: minimised, centred, of unit spread, without outliers.
struct ObjectiveScale {
  /// The scaled values, smaller being better.
  let values: [Double]
  private let centre: Double
  private let spread: Double
  private let goal: Goal

  /// How far bad values reach, in widths of the good half.
  private static let reach = 3.0

  /// - Parameter values: the metric of each observation; `nil` where there is none, which counts as the worst one seen.
  init(_ values: [Double?], goal: Goal) {
    self.goal = goal
    let signed = values.map { value in value.map { goal == .minimize ? $0 : -$0 } }
    let known = signed.compactMap { $0 }
    guard let worst = known.max(), let best = known.min(), worst > best else {
      self.values = [Double](repeating: 0, count: values.count)
      centre = known.first ?? 0
      spread = 1
      return
    }
    let sorted = known.sorted()
    let middle = sorted[sorted.count / 2]
    // A diverged loss says no more than that it is bad: beyond a few times the good half's width it is cut off.
    let cap = middle > best ? middle + ObjectiveScale.reach * (middle - best) : worst
    let filled = signed.map { min($0 ?? worst, cap) }
    let count = Double(filled.count)
    let mean = filled.reduce(0, +) / count
    let deviation = (filled.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
    self.values = filled.map { ($0 - mean) / deviation }
    centre = mean
    spread = deviation
  }

  /// A scaled value in the metric's own units and direction.
  func metric(_ scaled: Double) -> Double {
    let value = centre + spread * scaled
    return goal == .minimize ? value : -value
  }

  /// A difference of scaled values in the metric's units.
  func difference(_ scaled: Double) -> Double {
    spread * scaled
  }
}
