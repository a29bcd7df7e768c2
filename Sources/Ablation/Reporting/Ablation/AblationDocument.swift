import Experiments
import Statistics

/// A report's parts, in the order of docs/ablation-studies.md; written as Markdown and as LaTeX.
struct AblationDocument {
  /// One part.
  enum Block {
    case heading(String)
    case paragraph(String)
    case list([String])
    case table(header: [String], rows: [[String]])
    /// A long table that is not unfolded at once.
    case appendix(summary: String, header: [String], rows: [[String]])
    case figure(name: String, caption: String)
  }

  let title: String
  var blocks: [Block] = []

  /// - Parameter figures: the pictures that were drawn.
  init(_ report: AblationReport, figures: Set<String>) {
    title = "Ablation study: \(report.title)"
    let analysis = report.analysis
    addVerdicts(report)
    addFigure(
      "forest.png",
      "Paired differences with 95 % intervals, every seed a dot; a star is p < 0.05 after Holm's "
        + "correction. Grey: the margin within which a difference does not matter.", figures)
    addEffects(analysis)
    addArms(analysis)
    blocks += report.supplement
    addFactorial(analysis, figures: figures)
    addFigure(
      "path.png",
      "The greedy path: the metric from the bare to the full model, with the 95 % interval of the mean and every seed as a "
        + "circle; above, what each component gave.", figures)
    addModels(analysis, figures: figures)
    addFigure("curves.png", "Learning curves: mean over the seeds, with the 95 % interval of the mean.", figures)
    addClasses(analysis)
    addCost(analysis, figures: figures)
    addMethods(report)
    let table = analysis.table
    addRuns(table.allArms.flatMap { table.runs(of: $0) }, metricNames: table.metricNames)
  }

  /// A page on runs of which nothing can be compared.
  init(title: String, reason: String, provenance: [String], runs: [AblationTable.Run], metricNames: [String]) {
    self.title = "Ablation study: \(title)"
    blocks = [
      .heading("What may be said"), .list([Self.sentence(reason)]), .heading("How it was done"), .list(provenance),
    ]
    addRuns(runs, metricNames: metricNames)
  }

  /// With a capital and a full stop.
  private static func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() + "." }

  mutating func addFigure(_ name: String, _ caption: String, _ figures: Set<String>) {
    if figures.contains(name) { blocks.append(.figure(name: name, caption: caption)) }
  }

  private mutating func addVerdicts(_ report: AblationReport) {
    let analysis = report.analysis
    let seeds = AblationCount.text(analysis.table.seeds.count, "seed")
    blocks.append(.heading("What may be said"))
    blocks.append(.list(report.sentences.map(Self.sentence)))
    if !analysis.explored.isEmpty {
      blocks.append(
        .paragraph(
          "The arms of these comparisons were chosen by results, so they explore and carry no verdict: "
            + analysis.explored.map { effect in
              "\(effect.draft.change) \(analysis.difference(effect.comparison.effect)), "
                + MetricUnit.pText(effect.adjustedPValue) + " after Benjamini and Hochberg"
            }.joined(separator: "; ") + "."))
    }
    if !analysis.effects.isEmpty, analysis.table.seeds.count < analysis.fewestSeeds {
      blocks.append(
        .paragraph(
          "No verdict but 'undecided' can be given: with \(seeds) no exact test reaches p < 0.05 among "
            + "\(AblationCount.text(analysis.familySize, "comparison")); at least \(analysis.fewestSeeds) are needed."))
    }
    if let smallest = analysis.detectableDifference(seeds: analysis.table.seeds.count) {
      let unit = analysis.unit
      // Points are of a share, whose whole range is 100.
      let isBeyond = unit.scale != 1 && smallest >= 1
      blocks.append(
        .paragraph(
          isBeyond
            ? "With \(seeds) not even the largest difference that there can be is found with a probability of 80 % (noisiest "
              + "comparison, upper 80 % limit of its standard deviation)."
            : "With \(seeds) a difference of \(unit.text(smallest, resolution: smallest))"
              + "\(unit.suffix) is found with a probability of 80 % (noisiest comparison, upper 80 % limit of its "
              + "standard deviation, alpha by the number of comparisons)."))
    }
  }

  private mutating func addEffects(_ analysis: AblationAnalysis) {
    guard !analysis.effects.isEmpty else { return }
    blocks.append(.heading("Effects"))
    let unit = analysis.unit
    let rows = analysis.effects.map { effect -> [String] in
      let estimate = effect.comparison.effect
      let wins = effect.comparison.wins(analysis.options.goal)
      let exact = effect.comparison.improvementExact.map { " [\(number($0.lower)), \(number($0.upper))]" } ?? ""
      let resolution = estimate.interval.map { ($0.upper - $0.lower) / 2 } ?? analysis.options.margin
      return [
        effect.kind.rawValue, effect.label, level(analysis, effect.draft.references),
        level(analysis, effect.draft.arms),
        analysis.difference(estimate).replacing(unit.suffix, with: ""),
        estimate.standardDeviation.map { unit.text($0, resolution: resolution) } ?? "–",
        number(estimate.standardizedSize), "\(wins)/\(estimate.count)",
        number(effect.comparison.improvement) + exact, p(effect.member.pValue),
        p(effect.member.adjustedPValue) + (effect.member.isStarred ? " *" : ""), p(effect.member.adjustedEquivalence),
        analysis.verdict(of: effect).kind.rawValue,
      ]
    }
    blocks.append(
      .table(
        header: [
          "design", "component", "without the change", "with it",
          "difference\(unit.suffix.isEmpty ? "" : ",\(unit.suffix)") [95 %]", "sd of differences", "d_z", "wins",
          "P(better) [95 %]", "p", "p Holm", "p equivalence", "verdict",
        ], rows: rows))
    let ratios = analysis.effects.compactMap(\.comparison.varianceRatio)
    let correlations = analysis.effects.compactMap(\.comparison.correlation)
    if let ratio = median(of: ratios), let correlation = median(of: correlations) {
      blocks.append(
        .paragraph(
          "Pairing by seed: median correlation \(number(correlation)); the variance of a difference is "
            + "\(number(ratio)) of what unpaired seeds would give (median; `pairing.csv` has each; above 1 pairing "
            + "did not pay)."))
    }
  }

  private mutating func addFactorial(_ analysis: AblationAnalysis, figures: Set<String>) {
    if let anova = analysis.anova {
      blocks.append(.heading("Analysis of variance"))
      blocks.append(
        .paragraph(
          "Seeds are blocks; the design is balanced, so all types of sums of squares agree. These p values explore; they "
            + "belong to no declared family."))
      let named =
        anova.rows.filter { $0.factors.count <= 2 }.map { row in
          (row.factors.map { analysis.table.factors[$0].readableName }.joined(separator: " × "), row)
        } + (anova.block.map { [("seed", $0)] } ?? [])
      blocks.append(
        .table(
          header: ["source", "df", "F", "p", "partial η²", "ω²"],
          rows: named.map { name, row in
            [
              name, "\(row.degreesOfFreedom)", number(row.f), p(row.pValue), number(row.partialEtaSquared),
              number(row.omegaSquared),
            ]
          } + [["residuals", "\(anova.residualDegreesOfFreedom)", "", "", "", ""]]))
      if let strongest = anova.rows.filter({ $0.factors.count > 2 }).max(by: { ($0.f ?? 0) < ($1.f ?? 0) }) {
        let names = strongest.factors.map { analysis.table.factors[$0].readableName }.joined(separator: " × ")
        blocks.append(
          .paragraph(
            "Interactions of three components and more are in `anova.csv`; the strongest is \(names) (F "
              + "\(number(strongest.f)), partial η² \(number(strongest.partialEtaSquared))). Where they are large, effects "
              + "averaged over the other components hide what a component does in one arm."))
      }
    }
    if let lenth = analysis.lenth {
      let unit = analysis.unit
      let out = lenth.contrasts.enumerated().filter { abs($0.element) > lenth.simultaneousMarginOfError }
      blocks.append(
        .paragraph(
          "One seed leaves no residuals; by Lenth's method \(out.count) of \(lenth.contrasts.count) contrasts stand out "
            + "among all (beyond \(unit.text(lenth.simultaneousMarginOfError, resolution: analysis.options.margin))"
            + "\(unit.suffix))."))
    }
    addFigure(
      "half_normal.png",
      "Half-normal plot: contrasts that are noise lie near the dotted line; beyond the margin of error one stands out if it "
        + "was singled out beforehand, beyond the simultaneous one among all.", figures)
    addFigure(
      "interactions.png",
      "Main effects (diagonal) and interactions: how much more one component gives with the other "
        + "than without it, averaged over the rest. A dot marks p < 0.05 after Benjamini and Hochberg.", figures)
    addFigure("interaction_plot.png", "The two strongest interactions, with 95 % intervals over the seeds.", figures)
    addFigure(
      "shapley.png",
      "Shapley values: the gain of each component, averaged over all orders of adding them; they add up to "
        + (analysis.options.goal == .maximize
          ? "full less bare." : "bare less full, above zero where the metric falls."),
      figures)
    if let path = analysis.path {
      let names = path.steps.map { analysis.table.factors[$0.factor].readableName }.joined(separator: ", ")
      let metric = analysis.table.metricNames[0]
      let chosen =
        analysis.pathMetric == metric
        ? "The best mean `\(metric)` was taken at every step, the metric that the gains are shown in, which flatters the "
          + "first steps"
        : "Every step was chosen by the mean `\(analysis.pathMetric)`, the gains in `path.csv` are of `\(metric)`"
      let lost = analysis.table.incomplete.isEmpty ? "" : "; arms that did not complete were passed over"
      blocks.append(.paragraph("Greedy path from bare to full: \(names). \(chosen)\(lost)."))
    }
  }

  private mutating func addModels(_ analysis: AblationAnalysis, figures: Set<String>) {
    guard let models = analysis.models else { return }
    blocks.append(.heading("Trained models"))
    let differing = models.seeds.count { ($0.cochran?.pValue ?? 1) < analysis.options.alpha }
    blocks.append(
      .paragraph(
        "\(models.images) test images. Cochran's Q tells the models of a seed apart at 5 % for \(differing) of "
          + "\(models.seeds.count) seeds. McNemar's test speaks of two trained models, not of the way they were made: "
          + "seeds are counted, never pooled (`mcnemar.csv`)."))
    addFigure(
      "mcnemar.png",
      "Pairs of models of one seed: seeds at which McNemar's test (Holm over the seed's pairs) finds a "
        + "difference; colour: mean difference of accuracy, row less column.", figures)
  }

  private mutating func addClasses(_ analysis: AblationAnalysis) {
    guard !analysis.classes.isEmpty else { return }
    blocks.append(.heading("By class"))
    let rows = analysis.classes.filter { $0.classIndex == nil || $0.adjustedPValue < analysis.options.alpha }
    blocks.append(
      .paragraph(
        "F1, arm less reference; intervals resample seeds and, within them, images. Macro averages, and classes with "
          + "p < 0.05 after Benjamini and Hochberg (`classes.csv` has all)."))
    blocks.append(
      .table(
        header: ["design", "component", "class", "reference", "difference [95 %]", "p"],
        rows: rows.map { row in
          let effect = analysis.effects[row.effect]
          let name = row.classIndex.map {
            analysis.table.classNames.indices.contains($0) ? analysis.table.classNames[$0] : "\($0)"
          }
          let interval = row.interval
          return [
            effect.kind.rawValue, effect.label, name ?? "macro average", decimal(row.reference, 4),
            "\(decimal(interval.estimate, 4)) [\(decimal(interval.lower, 4)), \(decimal(interval.upper, 4))]",
            p(row.adjustedPValue),
          ]
        }))
  }

  private mutating func addMethods(_ report: AblationReport) {
    let analysis = report.analysis
    let table = analysis.table
    let joint =
      analysis.familySize > analysis.effects.count + analysis.lostComparisons
      ? " (those of frozen and of retuned arms together, \(analysis.effects.count) of them here)" : ""
    let lost =
      analysis.lostComparisons > 0
      ? " (\(analysis.lostComparisons) lost with incomplete arms and counted as p = 1)" : ""
    blocks.append(.heading("How it was done"))
    blocks.append(
      .list(
        [
          "Primary metric: `\(table.metricNames[0])`, to \(analysis.options.goal.rawValue); margin "
            + "\(analysis.text(analysis.options.margin)); baseline: \(table.baseline).",
          "\(AblationCount.text(table.seeds.count, "seed")), paired (\(table.seeds.joined(separator: ", "))).",
          "Declared family: \(AblationCount.text(analysis.familySize, "comparison"))\(joint)\(lost), Holm's correction; a verdict "
            + "needs at least \(AblationCount.text(analysis.fewestSeeds, "seed")).",
          "Test: sign-flip permutation of the mean difference, "
            + (table.seeds.count <= SignFlipTest.mostExactPairs ? "all patterns" : "100,000 random patterns")
            + "; Wilcoxon and paired t beside it in `effects.csv`.",
          "Interval: \(analysis.options.rule == .student ? "paired t" : "paired t below 15 seeds, else BCa bootstrap"), "
            + "95 %, for each comparison alone; BCa and percentile bootstrap beside it in `effects.csv`. P(better): exact binomial "
            + "over the seeds that differ.",
          "Everything but the declared family explores: Benjamini and Hochberg's adjustment, secondary metrics too "
            + "(`secondary.csv`).",
        ] + report.provenance))
  }

  private func level(_ analysis: AblationAnalysis, _ arms: [String]) -> String {
    SampleSummary(analysis.table.values(averaging: arms)).map { level(analysis, $0) } ?? ""
  }

  func level(_ analysis: AblationAnalysis, _ summary: SampleSummary) -> String {
    level(analysis, summary.mean) + (summary.standardDeviation.map { " ± \(level(analysis, $0))" } ?? "")
  }

  func level(_ analysis: AblationAnalysis, _ value: Double) -> String {
    decimal(value * analysis.unit.scale, analysis.unit.scale == 1 ? 4 : 2)
  }

  private func p(_ value: Double?) -> String {
    value.map { MetricUnit.pText($0).replacing("p = ", with: "").replacing("p < ", with: "< ") } ?? "–"
  }

  private func number(_ value: Double?) -> String { value.map { decimal($0, 2) } ?? "–" }

  func decimal(_ value: Double, _ decimals: Int) -> String { MetricUnit.fixed(value, decimals: decimals) }
}
