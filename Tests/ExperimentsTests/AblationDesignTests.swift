import Foundation
import Search
import Testing
import Training

@testable import Experiments

/// Which arms designs train, what they are called, and how seeds are paired.
@Suite struct AblationDesignTests {
  @Test func armsOfEachDesign() {
    #expect(AblationDesign.leaveOneOut.arms(components: 3) == [0b111, 0b110, 0b101, 0b011])
    #expect(AblationDesign.addOneIn.arms(components: 3) == [0b111, 0, 1, 2, 4])
    #expect(AblationDesign.factorial.arms(components: 3) == [7, 6, 5, 4, 3, 2, 1, 0])
    #expect(AblationDesign.fractional.arms(components: 3)?.count == 8)
    #expect(AblationDesign.path.arms(components: 3) == nil && AblationDesign.path.mostArms(components: 3) == 7)
    for design in AblationDesign.allCases where design != .path {
      #expect(design.arms(components: 1) == [1, 0], "\(design)")
      #expect(design.arms(components: 6)?.first == 63, "\(design)")
    }
  }

  /// Resolution V: every pair of components takes all four combinations equally often, and so do all triples and fours.
  @Test(arguments: [5, 6, 7, 8])
  func aFractionIsOrthogonal(_ count: Int) throws {
    let arms = try #require(AblationDesign.fractional.arms(components: count))
    #expect(arms.count < 1 << count)
    for word in 1..<(1 << count) where word.nonzeroBitCount <= 4 {
      let sum = arms.reduce(0) { $0 + (($1 & word).nonzeroBitCount % 2 == 0 ? 1 : -1) }
      #expect(sum == 0, "\(word)")
    }
  }

  @Test func names() {
    let components = [
      AblationComponent(name: "batch_norm", bareForm: "off", fullForm: "on"),
      AblationComponent(name: "activation", bareForm: "tanh", fullForm: "relu"),
      AblationComponent(name: "dropout", bareForm: "off", fullForm: "on"),
    ]
    let names = (0..<8).map { AblationComponent.armName($0, components) }
    #expect(
      names == [
        "bare", "only batch norm", "only activation", "no dropout", "only dropout", "activation tanh", "no batch norm",
        "full",
      ])
    #expect(Set((0..<4).map { AblationComponent.armName($0, Array(components.prefix(2))) }).count == 4)
  }

  /// All arms of a seed hold the same images out, other seeds others; the trials of sweeps share one split.
  @Test func theSplitVariesWithTheSeed() throws {
    let base = AblationBase(.padocanet)
    let plan = AblationPlan(
      name: "x", seed: 3,
      subject: .model(
        AblationPlan.ModelSubject(
          data: DataPlan(source: .mnist, splitSeed: 9), configuration: base.configuration,
          components: ["batch_norm", "dropout"], origin: "")),
      design: .factorial, seeds: 3, mode: .retuned, tuning: base.usualTuning, metric: "test_accuracy", goal: .maximize,
      margin: 0.001)
    let prepared = try PreparedAblation(plan, logs: URL(filePath: "logs"))
    func split(_ purpose: AblationTraining.Purpose, arm: Int, _ replicate: Int) throws -> UInt64? {
      let training = AblationTraining(
        purpose: purpose, way: .retuned, arm: arm, replicate: replicate, seed: prepared.seed(replicate: replicate))
      guard case .training(let job) = try prepared.subject.job(training, id: 0) else { return nil }
      return job.data.splitSeed
    }
    let splits = try (0..<3).map { replicate in Set(try (0..<4).map { try split(.run, arm: $0, replicate) }) }
    #expect(splits.allSatisfy { $0.count == 1 } && Set(splits).count == 3)
    #expect(try split(.tuning(study: "tuning/3", trial: 0), arm: 3, 0) == 9)
    #expect(try split(.tuning(study: "tuning/3", trial: 1), arm: 1, 0) == 9)
  }

  @Test func comparisonsOfTheDeclaredFamily() {
    #expect(AblationDesign.factorial.comparisons(components: 5) == 10)
    #expect(AblationDesign.leaveOneOut.comparisons(components: 5) == 5)
    #expect(AblationDesign.path.comparisons(components: 5) == 7)
    #expect(AblationDesign.fractional.comparisons(components: 5) == 0)
    #expect(AblationDesign.factorial.comparisons(components: 1) == 1)
  }

  /// A loss vanishes only where retuning shows that nothing that matters is left.
  @Test func wordsOfTheComparisonOfTunings() {
    var all: Set<String> = []
    for frozen in AblationVerdict.Kind.allCases {
      for retuned in AblationVerdict.Kind.allCases { all.insert(TuningComparison.words(frozen, retuned)) }
    }
    #expect(all.count == 14)
    #expect(TuningComparison.words(.hurts, .hurts) == "the loss remains after retuning")
    #expect(TuningComparison.words(.hurts, .noDifference).hasPrefix("the loss vanishes after retuning"))
    #expect(!TuningComparison.words(.hurts, .undecided).contains("vanishes"))
  }
}
