import Foundation

/// A linear or logarithmic scale between two numbers, with ticks at round numbers and at both ends.
struct RoundScale {
  let low: Double
  let high: Double
  let isLogarithmic: Bool

  init(from low: Double, to high: Double, isLogarithmic: Bool) {
    self.low = low
    self.high = high
    self.isLogarithmic = isLogarithmic
  }

  /// From 0 at the lower end to 1 at the upper one; 0.5 when they are equal.
  func position(_ value: Double) -> Double {
    guard high > low else { return 0.5 }
    return isLogarithmic ? log(value / low) / log(high / low) : (value - low) / (high - low)
  }

  /// Ticks from the bottom to the top, far enough apart for their labels.
  var ticks: [AxisTick] {
    guard high > low else { return [AxisTick(position: 0.5, label: Self.label(low))] }
    let ends = [low, high].map { AxisTick(position: position($0), label: Self.label($0)) }
    let between = candidates.map { AxisTick(position: position($0), label: Self.label($0)) }
      .filter { tick in ends.allSatisfy { abs($0.position - tick.position) > Self.leastDistance } }
    return [ends[0]] + between + [ends[1]]
  }

  static let leastDistance = 0.05

  /// Round numbers within the range, from coarse steps if there would be too many.
  private var candidates: [Double] {
    let levels = isLogarithmic ? Self.logarithmic(low, high) : Self.linear(low, high)
    return levels.filter { $0 > low && $0 < high }
  }

  private static func linear(_ low: Double, _ high: Double) -> [Double] {
    let step = niceStep((high - low) / 5)
    let first = (low / step).rounded(.up)
    let last = (high / step).rounded(.down)
    guard last >= first, last - first < 100 else { return [] }
    return stride(from: first, through: last, by: 1).map { rounded($0 * step, step: step) }
  }

  private static func logarithmic(_ low: Double, _ high: Double) -> [Double] {
    let decades = log10(high / low)
    guard decades < 100 else { return [] }
    let digits: [Double] = decades > 3 ? [1] : decades > 1 ? [1, 3] : [1, 2, 3, 5]
    let powers = Int(log10(low).rounded(.down))...Int(log10(high).rounded(.up))
    return powers.flatMap { power in digits.map { decimal($0, power) } }
  }

  /// 1, 2 or 5 times a power of ten, at or above a step.
  static func niceStep(_ step: Double) -> Double {
    let power = Int(log10(step).rounded(.down))
    return [1, 2, 5].map { decimal($0, power) }.first { $0 >= step * (1 - 1e-9) } ?? decimal(1, power + 1)
  }

  /// Read from text, so that ticks are the nearest numbers to what their labels say.
  static func decimal(_ digit: Double, _ power: Int) -> Double {
    Double("\(Int(digit))e\(power)") ?? digit
  }

  private static func rounded(_ value: Double, step: Double) -> Double {
    let digits = max(0, 1 - Int(log10(step).rounded(.down)))
    return Double(String(format: "%.\(min(digits, 17))f", value)) ?? value
  }

  /// At most six digits.
  static func label(_ value: Double) -> String {
    String(format: "%.6g", value)
  }
}
