import Datasets
import Engine
import Foundation
import Training

/// What a peer is asked to train, as its script reads it: the same layers, data, batch size and optimizer as ours.
public struct PeerJob: Encodable {
  /// One layer, as the scripts understand it.
  struct Layer: Encodable, Equatable {
    var kind: String
    var units: Int?
    var size: Int?
    var padding: String?
    var activation: String?
    var epsilon: Float?
    var momentum: Float?
    var rate: Float?
  }

  let images: String
  let labels: String
  let input: [Int]
  let layers: [Layer]
  let batch: Int
  let learningRate: Double
  let leakySlope: Float
  let seed: Int

  enum CodingKeys: String, CodingKey {
    case images, labels, input, layers, batch, seed
    case learningRate = "learning_rate"
    case leakySlope = "leaky_slope"
  }

  /// Why a configuration cannot be trained by the peers, or `nil` if it can.
  ///
  /// Augmentation is not asked about: both sides train without.
  public static func infeasibility(_ configuration: ModelConfiguration) -> String? {
    if configuration.optimizer != .adam { return "the peers' scripts know only optimizer=adam" }
    if configuration.schedule != .constant || configuration.warmupEpochs > 0 {
      return "the peers' scripts know only schedule=constant without warm-up"
    }
    return nil
  }

  /// - Parameters:
  ///   - images: the IDX file of the training images; `labels` that of their labels.
  public init(_ configuration: ModelConfiguration, data: LabeledImages, images: URL, labels: URL) {
    self.images = images.path
    self.labels = labels.path
    input = [1, data.height, data.width]
    let network = configuration.network(
      input: Shape(channels: 1, height: data.height, width: data.width), classes: data.classCount)
    layers = network.layers.map { layer in
      switch layer {
      case .convolution(_, let filters, let kernel, let padding, let activation):
        Layer(
          kind: "convolution", units: filters, size: kernel, padding: padding.rawValue, activation: activation.rawValue)
      case .batchNorm(_, let epsilon, let momentum): Layer(kind: "batch_norm", epsilon: epsilon, momentum: momentum)
      case .pool(_, let kind, let size): Layer(kind: kind.rawValue, size: size)
      case .dropout(_, let rate): Layer(kind: "dropout", rate: rate)
      case .dense(_, let units, let activation): Layer(kind: "dense", units: units, activation: activation.rawValue)
      }
    }
    batch = configuration.batchSize
    learningRate = configuration.learningRate
    leakySlope = Activation.leakyReLUSlope
    seed = 1
  }

  /// Writes images and labels as IDX files, uncompressed.
  public static func export(_ data: LabeledImages, to folder: URL) throws -> (images: URL, labels: URL) {
    func bytes(_ value: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }
    let images = folder.appending(path: DatasetFile.trainingImages.canonicalName)
    let labels = folder.appending(path: DatasetFile.trainingLabels.canonicalName)
    try Data([0, 0, 8, 3] + bytes(data.count) + bytes(data.height) + bytes(data.width) + data.pixels).write(to: images)
    try Data([0, 0, 8, 1] + bytes(data.count) + data.labels).write(to: labels)
    return (images, labels)
  }
}
