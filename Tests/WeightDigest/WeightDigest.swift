import Datasets
import Engine
import Machine
import Seeding
import Training

/// Trains small networks for a few steps and prints a digest of every weight, to be compared between builds for
/// different instruction sets (`scripts/check-instruction-sets`).
///
/// Arguments: the number of images (150 if left out) and of threads (1).
@main
enum WeightDigest {
  /// Configurations that together use every kernel size with tiles of its own and without, every activation, pooling,
  /// optimizer, augmentation, dropout and batch normalisation, and batches with a partial last block.
  static let cases: [(ModelFamily, String)] = [
    (.lenet5, "optimizer=sgd batch_size=19"),
    (.lenet5, "optimizer=sgd momentum=0.9 nesterov=true weight_decay=0.001 activation=leaky_relu pooling=max"),
    (.lenet5Augmented, "batch_size=35"),
    (.lenet5, "optimizer=adamw weight_decay=0.01 activation=sigmoid kernel_size=3 filters=4,12 batch_size=64"),
    (.padocanet, "batch_size=64"),
    (.padocanet, "batch_size=21 optimizer=adamw weight_decay=0.01 filters=5,7 kernel_size=7 dense_units=33"),
    (.padocanet, "batch_size=50 optimizer=sgd kernel_size=4 activation=tanh pool_size=3 conv_layer=1"),
  ]

  static func main() throws {
    InstructionSetCheck.exitUnlessRunnable(compiledFor: EngineBuild.extensionList)
    print("engine built for \(EngineBuild.instructionSet)")
    let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
    let count = arguments.first ?? 150
    let threads = arguments.dropFirst().first ?? 1
    let images = randomImages(count: count)
    for (family, settings) in cases {
      var configuration = ModelConfiguration(family)
      try configuration.apply(SettingValue.settings(arguments: settings.split(separator: " ").map(String.init)))
      configuration.epochs = 2
      let trainer = try Trainer(
        configuration: configuration, images: images, trainingIndices: Array(0..<(count * 4 / 5)),
        validationIndices: Array((count * 4 / 5)..<count), seed: SeedSequence(root: 3), threads: threads)
      let result = trainer.train()
      print("\(family.rawValue) \(settings)")
      let store = trainer.network.parameters
      for tensor in store.tensors { print("  \(tensor.name) \(digest(store.read(tensor)))") }
      for (name, values) in store.statistics.sorted(by: { $0.key < $1.key }) { print("  \(name) \(digest(values))") }
      let predictions = trainer.evaluate(images)
      print("  predictions \(digest(predictions.confidences + predictions.labelProbabilities))")
      // One image takes the engine's path for a single one.
      let alone = [0, count / 2, count - 1].map { trainer.evaluate(images.only($0)) }
      print("  alone \(digest(alone.flatMap { $0.confidences + $0.labelProbabilities }))")
      for epoch in result.epochs {
        print("  epoch \(epoch.epoch) \(epoch.trainLoss) \(epoch.validationLoss ?? .nan)")
      }
    }
  }

  /// Blurred noise: grey values of every size, with neighbours that resemble each other.
  static func randomImages(count: Int) -> LabeledImages {
    let side = 28
    var generator = SeedSequence(root: 11).generator()
    var pixels = (0..<(count * side * side)).map { _ in UInt8(generator.uniform(below: 256)) }
    for i in 1..<pixels.count where i % 3 != 0 { pixels[i] = UInt8((Int(pixels[i]) + 2 * Int(pixels[i - 1])) / 3) }
    return LabeledImages(
      height: side, width: side, classCount: 10, pixels: pixels,
      labels: (0..<count).map { _ in UInt8(generator.uniform(below: 10)) })
  }

  /// FNV-1a over the values' bits.
  static func digest(_ values: [Float]) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for value in values {
      hash = (hash ^ UInt64(value.bitPattern)) &* 0x0000_0100_0000_01B3
    }
    return String(hash, radix: 16)
  }
}

extension LabeledImages {
  /// A set of one image of this one.
  fileprivate func only(_ index: Int) -> LabeledImages {
    let size = height * width
    let range = (index * size)..<((index + 1) * size)
    return LabeledImages(
      height: height, width: width, classCount: classCount, pixels: Array(pixels[range]), labels: [labels[index]])
  }
}
