import Foundation
import Statistics
import Testing

@testable import Experiments

/// The analysis of tables whose truth is known, and the words of its verdicts.
struct AblationAnalysisTests {
  private static let jitter = [0.1, -0.3, 0.2, 0.0, -0.1, 0.3, -0.2, 0.15, -0.15, 0.05]

  /// Two components: `a` gives 0.31 points, `b` nothing, both together another 0.2; seeds move everything.
  private static func table(
    seeds: Int = 10, scale: Double = 0.001, sign: Double = 1, predictions: Bool = false
  ) throws -> AblationTable {
    let factors = [Factor(name: "batch_norm"), Factor(name: "dropout")]
    var runs: [AblationTable.Run] = []
    for (cell, name) in ["bare", "a", "b", "full"].enumerated() {
      for seed in 0..<seeds {
        let noise = 0.2 * scale * jitter[(seed * 3 + cell * 7) % 10]
        let effect = (cell & 1 == 1 ? 3.1 : 0) * scale + (cell == 3 ? 2 * scale : 0)
        let value = 0.98 + sign * (effect + noise + 0.003 * jitter[seed % 10])
        // Ten images of two classes; the bare model has one wrong for each seed.
        let truth = (0..<10).map { $0 % 2 }
        var guess = truth
        if cell == 0 { guess[seed] = 1 - guess[seed] }
        runs.append(
          .init(
            arm: name, levels: [cell & 1, cell >> 1], seed: "\(seed + 1)", metrics: [value], seconds: 1 + Double(cell),
            predictions: predictions ? .init(truth: truth, predicted: guess) : nil))
      }
    }
    return try AblationTable(factors: factors, metricNames: ["accuracy"], baseline: "full", runs: runs)
  }

  private static let quick = AblationOptions(resamples: 200, nestedResamples: 50)

  @Test func verdictsAreWordedByRule() throws {
    let analysis = AblationAnalysis(try Self.table(), options: Self.quick)
    #expect(analysis.effects.map(\.kind) == [.leaveOneOut, .leaveOneOut, .addOneIn, .addOneIn])
    #expect(analysis.fewestSeeds == 8 && analysis.unit.scale == 100)
    let verdicts = analysis.effects.map { analysis.verdict(of: $0) }
    #expect(verdicts.map(\.kind) == [.hurts, .hurts, .helps, .noDifference])
    let pattern = /removing batch norm costs 0\.\d+ points \[0\.\d+, 0\.\d+\], 10 seeds, p = 0\.\d+ after Holm/
    #expect(verdicts[0].sentence.wholeMatch(of: pattern) != nil, "\(verdicts[0].sentence)")
    #expect(verdicts[2].sentence.hasPrefix("adding batch norm to the bare model gains 0.3"))
    #expect(
      verdicts[3].sentence.hasPrefix("adding dropout to the bare model makes no difference beyond 0.1 points: "),
      "\(verdicts[3].sentence)")
    #expect(verdicts[3].sentence.contains("equivalence p"))
  }

  /// A loss with the mirrored values gives the mirrored verdicts, in its own units.
  @Test func aGoalTurnsTheVerdictsRound() throws {
    var options = Self.quick
    options.goal = .minimize
    let analysis = AblationAnalysis(try Self.table(sign: -1), options: options)
    let verdicts = analysis.effects.map { analysis.verdict(of: $0) }
    #expect(verdicts.map(\.kind) == [.hurts, .hurts, .helps, .noDifference])
    #expect(analysis.unit.suffix.isEmpty && verdicts[0].sentence.hasPrefix("removing batch norm costs 0.005"))
  }

  @Test func fewSeedsGetNoStarAndAreToldHowManyToRun() throws {
    let analysis = AblationAnalysis(try Self.table(seeds: 5), options: Self.quick)
    #expect(analysis.effects.allSatisfy { !$0.member.isStarred })
    let sentence = analysis.verdict(of: analysis.effects[0]).sentence
    #expect(
      sentence.hasPrefix("removing batch norm: undecided (") && sentence.contains("needs about 8 seeds"), "\(sentence)")
    #expect(sentence.hasSuffix("5 seeds cannot carry a verdict among 4 comparisons, at least 8 are needed"))
    let one = AblationAnalysis(try Self.table(seeds: 1), options: Self.quick)
    #expect(one.verdict(of: one.effects[0]).sentence.contains("one seed says nothing of the spread"))
    #expect(one.lenth != nil && one.detectableDifference(seeds: 1) == nil)
  }

  @Test func aFactorialIsTakenApart() throws {
    let analysis = AblationAnalysis(try Self.table(predictions: true), options: Self.quick)
    let anova = try #require(analysis.anova)
    #expect(anova.rows.count == 3 && anova.block != nil && anova.residualDegreesOfFreedom == 27)
    let full = try #require(mean(of: analysis.table.values(of: "full")))
    let bare = try #require(mean(of: analysis.table.values(of: "bare")))
    #expect(abs(analysis.shapley.reduce(0) { $0 + $1.mean } - (full - bare)) < 1e-15)
    #expect(analysis.path?.steps.map(\.factor) == [0, 1])
    let interaction = try #require(analysis.contrasts.last)
    #expect(interaction.factors == [0, 1] && abs(interaction.estimate.mean - 0.002) < 0.0002)
    let models = try #require(analysis.models)
    #expect(models.arms == ["full", "b", "a", "bare"] && models.images == 10 && models.rows.count == 60)
    // The bare model is wrong on one image of ten with each seed, the others on none.
    #expect(models.rows.allSatisfy { $0.test.discordant == ($0.second == "bare" ? 1 : 0) })
    let macro = analysis.classes.filter { $0.classIndex == nil }
    #expect(macro.count == 4 && macro[0].interval.estimate == 0 && macro[2].interval.estimate > 0.09)
    #expect(macro[2].interval.lower > 0 && macro[2].pValue == 2.0 / 1_024)
  }

  @Test func equalTablesGiveEqualAnalyses() throws {
    let first = AblationAnalysis(try Self.table(predictions: true), options: Self.quick)
    let second = AblationAnalysis(try Self.table(predictions: true), options: Self.quick)
    #expect(first.effects == second.effects && first.classes == second.classes && first.arms == second.arms)
  }

  @Test func aFractionIsAnalysedByItsOrthogonalEffects() throws {
    let fraction = try #require(FractionalFactorial.resolutionFive(factorCount: 5))
    let factors = (0..<5).map { Factor(name: "c\($0)") }
    let runs = fraction.runs.flatMap { run in
      (0..<3).map { seed in
        AblationTable.Run(
          arm: run.map { $0 ? "1" : "0" }.joined(), levels: run.map { $0 ? 1 : 0 }, seed: "\(seed)",
          metrics: [Double(run[0] ? 2 : 0) + (run[1] && run[2] ? 1 : 0) + 0.01 * Double(seed)])
      }
    }
    let table = try AblationTable(factors: factors, metricNames: ["score"], baseline: "11111", runs: runs)
    let analysis = AblationAnalysis(table, options: Self.quick)
    #expect(analysis.factorial == nil && analysis.shapley.isEmpty)
    #expect(analysis.anova?.rows.count == 15 && analysis.contrasts.count == 15)
    #expect(abs(analysis.contrasts[0].estimate.mean - 2) < 1e-12)
    // Nothing varies with the seed but what all arms share.
    #expect(analysis.effects.map(\.kind) == [AblationEffect.Kind](repeating: .mainEffect, count: 5))
    #expect(analysis.effects.allSatisfy { $0.member.verdict == .noSpread })
    #expect(analysis.detectableDifference(seeds: 3) == nil)
    let sentence = analysis.verdict(of: analysis.effects[0]).sentence
    #expect(
      sentence.hasPrefix("adding c0 (averaged over the other components): undecided (2.0000 on each of 3 seeds): all "),
      "\(sentence)")
  }

  @Test func namedArmsAreComparedWithTheBaseline() throws {
    var runs: [AblationTable.Run] = []
    for seed in 0..<6 {
      let base = 5 + 0.01 * Self.jitter[seed]
      runs.append(AblationTable.Run(arm: "base", seed: "\(seed)", metrics: [base]))
      runs.append(AblationTable.Run(arm: "x", seed: "\(seed)", metrics: [base + 1 + 0.02 * Self.jitter[seed + 1]]))
    }
    let table = try AblationTable(metricNames: ["score"], baseline: "base", runs: runs)
    var options = Self.quick
    options.margin = 0.1
    let analysis = AblationAnalysis(table, options: options)
    #expect(analysis.fewestSeeds == 6)
    let sentence = analysis.verdict(of: analysis.effects[0]).sentence
    #expect(sentence == "'x' is better by 0.9997 [0.9948, 1.0045], 6 seeds, p = 0.031 after Holm")
    #expect(analysis.anova == nil && analysis.models == nil)
  }
}
