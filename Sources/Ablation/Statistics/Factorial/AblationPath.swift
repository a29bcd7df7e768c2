/// A greedy walk from the bare to the full model that adds the best component first (Fawcett and Hoos 2016).
public struct AblationPath: Hashable, Sendable {
  /// One component added.
  public struct Step: Hashable, Sendable {
    /// The position of the factor.
    public let factor: Int
    /// The mean metric once it is added.
    public let value: Double
    /// What it added, with each seed.
    ///
    /// Because the best of several was taken, it flatters the first steps.
    public let gains: [Double]
  }

  /// The mean metric of the bare model.
  public let start: Double
  /// The steps, up to the full model.
  public let steps: [Step]

  /// Walks through the corners of a factorial; of equal components the first is taken.
  public init(_ data: FactorialData, isMaximized: Bool = true) {
    let means = data.cellMeans
    var subset = 0
    start = means[data.corner(0)]
    var steps: [Step] = []
    while steps.count < data.factors.count {
      var best: (factor: Int, value: Double)?
      for factor in data.factors.indices where subset >> factor & 1 == 0 {
        let value = means[data.corner(subset | 1 << factor)]
        if best.map({ isMaximized ? value > $0.value : value < $0.value }) ?? true { best = (factor, value) }
      }
      guard let best else { break }
      let next = subset | 1 << best.factor
      steps.append(
        Step(
          factor: best.factor, value: best.value,
          gains: pairedDifferences(data.values[data.corner(next)], data.values[data.corner(subset)])))
      subset = next
    }
    self.steps = steps
  }
}
