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
    let analysis = ImportanceAnalysis(reference.columns, metric: reference.metric, trees: 100, using: &generator)
    for (parameter, expected) in zip(analysis.parameters, reference.importances) {
      let importance = try #require(parameter.importance)
      #expect(abs(importance - expected) < 0.05, "\(parameter.name): \(importance), scikit-learn \(expected)")
    }
    #expect(abs(try #require(analysis.explainedVariance) - reference.explained_variance) < 0.05)
  }

  @Test(arguments: 0..<4)
  func ranksStrongWeakAndNoise(seed: UInt64) throws {
    let data = Study(seed: seed)
    var generator = SeedSequence(root: seed).generator()
    let analysis = ImportanceAnalysis(data.columns, metric: data.metric, trees: 60, using: &generator)
    let shares = try analysis.parameters.map { try #require($0.importance) }
    #expect(abs(shares.reduce(0, +) - 1) < 1e-12)
    #expect(shares.allSatisfy { $0 >= 0 })
    #expect(shares[0] > 0.6 && shares[0] > 3 * shares[1])
    #expect(shares[1] > 0.03 && shares[1] > 2 * max(shares[2], shares[3]))
    #expect(max(shares[2], shares[3]) < 0.04)
    #expect(try #require(analysis.explainedVariance) > 0.7)
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
    #expect(other.parameters.map(\.importance) == reference.parameters.map(\.importance))
    #expect(other.explainedVariance == reference.explainedVariance)
    // The sums run over the levels in another order, hence the last digits.
    expect(try #require(other.parameters[0].etaSquared), near: try #require(reference.parameters[0].etaSquared))
    for (index, level) in permutation.enumerated() {
      #expect(other.parameters[0].levels[level].correlation == reference.parameters[0].levels[index].correlation)
    }

    // Swapped booleans, scaled metric, the other direction of the goal.
    var swapped = data.columns
    swapped[3] = ParameterColumn(name: "flag", values: .numeric(data.flag.map { 1 - $0 }))
    for changed in [analyse(swapped, data.metric), analyse(data.columns, data.metric.map { 5 - 100 * $0 })] {
      for (parameter, expected) in zip(changed.parameters, reference.parameters) {
        #expect(abs(try #require(parameter.importance) - #require(expected.importance)) < 1e-6)
      }
    }
  }

  @Test func correlatesEachKindOfColumn() throws {
    let metric = [0.1, 0.2, 0.3, .nan, 0.4]
    let columns = [
      ParameterColumn(name: "number", values: .numeric([1, 2, 3, 4, 5])),
      ParameterColumn(name: "constant", values: .numeric([1, 1, 1, 2, 1])),
      ParameterColumn(name: "conditional", values: .numeric([4, .nan, 3, 9, 1])),
      ParameterColumn(name: "category", values: .categorical([0, 0, 1, 2, -1], levels: ["a", "b", "c"])),
      ParameterColumn(name: "single", values: .categorical([0, 0, 0, 1, 0], levels: ["a", "b"])),
    ]
    let found = columns.map { ParameterImportance(correlating: $0, with: metric) }
    expect(try #require(found[0].correlation), near: 0.982_707_629_824_050_8)
    #expect(found[0].rankCorrelation == 1)
    #expect(found[0].etaSquared == nil)
    #expect(found[1].correlation == nil && found[1].rankCorrelation == nil)
    #expect(found[2].rankCorrelation == -1)
    #expect(found.map(\.observations) == [4, 4, 3, 3, 4])
    #expect(found[3].correlation == nil)
    expect(try #require(found[3].etaSquared), near: 0.75)
    #expect(found[3].levels.map(\.observations) == [2, 1, 0])
    expect(try #require(found[3].levels[1].correlation), near: 0.75.squareRoot())
    #expect(found[3].levels[2].correlation == nil)
    #expect(found[4].etaSquared == nil)
  }

  @Test func isUndefinedWhereThereIsNothingToExplain() {
    let ramp = (0..<20).map(Double.init)
    let column = ParameterColumn(name: "x", values: .numeric(ramp))
    let constant = ParameterColumn(name: "c", values: .numeric(ramp.map { _ in 1 }))
    #expect(analyse([column], ramp.map { _ in 0.5 }).parameters[0].importance == nil)
    #expect(analyse([column], ramp.map { _ in .nan }).observations == 0)
    #expect(analyse([constant], ramp).parameters[0].importance == nil)
    #expect(analyse([], ramp).parameters.isEmpty)
    let few = ParameterColumn(name: "x", values: .numeric(Array(ramp.prefix(7))))
    #expect(analyse([few], Array(ramp.prefix(7))).explainedVariance == nil)
    let both = analyse([column, constant], ramp)
    #expect(both.parameters.map(\.importance) == [1, 0])
    // A parameter that is active only sometimes is split off from the rest.
    let sometimes = ParameterColumn(name: "s", values: .numeric(ramp.map { $0 < 10 ? .nan : 3 }))
    #expect(analyse([sometimes], ramp).parameters[0].importance == 1)
    #expect(analyse([sometimes], ramp).parameters[0].correlation == nil)
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
    return ImportanceAnalysis(columns, metric: metric, trees: 40, using: &generator)
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
