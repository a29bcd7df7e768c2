import Datasets
import Foundation
import Search
import TestSupport
import Testing
import Training

@testable import Experiments

/// The sweep files that the project ships.
@Suite struct SweepFilesTests {
  static let data = Result { try LoadedData(DataPlan(source: .mnist, splitSeed: 1)) }

  static func run(_ budget: Budget.Name) -> RunPlan {
    RunPlan(seed: 1, budget: Budget(budget), data: DataPlan(source: .mnist, splitSeed: 1), studies: [])
  }

  static func prepare(_ file: String, _ family: ModelFamily, _ budget: Budget.Name) throws -> PreparedStudy {
    let text = try String(contentsOf: Fixtures.projectRoot.appending(path: file), encoding: .utf8)
    return try PreparedStudy(
      StudyPlan(name: file, family: family, fileName: file, text: text), run: run(budget), data: data.get())
  }

  static let nine = ModelFamily.allCases.flatMap { family in
    SweepMethod.allCases.map { (family, $0) }
  }

  @Test(arguments: nine)
  func eachOfTheNineIsValid(_ family: ModelFamily, _ method: SweepMethod) throws {
    let study = try Self.prepare("sweeps/\(family.rawValue)-\(method.rawValue).yaml", family, .standard)
    #expect(study.sweep.method == method)
    #expect(study.sweep.settings.family == family.rawValue)
    #expect(study.definition.goal == .maximize)
    #expect(study.metric == .validationAccuracy)
    // Nothing in the file is read in another way than W&B would read it.
    #expect(study.sweep.diagnostics.filter(\.differsFromWandb).isEmpty)
    // A grid is finished by a standard run; the others have twenty trials.
    #expect(study.definition.trialBudget == (method == .grid ? nil : 20))
  }

  @Test func theSecondStudysSpaceIsUnderstood() throws {
    let study = try Self.prepare("sweeps/studies/components-bayes.yaml", .lenet5, .full)
    #expect(study.metric == .validationLoss)
    let on = try study.modelConfiguration([
      "dropout": true, "dropout_rate": 0.3, "batch_normalization": true, "activation": "relu",
    ])
    #expect(on.dropout == 0.3 && on.denseDropout == 0.3 && on.batchNormalization && on.activation == .relu)
    let off = try study.modelConfiguration(["dropout": false, "dropout_rate": 0.3])
    #expect(off.dropout == 0 && off.denseDropout == 0)
  }

  /// Every value that the original studies swept is a point of the random search's space.
  @Test(arguments: [
    (ModelFamily.lenet5, "conv_layer", [1, 2, 3] as [Double]), (.lenet5, "filters", [4, 6, 12, 16]),
    (.lenet5, "learn_rate", [0.01, 0.001, 0.005]), (.lenet5, "epochs", [10, 20, 30]),
    (.lenet5, "batch_size", [32, 64]), (.lenet5Augmented, "rotation_range", [20, 30, 40]),
    (.lenet5Augmented, "width_shift_range", [0.15, 0.25, 0.35]),
    (.lenet5Augmented, "height_shift_range", [0.1, 0.2, 0.3]),
    (.lenet5Augmented, "shear_range", [0.2, 0.3, 0.45]), (.lenet5Augmented, "zoom_range", [0.2, 0.5, 0.7]),
    (.padocanet, "conv_layer", [1, 2, 3, 4]), (.padocanet, "filters", [6, 12, 16]),
    (.padocanet, "dropout", [0.25, 0.5]), (.padocanet, "dropout_fc", [0.25, 0.5]), (.padocanet, "pooling", [0, 1]),
    (.padocanet, "zoom_range", [0.3, 0.4]),
  ])
  func theOriginalSpacesAreCovered(_ family: ModelFamily, _ name: String, _ values: [Double]) throws {
    let study = try Self.prepare("sweeps/\(family.rawValue)-random.yaml", family, .full)
    let parameter = try #require(study.sweep.space.parameters.first { $0.name == name })
    for value in values {
      let whole = value == value.rounded()
      #expect(parameter.distribution.contains(whole ? .int(Int(value)) : .double(value)), "\(name) \(value)")
    }
  }

  @Test func infeasibleCornersAreRecognised() throws {
    let study = try Self.prepare("sweeps/lenet5-random.yaml", .lenet5, .full)
    let reason = study.infeasibility(["conv_layer": 3, "padding": "valid", "filters": 6])
    #expect(reason == "conv3: a 5 x 5 'valid' kernel does not fit its 4 x 4 input")
    #expect(study.infeasibility(["conv_layer": 3, "padding": "same", "filters": 6]) == nil)
  }

  @Test func metricsHaveBothSpellings() {
    #expect(Metric("val_accuracy") == .validationAccuracy)
    #expect(Metric("validation_loss") == .validationLoss)
    #expect(Metric("train_loss") == .trainLoss)
    #expect(Metric("auc") == nil)
  }

  @Test func budgetsNeverTrainForNoEpoch() {
    #expect(Budget.epochs(1, share: 0.1) == 1)
    #expect(Budget.epochs(20, share: 0.3) == 6)
    #expect(Budget.epochs(30, share: 1) == 30)
  }

  @Test func theSearchNeverSeesTheImagesItIsJudgedOn() throws {
    let data = try Self.data.get()
    let split = data.part(training: 10_000, validation: nil)
    #expect(split.trainingIndices.count == 10_000 && split.validationIndices.count == 5_000)
    #expect(Set(split.trainingIndices).isDisjoint(with: data.split.validationIndices))
    #expect(Set(split.trainingIndices).isSubset(of: data.split.trainingIndices))
    #expect(data.split.trainingIndices.count == 55_000)
  }
}
