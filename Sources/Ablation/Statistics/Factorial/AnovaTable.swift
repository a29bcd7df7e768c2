/// An analysis of variance with the seeds as blocks, on an orthogonal design, where all types of sums of squares agree.
public struct AnovaTable: Hashable, Sendable {
  /// One source of variation.
  public struct Row: Hashable, Sendable {
    /// The positions of the factors whose effect or interaction this is.
    public let factors: [Int]
    /// The sum of squares.
    public let sumOfSquares: Double
    /// The degrees of freedom.
    public let degreesOfFreedom: Int
    /// The mean square by the residual one; `nil` without residual variation.
    public let f: Double?
    /// The probability of at least this F where there is no effect.
    public let pValue: Double?
    /// Partial eta squared: the share in what the effect and the residuals vary together; `nil` where both are zero.
    public let partialEtaSquared: Double?
    /// Omega squared: the share in the total variance, less what chance would give; `nil` without residual variation.
    public let omegaSquared: Double?
  }

  /// The effects and interactions, main effects first.
  public let rows: [Row]
  /// The seeds; `nil` with one seed.
  public let block: Row?
  /// What neither effects nor seeds explain.
  public let residualSumOfSquares: Double
  /// Its degrees of freedom.
  public let residualDegreesOfFreedom: Int
  /// The variation of all values around their mean.
  public let totalSumOfSquares: Double

  /// The residual mean square; `nil` without degrees of freedom.
  public var residualMeanSquare: Double? {
    residualDegreesOfFreedom > 0 ? residualSumOfSquares / Double(residualDegreesOfFreedom) : nil
  }

  typealias Source = (factors: [Int], sumOfSquares: Double, degreesOfFreedom: Int)

  init(effects: [Source], block: Source?, residual: Double, residualDegreesOfFreedom: Int, total: Double) {
    let meanSquare = residualDegreesOfFreedom > 0 ? residual / Double(residualDegreesOfFreedom) : nil
    func row(_ source: Source) -> Row {
      let freedom = Double(source.degreesOfFreedom)
      var (f, p, omega): (Double?, Double?, Double?) = (nil, nil, nil)
      if let meanSquare, meanSquare > 0 {
        let ratio = source.sumOfSquares / freedom / meanSquare
        f = ratio
        p = FDistribution(numerator: freedom, denominator: Double(residualDegreesOfFreedom)).upperTail(ratio)
        omega = (source.sumOfSquares - freedom * meanSquare) / (total + meanSquare)
      }
      let together = source.sumOfSquares + residual
      return Row(
        factors: source.factors, sumOfSquares: source.sumOfSquares, degreesOfFreedom: source.degreesOfFreedom, f: f,
        pValue: p,
        partialEtaSquared: together > 0 && residualDegreesOfFreedom > 0 ? source.sumOfSquares / together : nil,
        omegaSquared: omega)
    }
    rows = effects.map(row)
    self.block = block.map(row)
    residualSumOfSquares = residual
    self.residualDegreesOfFreedom = residualDegreesOfFreedom
    totalSumOfSquares = total
  }

  /// Analyses a complete factorial.
  ///
  /// - Parameter order: the most factors of an interaction that gets a row; higher interactions go to the residuals. All
  ///   by default.
  public init(_ data: FactorialData, order: Int? = nil) {
    let seeds = Double(data.seeds.count)
    let count = Double(data.cellCount) * seeds
    // Around the grand mean, so that the squares keep their digits.
    let grand = data.values.reduce(0) { $0 + $1.reduce(0, +) } / count
    let centred = data.values.map { $0.map { $0 - grand } }
    let means = centred.map { $0.reduce(0, +) / seeds }
    let blocks = data.seeds.indices.map { seed in centred.reduce(0) { $0 + $1[seed] } / Double(data.cellCount) }
    let blockSum = blocks.reduce(0) { $0 + $1 * $1 } * Double(data.cellCount)
    var residual = 0.0
    for (row, mean) in zip(centred, means) {
      for (value, block) in zip(row, blocks) { residual += (value - mean - block) * (value - mean - block) }
    }
    var freedom = (data.cellCount - 1) * (data.seeds.count - 1)
    var effects: [Source] = []
    for subset in data.factors.subsets {
      let sum = Self.effectSquares(of: subset, in: data, means: means) * seeds
      let degrees = subset.reduce(1) { $0 * (data.factors[$1].levels.count - 1) }
      if subset.count <= order ?? data.factors.count {
        effects.append((subset, sum, degrees))
      } else {
        residual += sum
        freedom += degrees
      }
    }
    self.init(
      effects: effects, block: data.seeds.count > 1 ? ([], blockSum, data.seeds.count - 1) : nil, residual: residual,
      residualDegreesOfFreedom: freedom, total: centred.reduce(0) { $0 + $1.reduce(0) { $0 + $1 * $1 } })
  }

  /// The sum over the cells of an interaction's squared effects.
  private static func effectSquares(of subset: [Int], in data: FactorialData, means: [Double]) -> Double {
    // Within the subset every factor's mean is taken away, outside of it the mean is what remains.
    var effects = means
    var stride = 1
    for (index, factor) in data.factors.enumerated() {
      let levels = factor.levels.count
      let isMember = subset.contains(index)
      for start in effects.indices where start / stride % levels == 0 {
        let mean = (0..<levels).reduce(0) { $0 + effects[start + $1 * stride] } / Double(levels)
        for level in 0..<levels {
          effects[start + level * stride] = isMember ? effects[start + level * stride] - mean : mean
        }
      }
      stride *= levels
    }
    return effects.reduce(0) { $0 + $1 * $1 }
  }
}

extension Array {
  /// The positions of every subset but the empty one, smaller subsets first.
  var subsets: [[Int]] {
    (1..<(1 << count)).map { bits in indices.filter { bits >> $0 & 1 == 1 } }
      .sorted { ($0.count, $0) < ($1.count, $1) }
  }
}

private func < (left: (Int, [Int]), right: (Int, [Int])) -> Bool {
  left.0 == right.0 ? left.1.lexicographicallyPrecedes(right.1) : left.0 < right.0
}
