/// Main effects and pairs of a two-level design whose effects are orthogonal, such as a fraction of resolution V.
public struct FractionalAnalysis: Hashable, Sendable {
  /// The factors of each effect: one or two.
  public let effects: [[Int]]
  /// Each effect with each seed: for one factor on less off, for two the difference of differences.
  public let values: [[Double]]
  /// The analysis of variance with seeds as blocks; what higher interactions do is in the residuals.
  public let anova: AnovaTable

  /// Analyses runs.
  ///
  /// - Parameters:
  ///   - runs: whether each factor is on, a run each.
  ///   - values: what was measured, a row for each run, a column for each seed.
  /// - Returns: `nil` where two effects are not orthogonal, hence confounded or unbalanced.
  /// - Precondition: as many rows as runs, and as many columns in each.
  public init?(runs: [[Bool]], values: [[Double]]) {
    precondition(runs.count == values.count, "\(runs.count) runs with \(values.count) rows of values")
    guard let factors = runs.first?.count, let seeds = values.first?.count, seeds > 0, factors > 0 else { return nil }
    let effects = (0..<factors).map { [$0] } + (0..<factors).flatMap { i in (i + 1..<factors).map { [i, $0] } }
    let signs = effects.map { effect in
      runs.map { run -> Int in effect.count { !run[$0] } % 2 == 0 ? 1 : -1 }
    }
    for (index, column) in signs.enumerated() {
      guard column.reduce(0, +) == 0 else { return nil }
      for other in signs[..<index] where zip(column, other).reduce(0, { $0 + $1.0 * $1.1 }) != 0 { return nil }
    }
    let count = Double(runs.count)
    let grand = values.reduce(0) { $0 + $1.reduce(0, +) } / (count * Double(seeds))
    var residuals = values.map { $0.map { $0 - grand } }
    let total = residuals.reduce(0) { $0 + $1.reduce(0) { $0 + $1 * $1 } }
    var sources: [AnovaTable.Source] = []
    var perSeed: [[Double]] = []
    for (effect, column) in zip(effects, signs) {
      let contrasts = (0..<seeds).map { seed -> Double in
        zip(column, values).reduce(0.0) { $0 + Double($1.0) * $1.1[seed] } / count
      }
      let mean = contrasts.reduce(0, +) / Double(seeds)
      for (run, sign) in column.enumerated() {
        for seed in 0..<seeds { residuals[run][seed] -= Double(sign) * mean }
      }
      sources.append((effect, mean * mean * count * Double(seeds), 1))
      // On less off is twice the contrast; a difference of differences is four times.
      perSeed.append(contrasts.map { $0 * (effect.count == 1 ? 2 : 4) })
    }
    let blocks = (0..<seeds).map { seed -> Double in residuals.reduce(0.0) { $0 + $1[seed] } / count }
    let blockSum = blocks.reduce(0.0) { $0 + $1 * $1 } * count
    let residual = residuals.reduce(0.0) { sum, row in
      sum + zip(row, blocks).reduce(0.0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    self.effects = effects
    self.values = perSeed
    anova = AnovaTable(
      effects: sources, block: seeds > 1 ? ([], blockSum, seeds - 1) : nil, residual: residual,
      residualDegreesOfFreedom: runs.count * seeds - 1 - effects.count - (seeds - 1), total: total)
  }
}
