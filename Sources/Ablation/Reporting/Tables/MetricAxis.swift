import Foundation
import Search
import Statistics

/// The metric's axis: better is up, on a logarithmic scale of error or loss, from the first quartile of the trials to the
/// best one.
struct MetricAxis {
  private let goal: Goal
  private let isAccuracy: Bool
  /// The logarithms at the axis's bottom and top.
  private let bottom: Double
  private let top: Double
  private let values: [Double]
  /// Errors below it, zero above all, stand where it does.
  private let floor: Double

  init(values: [Double], goal: Goal, isAccuracy: Bool) {
    self.values = values
    self.goal = goal
    self.isAccuracy = isAccuracy
    let amounts = values.map { isAccuracy ? 1 - $0 : $0 }
    floor = (amounts.filter { $0 > 0 }.min() ?? 1) / 2
    let sorted = amounts.sorted(by: (goal == .maximize) == isAccuracy ? (>) : (<)).map { [floor] amount in
      log(max(amount, floor))
    }
    // Worst first: the first quartile is a quarter of the way.
    let best = sorted.last ?? 0
    let quartile = sorted.isEmpty ? 0 : sorted[(sorted.count - 1) / 4]
    // Where most trials equal the best, the worst one keeps the axis from shrinking to a point.
    bottom = quartile == best ? sorted.first ?? 0 : quartile
    top = best
  }

  /// The height of a value; trials worse than the first quartile stand at the bottom.
  func position(_ value: Double) -> Double {
    guard top != bottom else { return 0.5 }
    return min(max((scaled(value) - bottom) / (top - bottom), 0), 1)
  }

  /// Grows as a value gets worse.
  func badness(_ value: Double?) -> Double {
    guard let value else { return .infinity }
    return goal == .maximize ? -value : value
  }

  /// The bottom, round numbers between, and the best value.
  var ticks: [AxisTick] {
    guard let best = values.min(by: { badness($0) < badness($1) }) else { return [] }
    guard top != bottom else { return [AxisTick(position: 0.5, label: label(best))] }
    let isCut = values.contains { unclamped($0) < -1e-9 }
    let atBottom = amount(exp(bottom))
    let sign = isCut ? (goal == .maximize ? "≤ " : "≥ ") : ""
    var ticks = [AxisTick(position: 0, label: sign + label(atBottom))]
    for value in roundValues(between: atBottom, and: best) {
      let place = unclamped(value)
      guard place < 1 - RoundScale.leastDistance, place - (ticks.last?.position ?? 0) > RoundScale.leastDistance
      else { continue }
      ticks.append(AxisTick(position: place, label: label(value)))
    }
    ticks.append(AxisTick(position: 1, label: label(best)))
    return ticks
  }

  /// Candidates from the bottom to the top: 1, 2, 3 and 5 times powers of ten of the error or loss.
  private func roundValues(between worst: Double, and best: Double) -> [Double] {
    let ends = [exp(bottom), exp(top)].sorted()
    let powers = Int(log10(ends[0]).rounded(.down))...Int(log10(ends[1]).rounded(.up))
    let digits: [Double] = log10(ends[1] / ends[0]) > 2 ? [1] : [1, 2, 3, 5]
    return powers.flatMap { power in digits.map { RoundScale.decimal($0, power) } }
      .filter { $0 > ends[0] && $0 < ends[1] }.map(amount).sorted { unclamped($0) < unclamped($1) }
  }

  private func scaled(_ value: Double) -> Double { log(max(isAccuracy ? 1 - value : value, floor)) }
  private func unclamped(_ value: Double) -> Double { (scaled(value) - bottom) / (top - bottom) }
  /// Error to accuracy; a loss is itself.
  private func amount(_ value: Double) -> Double { isAccuracy ? 1 - value : value }
  private func label(_ value: Double) -> String { String(format: "%.4g", value) }
}
