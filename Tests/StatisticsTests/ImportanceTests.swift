import Foundation
import Seeding
import TestSupport
import Testing

@testable import Statistics

struct ImportanceTests {
  struct Reference: Decodable {
    var learning_rate: [Double]
    var units: [Double]
    var dropout: [Double]
    var optimizer: [Int]
    var noise: [Double]
    var metric: [Double]
    var importances: [Double]
    var explained_variance: Double

    var columns: [ParameterColumn] {
      [
        ParameterColumn(name: "learning_rate", values: .numeric(learning_rate), isLogarithmic: true),
        ParameterColumn(name: "units", values: .numeric(units)),
        ParameterColumn(name: "dropout", values: .numeric(dropout)),
        ParameterColumn(name: "optimizer", values: .categorical(optimizer, levels: ["sgd", "adam", "adamw"])),
        ParameterColumn(name: "noise", values: .numeric(noise)),
      ]
    }
  }

  @Test func agreesRoughlyWithScikitLearn() throws {
    let reference = try Fixtures.decode(Reference.self, from: "statistics/forest.json")
    var generator = SeedSequence(root: 1).generator()
    let analysis = ImportanceAnalysis(reference.columns, metric: reference.metric, using: &generator)
    for (parameter, expected) in zip(analysis.parameters, reference.importances) {
      let forest = try #require(parameter.forest)
      let share = try #require(forest.share)
      #expect(abs(share - expected) < 0.05, "\(parameter.name): \(share), scikit-learn \(expected)")
      // The metric is made of four parameters and noise; the noise has a column too.
      #expect(forest.isAboveNoise == (parameter.name != "noise"), "\(parameter.name)")
      let interval = try #require(forest.interval)
      #expect(interval.lower <= expected + 0.02 && interval.upper >= expected - 0.02, "\(parameter.name): \(interval)")
      #expect(abs(try #require(forest.explainedVariance) - reference.explained_variance) < 0.05)
    }
  }

  @Test(arguments: 0..<4)
  func ranksStrongWeakAndNoise(seed: UInt64) throws {
    let data = Study(seed: seed)
    var generator = SeedSequence(root: seed).generator()
    let analysis = ImportanceAnalysis(
      data.columns, metric: data.metric, effort: .init(trees: 60, resamples: 40, dummies: 19), using: &generator)
    let forests = try analysis.parameters.map { try #require($0.forest) }
    let shares = try forests.map { try #require($0.share) }
    #expect(abs(shares.reduce(0, +) - 1) < 1e-12)
    #expect(shares.allSatisfy { $0 >= 0 })
    #expect(shares[0] > 0.6 && shares[0] > 3 * shares[1])
    #expect(shares[1] > 0.03 && shares[1] > 2 * max(shares[2], shares[3]))
    #expect(max(shares[2], shares[3]) < 0.04)
    #expect(forests.allSatisfy { ($0.explainedVariance ?? 0) > 0.7 })
    #expect(forests[0].isAboveNoise && forests[1].isAboveNoise)
    for forest in forests {
      let (interval, floor) = (try #require(forest.interval), try #require(forest.noiseFloor))
      #expect(0 <= interval.lower && interval.lower <= interval.upper && interval.upper <= 1)
      #expect(interval.upper - interval.lower < 0.35 && floor < 0.3)
    }
    // A dummy in the strong parameter's place stands among all the variance that this one explained.
    #expect(forests.dropFirst().allSatisfy { ($0.noiseFloor ?? 1) < 0.06 })
    #expect((forests[0].interval?.lower ?? 0) > (forests[1].interval?.upper ?? 1))
    #expect(analysis.observations == data.metric.count)
  }

  @Test func doesNotDependOnNamesLevelsOrScales() throws {
    let data = Study(seed: 9)
    let reference = analyse(data.columns, data.metric)
    #expect(reference == analyse(data.columns, data.metric))

    // Other indices and names of the levels, another name of a parameter.
    let permutation = [2, 0, 1]
    var relabelled = data.columns
    relabelled[0] = ParameterColumn(
      name: "renamed",
      values: .categorical(data.strong.map { permutation[$0] }, levels: ["x", "y", "z"]))
    let other = analyse(relabelled, data.metric)
    #expect(other.parameters.map(\.forest) == reference.parameters.map(\.forest))
    // The sums run over the levels in another order, hence the last digits.
    expect(
      try #require(other.parameters[0].effect?.etaSquared),
      near: try #require(reference.parameters[0].effect?.etaSquared)
    )
    for (index, level) in permutation.enumerated() {
      #expect(other.parameters[0].levels[level].interval == reference.parameters[0].levels[index].interval)
    }

    // Swapped booleans, scaled metric, the other direction of the goal.
    var swapped = data.columns
    swapped[3] = ParameterColumn(name: "flag", values: .numeric(data.flag.map { 1 - $0 }))
    for changed in [analyse(swapped, data.metric), analyse(data.columns, data.metric.map { 5 - 100 * $0 })] {
      for (parameter, expected) in zip(changed.parameters, reference.parameters) {
        #expect(abs(try #require(parameter.forest?.share) - #require(expected.forest?.share)) < 1e-6)
        #expect(parameter.forest?.isAboveNoise == expected.forest?.isAboveNoise)
      }
    }
  }

  @Test func correlatesEachKindOfColumn() throws {
    let metric = [0.1, 0.2, 0.3, .nan, 0.4, 0.35]
    let columns = [
      ParameterColumn(name: "number", values: .numeric([1, 2, 3, 4, 5, .nan])),
      ParameterColumn(name: "constant", values: .numeric([1, 1, 1, 2, 1, .nan])),
      ParameterColumn(name: "conditional", values: .numeric([4, .nan, 3, 9, 1, 2])),
      ParameterColumn(name: "category", values: .categorical([0, 0, 1, 2, -1, 1], levels: ["a", "b", "c"])),
      ParameterColumn(name: "single", values: .categorical([0, 0, 0, 1, 0, -1], levels: ["a", "b"])),
    ]
    let found = columns.map { ParameterImportance(correlating: $0, with: metric) }
    expect(try #require(found[0].correlation), near: 0.982_707_629_824_050_8)
    #expect(found[0].rankCorrelation == 1)
    #expect(found[0].effect == nil)
    #expect(found[1].correlation == nil && found[1].rankCorrelation == nil)
    #expect(found[2].rankCorrelation == -1)
    #expect(found.map(\.observations) == [4, 4, 4, 4, 4])
    #expect(found[3].correlation == nil)
    #expect(found.map(\.excluded) == [1, 1, 1, 1, 1])
    expect(try #require(found[3].effect?.etaSquared), near: 0.8305084745762709)
    #expect(found[3].levels.map(\.observations) == [2, 2, 0])
    expect(try #require(found[3].levels[1].meanDifference), near: 0.175)
    #expect(found[3].levels[1].interval != nil && found[3].levels[2].meanDifference == nil)
    #expect(found[4].effect == nil)
    // Without a metric there was the category's only observation of the third level: 5 values, 3 groups.
    expect(try #require(found[3].exclusionPValue), near: 0.1353352832366127)
    #expect(found[1].exclusionPValue.map { $0 < 0.05 } == true)
  }

  /// Two observations always correlate by 1 or -1.
  @Test(arguments: [2, 3, 4]) func fewObservationsGiveNoCorrelationAndNoEffect(_ count: Int) {
    let metric = Array([0.1, 0.2, 0.4, 0.3, 0.6].prefix(count)) + [0.5, 0.7, 0.6]
    let number = ParameterImportance(
      correlating: ParameterColumn(
        name: "number", values: .numeric((0..<count + 3).map { $0 < count ? Double($0) : .nan })), with: metric)
    let category = ParameterImportance(
      correlating: ParameterColumn(
        name: "category",
        values: .categorical((0..<count + 3).map { $0 < count ? $0 % 2 : -1 }, levels: ["a", "b"])), with: metric)
    let isEnough = count >= 4
    #expect(number.observations == count && category.observations == count)
    #expect((number.correlation != nil) == isEnough && (number.rankCorrelation != nil) == isEnough)
    #expect((number.correlationInterval != nil) == isEnough && (number.rankCorrelationInterval != nil) == isEnough)
    #expect((category.effect != nil) == isEnough && category.levels.map(\.observations).reduce(0, +) == count)
    #expect(category.levels.allSatisfy { ($0.meanDifference != nil) == isEnough && ($0.interval != nil) == isEnough })
  }

  @Test func isUndefinedWhereThereIsNothingToExplain() {
    let ramp = (0..<20).map(Double.init)
    let column = ParameterColumn(name: "x", values: .numeric(ramp))
    let constant = ParameterColumn(name: "c", values: .numeric(ramp.map { _ in 1 }))
    #expect(analyse([column], ramp.map { _ in 0.5 }).parameters[0].forest == nil)
    #expect(analyse([column], ramp.map { _ in .nan }).observations == 0)
    #expect(analyse([constant], ramp).parameters[0].forest?.share == nil)
    #expect(analyse([], ramp).parameters.isEmpty)
    let few = ParameterColumn(name: "x", values: .numeric(Array(ramp.prefix(7))))
    #expect(analyse([few], Array(ramp.prefix(7))).parameters[0].forest == nil)
    let both = analyse([column, constant], ramp)
    #expect(both.parameters.map { $0.forest?.share } == [1, 0])
    #expect(both.parameters.map { $0.forest?.isAboveNoise } == [true, false])
  }

  /// Where the rate exists the metric is better, because of the switch: the rate itself has no effect.
  @Test func aConditionalParameterIsJudgedWhereItIsActive() throws {
    var generator = SeedSequence(root: 5).generator()
    var (flag, idleRate, rate, metric): ([Int], [Double], [Double], [Double]) = ([], [], [], [])
    for _ in 0..<80 {
      let isOn = generator.uniform(below: 2) == 1
      let value = generator.uniform()
      flag.append(isOn ? 1 : 0)
      rate.append(isOn ? value : .nan)
      idleRate.append(isOn ? generator.uniform() : .nan)
      metric.append((isOn ? 2 + 0.5 * value : 0) + 0.05 * generator.uniform(-1, 1))
    }
    let found = analyse(
      [
        ParameterColumn(name: "switch", values: .categorical(flag, levels: ["false", "true"])),
        ParameterColumn(name: "rate", values: .numeric(rate)),
        ParameterColumn(name: "idle rate", values: .numeric(idleRate)),
      ], metric
    ).parameters
    let forests = try found.map { try #require($0.forest) }
    #expect(found[1].observations == flag.count { $0 == 1 } && found[0].observations == 80)
    // All of the difference between on and off belongs to the switch, all within "on" to the rate.
    #expect(forests[0].share == 1 && forests[0].isAboveNoise)
    #expect(try #require(forests[1].share) > 0.95 && forests[1].isAboveNoise)
    #expect(try #require(forests[2].share) < 0.05 && !forests[2].isAboveNoise)
  }

  /// One dummy in twenty exceeds the floor: 80 studies of 5 parameters without any effect, of several kinds.
  @Test func noiseStaysBelowTheFloor() {
    var generator = SeedSequence(root: 21).child("noise").generator()
    var (above, judged) = (0, 0)
    for study in 0..<80 {
      let count = 16 + 4 * (study % 4)
      func numbers(_ draw: (inout Xoshiro256) -> Double) -> [Double] { (0..<count).map { _ in draw(&generator) } }
      let strong = numbers { $0.uniform() }
      let columns = [
        ParameterColumn(name: "range", values: .numeric(numbers { $0.uniform() })),
        ParameterColumn(name: "few", values: .numeric(numbers { Double($0.uniform(below: 3)) })),
        ParameterColumn(
          name: "pair",
          values: .categorical(numbers { Double($0.uniform(below: 2)) }.map(Int.init), levels: ["a", "b"])),
        ParameterColumn(
          name: "list",
          values: .categorical(numbers { Double($0.uniform(below: 4)) }.map(Int.init), levels: ["a", "b", "c", "d"])),
        ParameterColumn(name: "strong", values: .numeric(strong)),
      ]
      // Every other study has a parameter that explains nearly all; the others nothing but noise.
      let metric = strong.map { (study % 2 == 0 ? 10 * $0 : 0) + generator.uniform(-1, 1) }
      var own = SeedSequence(root: 22).child(study).generator()
      let found = ImportanceAnalysis(
        columns, metric: metric, effort: .init(trees: 25, resamples: 1, dummies: 19), using: &own)
      for parameter in found.parameters.prefix(study % 2 == 0 ? 4 : 5) {
        judged += 1
        if parameter.forest?.isAboveNoise == true { above += 1 }
      }
      if study % 2 == 0 { #expect(found.parameters[4].forest?.isAboveNoise == true) }
    }
    // 360 at 5 %: 18 expected, standard deviation 4.
    #expect(judged == 360)
    #expect(above <= 32 && above >= 6, "\(above) of \(judged)")
  }

  @Test func treesSplitWhereTheyShould() {
    let x: [Double] = [1, 2, 3, 10, 11, 12]
    let y: [Double] = [0, 0, 0, 6, 6, 6]
    let features = FeatureMatrix([ParameterColumn(name: "x", values: .numeric(x))], rows: Array(x.indices))
    let tree = RegressionTree(features, targets: y, weights: [1, 1, 1, 1, 1, 1], minimumLeaf: 1, sequence: [0])
    for (value, expected) in [(-5.0, 0.0), (6.4, 0), (6.6, 6), (99, 6)] {
      #expect(tree.predict { _ in value } == expected)
    }
    let stump = RegressionTree(features, targets: y, weights: [1, 0, 0, 3, 0, 0], minimumLeaf: 2, sequence: [0])
    #expect(stump.predict { _ in 1 } == 4.5)
  }

  private func analyse(_ columns: [ParameterColumn], _ metric: [Double]) -> ImportanceAnalysis {
    var generator = SeedSequence(root: 77).generator()
    return ImportanceAnalysis(
      columns, metric: metric, effort: .init(trees: 40, resamples: 20, dummies: 19), using: &generator)
  }

  /// A strong category, a weak number, a number and a boolean without effect.
  private struct Study {
    var strong: [Int] = []
    var weak: [Double] = []
    var noise: [Double] = []
    var flag: [Double] = []
    var metric: [Double] = []

    init(seed: UInt64) {
      var generator = SeedSequence(root: seed).child("study").generator()
      for _ in 0..<120 {
        strong.append(generator.uniform(below: 3))
        weak.append(generator.uniform(-1, 1))
        noise.append(generator.uniform())
        flag.append(Double(generator.uniform(below: 2)))
        let effect = [0.0, 1.0, -1.0][strong[strong.count - 1]]
        metric.append(effect + 0.5 * weak[weak.count - 1] + 0.1 * generator.uniform(-1, 1))
      }
    }

    var columns: [ParameterColumn] {
      [
        ParameterColumn(name: "strong", values: .categorical(strong, levels: ["a", "b", "c"])),
        ParameterColumn(name: "weak", values: .numeric(weak)),
        ParameterColumn(name: "noise", values: .numeric(noise)),
        ParameterColumn(name: "flag", values: .numeric(flag)),
      ]
    }
  }
}
