import Foundation
import Statistics

/// What is declared before the results of an ablation study are looked at.
public struct AblationOptions: Hashable, Sendable {
  /// The direction in which a metric gets better.
  public enum Goal: String, Hashable, Sendable, CaseIterable {
    /// Larger is better.
    case maximize
    /// Smaller is better.
    case minimize
  }

  /// Whether the primary metric is to be large or small; secondary metrics are taken as they are.
  public var goal: Goal
  /// The largest difference of the primary metric that would not matter, in the metric's own units.
  public var margin: Double
  /// The level of the declared family.
  public var alpha: Double
  /// Resamples of every bootstrap of seeds.
  public var resamples: Int
  /// Resamples of the bootstrap of seeds and images.
  public var nestedResamples: Int
  /// Where resamples come from.
  public var seed: UInt64
  /// Which interval is the primary one.
  public var rule: IntervalRule
  /// Whether differences are given in points, hundredths of the metric; by default where all values are fractions that
  /// are to be large.
  public var isInPoints: Bool?

  /// Declares a study.
  ///
  /// - Precondition: `margin` is positive and `alpha` lies between 0 and 1.
  public init(
    goal: Goal = .maximize, margin: Double = 0.001, alpha: Double = 0.05, resamples: Int = 10_000,
    nestedResamples: Int = 1_000, seed: UInt64 = 1, rule: IntervalRule = .student, isInPoints: Bool? = nil
  ) {
    precondition(margin > 0, "a margin is positive, got \(margin)")
    precondition(alpha > 0 && alpha < 1, "alpha lies between 0 and 1, got \(alpha)")
    (self.goal, self.margin, self.alpha, self.resamples) = (goal, margin, alpha, resamples)
    (self.nestedResamples, self.seed, self.rule, self.isInPoints) = (nestedResamples, seed, rule, isInPoints)
  }
}

/// In which units differences of the primary metric are written.
public struct MetricUnit: Hashable, Sendable {
  /// 100 for points, 1 for the metric's own units.
  public let scale: Double
  /// What stands after a number: " points", or nothing.
  public var suffix: String { scale == 1 ? "" : " points" }

  init(isInPoints: Bool) { scale = isInPoints ? 100 : 1 }

  /// A difference with enough decimals for two digits of `resolution`, a typical uncertainty in the metric's units.
  public func text(_ value: Double, resolution: Double) -> String {
    var decimals = 0
    var step = abs(resolution) * scale
    while step < 9.5, step > 0, decimals < 8 { (step, decimals) = (step * 10, decimals + 1) }
    return Self.fixed(value * scale, decimals: max(scale == 1 ? 0 : 2, min(decimals, scale == 1 ? 8 : 3)))
  }

  /// A number with a fixed number of decimals; a zero has no sign.
  public static func fixed(_ value: Double, decimals: Int) -> String {
    let text = String(format: "%.\(decimals)f", value)
    let isZero = !text.contains { ("1"..."9").contains($0) }
    return isZero && text.hasPrefix("-") ? String(text.dropFirst()) : text
  }

  /// A p value as papers write it.
  public static func pText(_ p: Double) -> String {
    p < 0.001 ? "p < 0.001" : "p = " + fixed(p, decimals: p < 0.0995 ? 3 : 2)
  }
}
