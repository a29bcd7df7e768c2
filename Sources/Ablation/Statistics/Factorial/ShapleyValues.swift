/// What each component contributes to the distance between the bare and the full model (Shapley 1953): its gain, averaged
/// over all orders in which components could be added.
public enum ShapleyValues {
  /// Shapley values of set values; they add up to the last less the first.
  ///
  /// - Parameter setValues: the value of every set of components, where bit j of the position says whether j is in it.
  /// - Precondition: the number of sets is a power of two.
  public static func values(of setValues: [Double]) -> [Double] {
    let count = setValues.count.trailingZeroBitCount
    precondition(setValues.count == 1 << count && count >= 1, "Shapley values need 2^k sets, got \(setValues.count)")
    // |S|! (k - |S| - 1)! / k! = 1 / (k C(k - 1, |S|)).
    var weights: [Double] = []
    var choose = 1.0
    for size in 0..<count {
      weights.append(1 / (Double(count) * choose))
      choose *= Double(count - 1 - size) / Double(size + 1)
    }
    return (0..<count).map { component in
      var sum = 0.0
      for set in setValues.indices where set >> component & 1 == 0 {
        sum += weights[set.nonzeroBitCount] * (setValues[set | 1 << component] - setValues[set])
      }
      return sum
    }
  }

  /// The Shapley value of each factor with each seed, between its bare and its full level: above zero where the factor
  /// makes the metric better.
  ///
  /// - Parameter isMaximized: whether the metric is to be large. Values of a metric that is to be small have the other
  ///   sign, and add up to bare less full.
  public static func perSeed(_ data: FactorialData, isMaximized: Bool = true) -> [[Double]] {
    let corners = (0..<(1 << data.factors.count)).map(data.corner)
    let sign: Double = isMaximized ? 1 : -1
    let bySeed = data.seeds.indices.map { seed in values(of: corners.map { data.values[$0][seed] * sign }) }
    return data.factors.indices.map { factor in bySeed.map { $0[factor] } }
  }
}
