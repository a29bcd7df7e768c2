import Foundation

/// Which contrasts of an unreplicated two-level design stand out from the others (Lenth 1989), for a half-normal plot.
public struct LenthAnalysis: Hashable, Sendable {
  /// The contrasts as given.
  public let contrasts: [Double]
  /// The pseudo standard error: of a contrast, on the assumption that most are noise.
  public let pseudoStandardError: Double
  /// A contrast beyond this stands out at the given level, if it was singled out beforehand.
  public let marginOfError: Double
  /// A contrast beyond this stands out among all.
  public let simultaneousMarginOfError: Double

  /// Judges contrasts; `nil` with fewer than three.
  public init?(_ contrasts: [Double], level: Double = 0.95) {
    let sizes = contrasts.map { abs($0) }
    guard contrasts.count >= 3, let middle = median(of: sizes) else { return nil }
    let first = 1.5 * middle
    guard let trimmed = median(of: sizes.filter { $0 < 2.5 * first }) ?? (first == 0 ? 0 : nil) else { return nil }
    self.contrasts = contrasts
    pseudoStandardError = 1.5 * trimmed
    let student = StudentT(degreesOfFreedom: Double(contrasts.count) / 3)
    marginOfError = student.quantile(upperTail: (1 - level) / 2) * pseudoStandardError
    let each = (1 + pow(level, 1 / Double(contrasts.count))) / 2
    simultaneousMarginOfError = student.quantile(upperTail: 1 - each) * pseudoStandardError
  }

  /// The half-normal quantile at which each contrast's size is drawn, in the order of the contrasts.
  public var halfNormalQuantiles: [Double] {
    let ranks = midRanks(of: contrasts.map { abs($0) })
    return ranks.map { StandardNormal.quantile(0.5 + 0.5 * ($0 - 0.5) / Double(contrasts.count)) }
  }
}
