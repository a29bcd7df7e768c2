/// The effects of a complete factorial, each as one number a seed.
public enum FactorialEffects {
  /// The main effect of a level against the bare one: the mean difference over all combinations of the other factors.
  public static func main(_ data: FactorialData, factor: Int, level: Int) -> [Double] {
    perSeed(data, positives: 1) { cell in
      let own = data.level(of: factor, in: cell)
      return own == level ? 1 : own == 0 ? -1 : 0
    }
  }

  /// How much more a level of the first factor gives with a level of the second one than with its bare level.
  ///
  /// The difference of differences, averaged over the other factors: twice what Box, Hunter and Hunter call the
  /// interaction.
  public static func interaction(
    _ data: FactorialData, _ first: (factor: Int, level: Int), _ second: (factor: Int, level: Int)
  ) -> [Double] {
    perSeed(data, positives: 2) { cell in
      let (own, other) = (data.level(of: first.factor, in: cell), data.level(of: second.factor, in: cell))
      guard own == 0 || own == first.level, other == 0 || other == second.level else { return 0 }
      return (own == 0) == (other == 0) ? 1 : -1
    }
  }

  /// The full model with one component in another form, less the full model: below zero where the component helped.
  public static func leaveOneOut(_ data: FactorialData, factor: Int, level: Int = 0) -> [Double] {
    var levels = data.factors.map(\.fullLevel)
    let full = data.cell(levels)
    levels[factor] = level
    return pairedDifferences(data.values[data.cell(levels)], data.values[full])
  }

  /// The bare model with one component in the full model's form (or another), less the bare model.
  public static func addOneIn(_ data: FactorialData, factor: Int, level: Int? = nil) -> [Double] {
    var levels = data.factors.map { _ in 0 }
    let bare = data.cell(levels)
    levels[factor] = level ?? data.factors[factor].fullLevel
    return pairedDifferences(data.values[data.cell(levels)], data.values[bare])
  }

  /// The mean of a contrast over all combinations of the factors that it leaves alone.
  ///
  /// - Parameter positives: in how many cells the contrast has the sign 1 within one combination.
  private static func perSeed(_ data: FactorialData, positives: Int, sign: (Int) -> Int) -> [Double] {
    let signs = (0..<data.cellCount).map(sign)
    let combinations = signs.count { $0 == 1 } / positives
    return data.seeds.indices.map { seed in
      var sum = 0.0
      for (cell, sign) in signs.enumerated() where sign != 0 { sum += Double(sign) * data.values[cell][seed] }
      return sum / Double(combinations)
    }
  }
}
