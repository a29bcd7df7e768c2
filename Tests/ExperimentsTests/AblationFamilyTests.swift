import Foundation
import Statistics
import TestSupport
import Testing

@testable import Experiments

/// Which comparisons are declared, and what is said of them: fractions, paths, two ways of tuning, losses.
struct AblationFamilyTests {
  struct Reference: Decodable {
    struct Effect: Decodable {
      var values: [Double]
      var mean: Double
      var low: Double
      var high: Double
      var p: Double
      var p_equivalence: Double
    }
    struct Family: Decodable {
      var margin: Double
      var values: [[Double]]
      var effects: [Effect]
      var p_holm: [Double]
      var p_equivalence_holm: [Double]
      var better: [Double]
    }
    var runs: [[Int]]
    var families: [Family]
    var p_holm_together: [Double]
  }

  static func analysis(
    _ levels: [[Int]], _ values: [[Double]], goal: AblationOptions.Goal = .maximize, margin: Double = 0.1,
    validation: [[Double]]? = nil, diverged: Set<[Int]> = []
  ) throws -> AblationAnalysis {
    let factors = (0..<levels[0].count).map { Factor(name: "c\($0)") }
    let full = factors.map(\.fullLevel)
    let names = levels.map { $0 == full ? "full" : "arm " + $0.map(String.init).joined() }
    let runs = levels.indices.flatMap { arm in
      values[arm].indices.map { seed in
        AblationTable.Run(
          arm: names[arm], levels: levels[arm], seed: "\(seed + 1)",
          state: diverged.contains(levels[arm]) && seed == 1 ? .diverged : .complete,
          metrics: [values[arm][seed]] + (validation.map { [$0[arm][seed]] } ?? []))
      }
    }
    let table = try AblationTable(
      factors: factors, metricNames: ["test_loss"] + (validation == nil ? [] : ["val_loss"]), baseline: "full",
      runs: runs)
    return AblationAnalysis(
      table, options: AblationOptions(goal: goal, margin: margin, resamples: 200, nestedResamples: 20))
  }

  /// The main effects of a half fraction, one metric that is to be large and one that is to be small, against SciPy.
  @Test func mainEffectsOfAFractionAreTheFamily() throws {
    let reference = try Fixtures.decode(Reference.self, from: "statistics/families.json")
    var analyses: [AblationAnalysis] = []
    for (index, family) in reference.families.enumerated() {
      let analysis = try Self.analysis(
        reference.runs, family.values, goal: index == 0 ? .maximize : .minimize, margin: family.margin)
      #expect(analysis.effects.count == 5 && analysis.explored.isEmpty && analysis.fewestSeeds == 8)
      for (place, effect) in analysis.effects.enumerated() {
        let expected = family.effects[place]
        let estimate = effect.comparison.effect
        #expect(effect.kind == .mainEffect && effect.arm == "with c\(place)" && effect.draft.arms.count == 8)
        for (value, other) in zip(estimate.values, expected.values) { expect(value, near: other, tolerance: 1e-12) }
        expect(estimate.mean, near: expected.mean, tolerance: 1e-12)
        expect(try #require(estimate.interval).lower, near: expected.low, tolerance: 1e-10)
        expect(try #require(estimate.interval).upper, near: expected.high, tolerance: 1e-10)
        expect(effect.member.pValue, near: expected.p, tolerance: 1e-12)
        expect(effect.member.adjustedPValue, near: family.p_holm[place], tolerance: 1e-12)
        expect(try #require(effect.member.equivalence).pValue, near: expected.p_equivalence, tolerance: 1e-10)
        expect(
          try #require(effect.member.adjustedEquivalence), near: family.p_equivalence_holm[place], tolerance: 1e-10)
        #expect(effect.comparison.improvement == family.better[place])
      }
      // The main effect is what the analysis of variance's contrast says, too.
      for (effect, contrast) in zip(analysis.effects, analysis.contrasts) {
        expect(effect.comparison.effect.mean, near: contrast.estimate.mean, tolerance: 1e-12)
      }
      analyses.append(analysis)
    }
    let verdicts = analyses[0].effects.map { analyses[0].verdict(of: $0) }
    #expect(verdicts.map(\.kind) == [.helps, .helps, .noDifference, .hurts, .noDifference])
    #expect(verdicts[3].sentence.hasPrefix("adding c3 (averaged over the other components) costs 0.4"))
    #expect(analyses[1].verdict(of: analyses[1].effects[0]).kind == .helps)

    // Both as one declared family, as frozen and retuned arms are.
    let together = AblationAnalysis.together(analyses)
    let adjusted = together.flatMap { $0.effects.map(\.member.adjustedPValue) }
    for (value, other) in zip(adjusted, reference.p_holm_together) { expect(value, near: other, tolerance: 1e-12) }
    #expect(together.map(\.familySize) == [10, 10] && together.map(\.fewestSeeds) == [9, 9])
    #expect(together[0].effects.allSatisfy { !$0.member.isStarred })
  }

  /// Three components: bare, each alone, two with the first, full.
  private static let path = [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 0, 1], [1, 1, 1]]

  @Test func aPathIsSeenByItsArms() {
    let factors = (0..<3).map { Factor(name: "c\($0)") }
    #expect(AblationDesign.isPath(Self.path, factors: factors))
    #expect(AblationDesign.isPath(Self.path.reversed(), factors: factors))
    #expect(!AblationDesign.isPath(Self.path + [[0, 1, 1]], factors: factors))
    #expect(!AblationDesign.isPath(Array(Self.path.dropLast()), factors: factors))
    #expect(!AblationDesign.isPath([[0, 0], [0, 1], [1, 0], [1, 1]], factors: Array(factors.prefix(2))))
    // Pairs that share no component are no path's.
    let four = (0..<4).map { Factor(name: "c\($0)") }
    func arms(_ pairs: [Int], _ triples: [Int]) -> [[Int]] {
      ([0, 1, 2, 4, 8] + pairs + triples + [15]).map { set in (0..<4).map { set >> $0 & 1 } }
    }
    #expect(AblationDesign.isPath(arms([3, 5, 9], [7, 11]), factors: four))
    #expect(!AblationDesign.isPath(arms([3, 5, 10], [7, 11]), factors: four))
    #expect(!AblationDesign.isPath(arms([3, 5, 9], [7, 14]), factors: four))
  }

  /// Only what is trained whatever the results is declared; which component is taken away last depends on them.
  @Test func aPathDeclaresWhatResultsDidNotChoose() throws {
    let jitter = [0.1, -0.3, 0.2, 0.0, -0.1, 0.3, -0.2, 0.15]
    let values = Self.path.enumerated().map { arm, levels in
      (0..<8).map { Double(2 * levels[0] + levels[1]) + 0.1 * jitter[($0 * 3 + arm) % 8] }
    }
    let analysis = try Self.analysis(Self.path, values)
    #expect(analysis.effects.map(\.label) == ["c0", "c1", "c2", "all components"])
    #expect(analysis.effects.allSatisfy { $0.kind == .addOneIn && $0.reference == "arm 000" })
    #expect(analysis.effects.last?.arm == "full" && analysis.familySize == 4)
    #expect(analysis.explored.map(\.draft.kind) == [.leaveOneOut, .leaveOneOut])
    #expect(analysis.explored.map(\.draft.label) == ["c1", "c2"])
    let p = analysis.explored.map(\.comparison.effect.signFlip.pValue)
    #expect(analysis.explored.map(\.adjustedPValue) == benjaminiHochbergAdjusted(p))
    #expect(analysis.path?.steps.map(\.factor) == [0, 1, 2])
    #expect(Set(analysis.comparedArms) == ["full", "arm 101", "arm 110", "arm 000", "arm 100", "arm 010", "arm 001"])
  }

  /// The test metric would take the second component first; the validation metric takes the first.
  @Test func aPathIsChosenOnValidationData() throws {
    let levels = [[0, 0], [1, 0], [0, 1], [1, 1]]
    let test = [[1.0, 1.1], [0.8, 0.7], [0.6, 0.7], [0.4, 0.4]]
    let validation = [[1.0, 1.1], [0.5, 0.5], [0.7, 0.7], [0.4, 0.4]]
    let chosen = try Self.analysis(levels, test, goal: .minimize, validation: validation)
    #expect(chosen.pathMetric == "val_loss" && chosen.path?.steps.map(\.factor) == [0, 1])
    #expect(chosen.path?.steps.map(\.value) == [0.75, 0.4])
    // Of a loss a fall is a gain.
    #expect(chosen.path?.steps[0].gains == [0.2, 0.4])
    let flattered = try Self.analysis(levels, test, goal: .minimize)
    #expect(flattered.pathMetric == "test_loss" && flattered.path?.steps.map(\.factor) == [1, 0])
  }

  @Test func shapleyValuesOfALossAreGains() throws {
    let levels = [[0, 0], [1, 0], [0, 1], [1, 1]]
    let values = [[1.0, 1.1], [0.8, 0.7], [0.6, 0.7], [0.4, 0.45]]
    let loss = try Self.analysis(levels, values, goal: .minimize)
    let gain = try Self.analysis(levels, values)
    #expect(loss.shapley.allSatisfy { $0.mean > 0 })
    #expect(zip(loss.shapley, gain.shapley).allSatisfy { abs($0.mean + $1.mean) < 1e-15 })
    // Bare less full.
    #expect(abs(loss.shapley.reduce(0) { $0 + $1.mean } - (1.05 - 0.425)) < 1e-15)
  }

  /// An arm that did not complete is a finding; the others keep all their seeds.
  @Test func anArmThatDivergesIsLeftOutAsAnArm() throws {
    let levels = [[0, 0], [1, 0], [0, 1], [1, 1]]
    let jitter = [0.1, -0.3, 0.2, 0.0, -0.1, 0.3, -0.2, 0.15]
    let values = levels.enumerated().map { arm, set in
      (0..<8).map { Double(set[0]) + 0.1 * jitter[($0 * 3 + arm) % 8] }
    }
    let whole = try Self.analysis(levels, values)
    let analysis = try Self.analysis(levels, values, diverged: [[0, 1]])
    #expect(analysis.table.incomplete.map(\.sentence) == ["'arm 01' diverged on 1 of 8 seeds: no comparison"])
    #expect(analysis.table.arms == ["arm 00", "arm 10", "full"] && analysis.table.seeds.count == 8)
    // The family does not shrink with its results: what was lost counts as p = 1.
    #expect(analysis.effects.map(\.label) == ["c1", "c0"] && analysis.lostComparisons == 2)
    #expect(analysis.familySize == 4 && analysis.fewestSeeds == whole.fewestSeeds && whole.lostComparisons == 0)
    let raw = analysis.effects.map(\.member.pValue).sorted()
    let adjusted = analysis.effects.map(\.member.adjustedPValue).sorted()
    #expect(adjusted == [min(1, 4 * raw[0]), min(1, max(4 * raw[0], 3 * raw[1]))])
    for effect in analysis.effects {
      let same = whole.effects.first { $0.arm == effect.arm && $0.reference == effect.reference }
      #expect(same?.comparison == effect.comparison)
    }
    #expect(
      analysis.factorial == nil && analysis.anova == nil && analysis.shapley.isEmpty && analysis.contrasts.isEmpty)
    #expect(
      analysis.losses.count == 1 && analysis.losses[0].contains("no longer balanced, because 'arm 01' is missing"))
    #expect(whole.losses.isEmpty && whole.table.incomplete.isEmpty)
    // The path passes over what was tried without result.
    #expect(analysis.path?.steps.map(\.factor) == [0, 1])

    #expect(throws: AblationTableError.nothingCompleted(baseline: "full", events: ["'full' diverged on 1 of 8 seeds"]))
    {
      try Self.analysis(levels, values, diverged: [[1, 1]])
    }
    let reference = try Fixtures.decode(Reference.self, from: "statistics/families.json")
    let fraction = try Self.analysis(reference.runs, reference.families[0].values, diverged: [reference.runs[3]])
    #expect(fraction.effects.isEmpty && fraction.anova == nil && fraction.losses.count == 1)
    #expect(fraction.losses[0].contains("no longer orthogonal"))
  }
}

private func expect(
  _ value: Double, near expected: Double, tolerance: Double, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(abs(value - expected) <= tolerance, "\(value) is not \(expected)", sourceLocation: sourceLocation)
}
