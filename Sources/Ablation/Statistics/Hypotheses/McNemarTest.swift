/// McNemar's test (1947) that two trained models err equally often on the same images.
///
/// It speaks of two models, not of the procedures that made them: it knows nothing of seeds.
public struct McNemarTest: Hashable, Sendable {
  /// Images that the first model has right and the second wrong.
  public let onlyFirst: Int
  /// Images that the second model has right and the first wrong.
  public let onlySecond: Int
  /// The exact binomial p value, two-sided; too large on average with few discordant images.
  public let exactPValue: Double
  /// The exact p value less the probability of what was observed, 1 where both counts are equal (Fagerland, Lydersen and
  /// Laake 2013).
  public let midPValue: Double

  /// Below this many discordant images the exact p value is the one to read, from it on the mid-p value.
  public static let fewestForMidP = 25

  /// Tests counts of discordant images.
  ///
  /// - Precondition: neither count is negative.
  public init(onlyFirst: Int, onlySecond: Int) {
    precondition(onlyFirst >= 0 && onlySecond >= 0, "counts are not negative, got \(onlyFirst) and \(onlySecond)")
    self.onlyFirst = onlyFirst
    self.onlySecond = onlySecond
    let binomial = Binomial(trials: onlyFirst + onlySecond)
    let smaller = min(onlyFirst, onlySecond)
    let tail = 2 * binomial.cumulative(smaller)
    exactPValue = min(1, tail)
    midPValue = onlyFirst == onlySecond ? 1 : tail - binomial.mass(smaller)
  }

  /// Compares two models image by image.
  ///
  /// - Precondition: both have the same images.
  public init(firstCorrect: [Bool], secondCorrect: [Bool]) {
    precondition(
      firstCorrect.count == secondCorrect.count,
      "McNemar's test needs the same images, got \(firstCorrect.count) and \(secondCorrect.count)")
    let pairs = zip(firstCorrect, secondCorrect)
    self.init(onlyFirst: pairs.count { $0 && !$1 }, onlySecond: pairs.count { !$0 && $1 })
  }

  /// How many images tell the models apart.
  public var discordant: Int { onlyFirst + onlySecond }

  /// The p value to read: exact below ``fewestForMidP`` discordant images, mid-p from there on.
  public var pValue: Double { discordant < Self.fewestForMidP ? exactPValue : midPValue }
}

/// Cochran's Q test (1950) that several trained models err equally often on the same images.
public struct CochranQTest: Hashable, Sendable {
  /// Q, which follows a chi-square distribution where there is no difference.
  public let statistic: Double
  /// The number of models less one.
  public let degreesOfFreedom: Double
  /// The probability of at least this Q.
  public let pValue: Double

  /// Tests models, each a row that says which images it has right.
  ///
  /// - Returns: `nil` with fewer than two models, or where no image tells any of them apart.
  /// - Precondition: all have the same images.
  public init?(correct models: [[Bool]]) {
    guard models.count >= 2, let images = models.first?.count else { return nil }
    precondition(models.allSatisfy { $0.count == images }, "Cochran's Q needs the same images for every model")
    let k = models.count
    let columns = models.map { $0.count { $0 } }
    let total = columns.reduce(0, +)
    var within = 0
    for image in 0..<images {
      let row = models.count { $0[image] }
      within += row * (k - row)
    }
    guard within > 0 else { return nil }
    let squares = columns.reduce(0) { $0 + $1 * $1 }
    statistic = Double(k - 1) * Double(k * squares - total * total) / Double(within)
    degreesOfFreedom = Double(k - 1)
    pValue = ChiSquare(degreesOfFreedom: degreesOfFreedom).upperTail(statistic)
  }
}
