/// A greedy walk from the bare to the full model that adds the best component first (Fawcett and Hoos 2016).
public struct AblationPath: Hashable, Sendable {
  /// One component added.
  public struct Step: Hashable, Sendable {
    /// The position of the factor.
    public let factor: Int
    /// The mean metric once it is added.
    public let value: Double
    /// What it added, with each seed: above zero where the metric got better.
    ///
    /// Because the best of several was taken, it flatters the first steps where it is what they were chosen by.
    public let gains: [Double]
  }

  /// The mean metric of the bare model.
  public let start: Double
  /// The steps, up to the full model.
  public let steps: [Step]

  /// Walks through the corners of a factorial; of equal components the first is taken.
  public init(_ data: FactorialData, isMaximized: Bool = true) {
    let corners = { data.values[data.corner($0)] }
    // Every corner of a factorial has values.
    self =
      AblationPath(factorCount: data.factors.count, isMaximized: isMaximized, values: corners)
      ?? AblationPath(start: data.cellMeans[data.corner(0)], steps: [])
  }

  /// Walks through what was measured: the values of each set of factors, by bits, seed by seed.
  ///
  /// - Parameters:
  ///   - choosing: the values that steps are chosen by, such as those on validation data; by default the values shown.
  ///   - isLost: whether a set was tried without result; it is passed over.
  /// - Returns: `nil` where a set that the walk has to look at was not measured, or a step has nothing to choose among.
  public init?(
    factorCount: Int, isMaximized: Bool = true, choosing: ((Int) -> [Double]?)? = nil,
    isLost: (Int) -> Bool = { _ in false }, values: (Int) -> [Double]?
  ) {
    guard var present = values(0) else { return nil }
    var subset = 0
    start = present.reduce(0, +) / Double(present.count)
    var steps: [Step] = []
    while steps.count < factorCount {
      var best: (factor: Int, value: Double, values: [Double])?
      for factor in 0..<factorCount where subset >> factor & 1 == 0 && !isLost(subset | 1 << factor) {
        let set = subset | 1 << factor
        guard let measured = values(set), let judged = choosing.map({ $0(set) }) ?? measured else { return nil }
        let value = judged.reduce(0, +) / Double(judged.count)
        if best.map({ isMaximized ? value > $0.value : value < $0.value }) ?? true { best = (factor, value, measured) }
      }
      guard let best else { return nil }
      let gains = pairedDifferences(best.values, present).map { isMaximized || $0 == 0 ? $0 : -$0 }
      steps.append(
        Step(factor: best.factor, value: best.values.reduce(0, +) / Double(best.values.count), gains: gains))
      subset |= 1 << best.factor
      present = best.values
    }
    self.steps = steps
  }

  private init(start: Double, steps: [Step]) { (self.start, self.steps) = (start, steps) }
}
