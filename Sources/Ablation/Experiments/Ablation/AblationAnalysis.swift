import Seeding
import Statistics

/// Everything that an ablation study's table says about its primary metric, by the rules of docs/ablation-studies.md.
public struct AblationAnalysis: Sendable {
  /// The table.
  public let table: AblationTable
  /// What was declared beforehand.
  public let options: AblationOptions
  /// In which units differences are written.
  public let unit: MetricUnit
  /// The arms with their values, in the table's order.
  public let arms: [ArmResult]
  /// The declared family: leave-one-out and add-one-in effects, the main effects of a fraction, or every arm against the
  /// baseline where components are not known.
  public internal(set) var effects: [AblationEffect]
  /// How many comparisons the family has that ``effects`` belong to.
  public internal(set) var familySize: Int
  /// The fewest seeds with which one of ``effects`` could be starred.
  public internal(set) var fewestSeeds: Int
  /// Declared comparisons that incomplete arms have cost; the family counts them as p = 1.
  public let lostComparisons: Int
  /// Comparisons whose arms results have chosen.
  public let explored: [ExploredEffect]
  /// Analyses that the design was made for and that arms which did not complete have cost, in words.
  public let losses: [String]
  /// Main effects and interactions, which explore.
  public let contrasts: [ContrastResult]
  /// The complete factorial, if the arms are one.
  public let factorial: FactorialData?
  /// The analysis of variance; `nil` unless the design is a complete factorial or a fraction with orthogonal effects.
  public let anova: AnovaTable?
  /// For a complete factorial of one seed: which contrasts stand out.
  public let lenth: LenthAnalysis?
  /// Shapley values of the components of a complete factorial, above zero where a component makes the metric better.
  public let shapley: [EffectEstimate]
  /// The greedy path, where every arm that it has to look at was run: always in a complete factorial of switches.
  public let path: AblationPath?
  /// The metric that ``path`` chose by: the validation metric that belongs to the primary one, if the table has it.
  public let pathMetric: String
  /// What pairing gave: each arm against the baseline.
  public let models: ModelComparison?
  /// Differences by class, of the arms of the declared family.
  public let classes: [ClassDifference]

  /// One arm against the baseline.
  public struct ArmResult: Hashable, Sendable {
    /// The arm's name.
    public let name: String
    /// Its values in the order of the seeds.
    public let values: [Double]
    /// What they look like.
    public let summary: SampleSummary
    /// Against the baseline; `nil` for the baseline itself.
    public let comparison: PairedComparison?
    /// The sign-flip p value after Benjamini and Hochberg's adjustment over all arms; `nil` for the baseline.
    public let exploratoryPValue: Double?
  }

  /// Analyses a table.
  ///
  /// Equal tables and options give equal analyses. Costs about a second for 32 arms of ten seeds; with predictions, as
  /// many draws more as there are images x seeds x `nestedResamples` for each effect.
  public init(_ table: AblationTable, options: AblationOptions) {
    self.table = table
    self.options = options
    let values = table.arms.map { table.values(of: $0) }
    let areFractions = values.allSatisfy { $0.allSatisfy { (0...1).contains($0) } }
    unit = MetricUnit(isInPoints: options.isInPoints ?? (areFractions && options.goal == .maximize))
    let root = SeedSequence(root: options.seed).child("ablation")
    let baseline = table.values(of: table.baseline)
    func compare(_ arm: [Double], _ reference: [Double], _ path: String) -> PairedComparison? {
      PairedComparison(
        arm: arm, baseline: reference, isMaximized: options.goal == .maximize, resamples: options.resamples,
        seed: root.child(path), rule: options.rule)
    }

    let comparisons = table.arms.map { arm in
      arm == table.baseline ? nil : compare(table.values(of: arm), baseline, "arm/\(arm)")
    }
    let adjusted = benjaminiHochbergAdjusted(comparisons.compactMap { $0?.effect.signFlip.pValue })
    var position = 0
    var arms: [ArmResult] = []
    for (index, arm) in table.arms.enumerated() {
      guard let summary = SampleSummary(values[index]) else { continue }
      arms.append(
        ArmResult(
          name: arm, values: values[index], summary: summary, comparison: comparisons[index],
          exploratoryPValue: comparisons[index] == nil ? nil : adjusted[position]))
      if comparisons[index] != nil { position += 1 }
    }
    self.arms = arms

    let factorial = Self.factorial(table)
    self.factorial = factorial
    let fraction = factorial == nil ? Self.fraction(table) : nil
    let drafts = EffectDraft.all(in: table, isFraction: fraction != nil)
    func paired(_ drafts: [EffectDraft]) -> [(draft: EffectDraft, comparison: PairedComparison)] {
      drafts.compactMap { draft in
        compare(
          table.values(averaging: draft.arms), table.values(averaging: draft.references),
          "effect/\(draft.arm)/\(draft.reference)"
        ).map { (draft, $0) }
      }
    }
    let declared = paired(drafts.declared)
    let lost = EffectDraft.lost(in: table)
    let family = ComparisonFamily(
      declared.map(\.comparison.effect), lost: lost, margin: options.margin, alpha: options.alpha)
    (fewestSeeds, familySize, lostComparisons) = (family.fewestSeeds, declared.count + lost, lost)
    effects = zip(declared, family.members).map {
      AblationEffect(draft: $0.draft, comparison: $0.comparison, member: $1)
    }
    let others = paired(drafts.explored)
    explored = zip(others, benjaminiHochbergAdjusted(others.map(\.comparison.effect.signFlip.pValue))).map {
      ExploredEffect(draft: $0.draft, comparison: $0.comparison, adjustedPValue: $1)
    }
    losses = Self.losses(table, hasFactorial: factorial != nil, hasFraction: fraction != nil)

    contrasts = ContrastResult.all(table, factorial: factorial, fraction: fraction) { values, name in
      EffectEstimate(
        values, resamples: options.resamples, seed: root.child("contrast/\(name)"), rule: options.rule)
    }
    anova = factorial.map { AnovaTable($0) } ?? fraction?.anova
    let hasOneSeed = table.seeds.count == 1
    lenth = factorial.flatMap { hasOneSeed && $0.factors.allSatisfy { $0.levels.count == 2 } ? Self.lenth($0) : nil }
    shapley =
      factorial.map { data in
        ShapleyValues.perSeed(data, isMaximized: options.goal == .maximize).enumerated().compactMap { factor, values in
          EffectEstimate(
            values, resamples: options.resamples, seed: root.child("shapley/\(data.factors[factor].name)"),
            rule: options.rule)
        }
      } ?? []
    path = Self.path(table, isMaximized: options.goal == .maximize)
    pathMetric = table.metricNames[table.validationMetric ?? 0]
    models = ModelComparison(
      table, arms: Array(Self.comparedArms(table, drafts.declared + drafts.explored).prefix(Self.mostModels)),
      alpha: options.alpha)
    classes = ClassDifference.all(
      table, effects: effects, resamples: options.nestedResamples, seed: root.child("classes"))
  }

  /// The factorial that the arms form, if every combination was run.
  private static func factorial(_ table: AblationTable) -> FactorialData? {
    guard !table.factors.isEmpty else { return nil }
    let observations = table.arms.flatMap { arm in
      table.values(of: arm).enumerated().map {
        FactorialData.Observation(levels: table.levels(of: arm), seed: $0.offset, value: $0.element)
      }
    }
    // The table itself is complete over arms and seeds, hence what can be missing here is combinations.
    return try? FactorialData(factors: table.factors, seeds: table.seeds, observations: observations)
  }

  private static func path(_ table: AblationTable, isMaximized: Bool) -> AblationPath? {
    guard !table.factors.isEmpty else { return nil }
    func levels(_ subset: Int) -> [Int] {
      table.factors.enumerated().map { subset >> $0.offset & 1 == 1 ? $0.element.fullLevel : 0 }
    }
    let lost = Set(table.incomplete.map(\.levels))
    return AblationPath(
      factorCount: table.factors.count, isMaximized: isMaximized,
      choosing: table.validationMetric.map { metric in
        { subset in table.arm(at: levels(subset)).map { table.values(of: $0, metric: metric) } }
      }, isLost: { lost.contains(levels($0)) },
      values: { subset in table.arm(at: levels(subset)).map { table.values(of: $0) } })
  }

  private static func fraction(_ table: AblationTable) -> FractionalAnalysis? {
    guard table.factors.count >= 2, table.factors.allSatisfy({ $0.levels.count == 2 }) else { return nil }
    return FractionalAnalysis(
      runs: table.arms.map { table.levels(of: $0).map { $0 == 1 } }, values: table.arms.map { table.values(of: $0) })
  }

  private static func lenth(_ data: FactorialData) -> LenthAnalysis? {
    let subsets = (1..<(1 << data.factors.count))
    let means = data.cellMeans
    return LenthAnalysis(
      subsets.map { word in
        means.indices.reduce(0) { sum, cell in
          sum + ((word & ~cell).nonzeroBitCount % 2 == 0 ? means[cell] : -means[cell])
        } * 2 / Double(means.count)
      })
  }

  /// The most models that are compared image by image: of a factorial all up to seven components.
  private static let mostModels = 16

  /// Whether a difference is an improvement.
  public func isBetter(_ difference: Double) -> Bool {
    options.goal == .maximize ? difference > 0 : difference < 0
  }
}
