import Datasets
import Engine
import Foundation
import Seeding
import Testing

@testable import Training

@Suite struct ConfigurationTests {
  @Test(arguments: [
    (ModelFamily.lenet5, 61_706, 416_520), (.lenet5Augmented, 61_706, 416_520),
    // Two batch normalisations add 2 x (6 + 16) values.
    (.padocanet, 61_750, 416_520),
  ])
  func thePresetsAreTheOriginalNetworks(_ family: ModelFamily, _ parameters: Int, _ multiplyAdds: Int) throws {
    let network = ModelConfiguration(family).network(
      input: Shape(channels: 1, height: 28, width: 28), classes: 10)
    let layers = try network.summarise()
    #expect(layers.reduce(0) { $0 + $1.parameters } == parameters)
    #expect(layers.reduce(0) { $0 + $1.multiplyAdds } == multiplyAdds)
  }

  @Test func multiplyAddsOfATrainingImageAreThoseOfTheDesign() throws {
    let layers = try ModelConfiguration(.lenet5)
      .network(input: Shape(channels: 1, height: 28, width: 28), classes: 10).summarise()
    let total = layers.reduce(0) { $0 + $1.multiplyAdds + $1.inputGradientMultiplyAdds + $1.weightGradientMultiplyAdds }
    #expect(total == 1_131_960)
  }

  @Test func padocaNetWithoutItsComponentsIsLeNet5() throws {
    var configuration = ModelConfiguration(.padocanet)
    try configuration.apply([
      "batch_normalization": .bool(false), "dropout": .bool(false), "activation": .text("tanh"),
      "pooling": .text("average"), "rotation_range": .number(0), "width_shift_range": .number(0),
      "height_shift_range": .number(0), "shear_range": .number(0), "zoom_range": .number(0),
    ])
    #expect(configuration == ModelConfiguration(.lenet5))
  }

  @Test(arguments: [
    ("learn_rate", SettingValue.number(0.01)), ("learning_rate", .number(0.01)), ("lr", .number(0.01)),
  ])
  func aliasesAreUnderstood(_ name: String, _ value: SettingValue) throws {
    var configuration = ModelConfiguration(.lenet5)
    try configuration.apply([name: value])
    #expect(configuration.learningRate == 0.01)
  }

  @Test func poolingTakesNumbersAndNames() throws {
    for (value, kind) in [
      (SettingValue.number(1), PoolingKind.max), (.number(0), .average), (.text("max"), .max), (.text("avg"), .average),
    ] {
      var configuration = ModelConfiguration(.lenet5)
      try configuration.apply(["pooling": value])
      #expect(configuration.pooling == [kind])
    }
  }

  @Test(arguments: [
    ("dropout", SettingValue.number(1)), ("filters", .number(0)), ("epochs", .number(2.5)),
    ("activation", .text("swish")),
    ("learning_rate", .number(0)), ("learning_rate", .number(.infinity)), ("padding", .text("full")),
    ("batch_size", .bool(true)), ("momentum", .number(1)), ("zoom_range", .number(1)), ("conv_layer", .text("two")),
  ])
  func impossibleValuesAreRefused(_ key: String, _ value: SettingValue) {
    var configuration = ModelConfiguration(.padocanet)
    #expect(throws: SettingError.self) { try configuration.apply([key: value]) }
    #expect(configuration == ModelConfiguration(.padocanet))
  }

  @Test func everySettingReadsBackWhatWasSet() throws {
    for family in ModelFamily.allCases {
      let configuration = ModelConfiguration(family)
      var copy = ModelConfiguration(.lenet5)
      try copy.apply(Dictionary(uniqueKeysWithValues: configuration.settings.map { ($0.name, $0.value) }))
      #expect(copy == configuration)
    }
  }

  @Test func schedulesFollowTheirFormulas() {
    var configuration = ModelConfiguration(.lenet5)
    configuration.learningRate = 0.1
    configuration.epochs = 10
    configuration.warmupEpochs = 2
    configuration.schedule = .cosine
    #expect(configuration.learningRate(step: 0, stepsPerEpoch: 5) == 0.1 * 1 / 10)
    #expect(configuration.learningRate(step: 9, stepsPerEpoch: 5) == 0.1)
    #expect(abs(configuration.learningRate(step: 30, stepsPerEpoch: 5) - 0.05) < 1e-12)
    #expect(configuration.learningRate(step: 50, stepsPerEpoch: 5) < 1e-12)
    configuration.warmupEpochs = 0
    configuration.schedule = .step
    configuration.scheduleEpochs = 3
    configuration.scheduleFactor = 0.5
    #expect(configuration.learningRate(step: 14, stepsPerEpoch: 5) == 0.1)
    #expect(configuration.learningRate(step: 15, stepsPerEpoch: 5) == 0.05)
    #expect(configuration.learningRate(step: 45, stepsPerEpoch: 5) == 0.0125)
  }
}
