/// What fresh seeds say of the best configurations of a search: how much the search flattered them, and which of them
/// cannot be told apart.
///
/// Seeds are paired: seed r of every configuration shares its random streams with seed r of the others. The best of many
/// noisy values is too good (the winner's curse), and so is, less, the best of the means here; p values are therefore
/// corrected for all pairs of configurations, among which the leader's are, whichever leads.
public struct SelectionAnalysis: Hashable, Sendable {
  /// What was measured of one configuration.
  public struct Candidate: Hashable, Sendable {
    /// The metric for which the search selected it.
    public var selected: Double
    /// The metric with each fresh seed; `nil` where the training gave none or has not ended.
    public var values: [Double?]

    /// Describes a configuration.
    public init(selected: Double, values: [Double?]) {
      self.selected = selected
      self.values = values
    }
  }

  /// What is concluded for one configuration; differences are positive where the first named is better.
  public struct Finding: Hashable, Sendable {
    /// The metric for which the search selected it.
    public var selected: Double
    /// Mean and spread over the fresh seeds.
    public var moments: Moments
    /// Student's interval of the mean; `nil` below two seeds.
    public var interval: ConfidenceInterval?
    /// The optimism gap, the selected value less the fresh mean, with the mean's interval.
    public var gap: ConfidenceInterval?
    /// The mean, drawn towards that of all configurations as far as their differences are noise.
    public var shrunkMean: Double?
    /// The leader less this one, paired by seed, with Student's interval; `nil` for the leader itself.
    public var behindLeader: ConfidenceInterval?
    /// The two-sided p value of that difference, by Student's paired test.
    public var pValue: Double?
    /// The same after Holm's correction for all pairs of configurations.
    public var pValueHolm: Double?
    /// Whether every fresh seed gave a metric; only such configurations can lead or be recommended.
    public var isComplete: Bool
    /// Whether it leads, or cannot be told from the leader at 5 %.
    public var isAmongBest: Bool

    /// Whether it leads, or not even the uncorrected test at 5 % tells it from the leader: the stricter condition for
    /// taking it instead.
    public var isCloseToLeader: Bool { isAmongBest && (pValue ?? 1) >= 1 - SelectionAnalysis.level }
  }

  /// One for each candidate, in their order.
  public let findings: [Finding]
  /// The candidate with the best fresh mean; `nil` where none is complete.
  public let leader: Int?
  /// The complete candidate with the second best fresh mean.
  public let runnerUp: Int?
  /// The part of the differences between the means that is not noise, from 0 to 1: 1 - 1/F of the two-way analysis of
  /// variance (configurations, seeds); `nil` below two complete candidates.
  public let reliability: Double?
  /// The seeds after which the two best would be told apart 4 times in 5, were their true difference the measured one;
  /// `nil` where there are no two, or they are equal.
  public let seedsToSeparate: Double?

  static let level = 0.95

  /// Analyses candidates with equally many seeds, of which there are at least two.
  ///
  /// - Precondition: every candidate has one entry for each seed.
  public init(_ candidates: [Candidate], largerIsBetter: Bool) {
    precondition(Set(candidates.map(\.values.count)).count <= 1, "candidates have different numbers of seeds")
    let sign = largerIsBetter ? 1.0 : -1.0
    var findings = candidates.map { Self.alone($0, sign: sign) }
    let complete = findings.indices.filter { findings[$0].isComplete }
    let values = candidates.map { $0.values.map { $0.map { sign * $0 } } }
    // Equal means: the one that the search ranked higher comes first.
    let order = complete.sorted { left, right in
      (-sign * (findings[left].moments.mean ?? 0), left) < (-sign * (findings[right].moments.mean ?? 0), right)
    }
    leader = order.first
    runnerUp = order.dropFirst().first
    reliability = Self.reliability(complete.map { candidate in values[candidate].compactMap { $0 } })
    Self.shrink(&findings, complete, reliability)
    seedsToSeparate = Self.compare(&findings, values, order)
    self.findings = findings
  }

  private static func alone(_ candidate: Candidate, sign: Double) -> Finding {
    let values = candidate.values.compactMap { $0 }
    let interval = ConfidenceInterval.mean(of: values, level: level)
    let gap = interval.map { mean in
      let limits = [sign * (candidate.selected - mean.lower), sign * (candidate.selected - mean.upper)]
      return ConfidenceInterval(
        estimate: sign * (candidate.selected - mean.estimate), lower: min(limits[0], limits[1]),
        upper: max(limits[0], limits[1]), level: level)
    }
    return Finding(
      selected: candidate.selected, moments: Moments(values), interval: interval, gap: gap, shrunkMean: nil,
      behindLeader: nil, pValue: nil, pValueHolm: nil,
      isComplete: values.count == candidate.values.count && values.count >= 2, isAmongBest: false)
  }

  /// 1 - 1/F, no less than 0: what remains of the spread of the means without the noise of the seeds.
  private static func reliability(_ rows: [[Double]]) -> Double? {
    guard rows.count >= 2, let seeds = rows.first?.count, seeds >= 2 else { return nil }
    let all = rows.flatMap { $0 }
    let grand = mean(of: all) ?? 0
    let rowMeans = rows.map { mean(of: $0) ?? 0 }
    let columnMeans = (0..<seeds).map { seed in mean(of: rows.map { $0[seed] }) ?? 0 }
    var residual = 0.0
    for (row, rowMean) in zip(rows, rowMeans) {
      for (value, columnMean) in zip(row, columnMeans) {
        let rest = value - rowMean - columnMean + grand
        residual += rest * rest
      }
    }
    let between = rowMeans.reduce(0) { $0 + Double(seeds) * ($1 - grand) * ($1 - grand) } / Double(rows.count - 1)
    let within = residual / Double((rows.count - 1) * (seeds - 1))
    guard between > 0 else { return 0 }
    return max(0, 1 - within / between)
  }

  private static func shrink(_ findings: inout [Finding], _ complete: [Int], _ reliability: Double?) {
    guard let reliability, let grand = mean(of: complete.compactMap { findings[$0].moments.mean }) else { return }
    for index in complete {
      findings[index].shrunkMean = findings[index].moments.mean.map { grand + reliability * ($0 - grand) }
    }
  }

  /// Fills in the comparisons with the leader; returns ``seedsToSeparate``.
  private static func compare(_ findings: inout [Finding], _ values: [[Double?]], _ order: [Int]) -> Double? {
    guard let leader = order.first else { return nil }
    findings[leader].isAmongBest = true
    func differences(_ better: Int, _ other: Int) -> [Double] {
      zip(values[better], values[other]).compactMap { pair in pair.0.flatMap { a in pair.1.map { a - $0 } } }
    }
    var pairs: [(better: Int, other: Int)] = []
    for (rank, better) in order.enumerated() {
      for other in order.dropFirst(rank + 1) { pairs.append((better, other)) }
    }
    let raw = pairs.map { pairedPValue(differences($0.better, $0.other)) }
    let adjusted = holmAdjusted(raw)
    for (index, pair) in pairs.enumerated() where pair.better == leader {
      findings[pair.other].behindLeader = .mean(of: differences(leader, pair.other), level: level)
      findings[pair.other].pValue = raw[index]
      findings[pair.other].pValueHolm = adjusted[index]
      findings[pair.other].isAmongBest = adjusted[index] >= 1 - level
    }
    guard let second = order.dropFirst().first else { return nil }
    let moments = Moments(differences(leader, second))
    guard let gap = moments.mean, let spread = moments.standardDeviation, gap > 0 else { return nil }
    // The usual approximation for a paired test at 80 % power, with the correction for all pairs.
    let quantiles =
      StandardNormal.quantile(1 - (1 - level) / 2 / Double(pairs.count)) + StandardNormal.quantile(0.8)
    let ratio = quantiles * spread / gap
    return (ratio * ratio + 2).rounded(.up)
  }

  /// Student's paired test, two-sided.
  ///
  /// Where all differences are equal and not zero there is no spread to compare with, and the p value is that of the
  /// signs.
  static func pairedPValue(_ differences: [Double]) -> Double {
    let moments = Moments(differences)
    guard let mean = moments.mean, let error = moments.standardError, mean != 0 else { return 1 }
    guard error > 0 else {
      return min(1, (0..<differences.count - 1).reduce(1.0) { value, _ in value / 2 })
    }
    return StudentT(degreesOfFreedom: Double(moments.count - 1)).twoSidedTail(mean / error)
  }
}
