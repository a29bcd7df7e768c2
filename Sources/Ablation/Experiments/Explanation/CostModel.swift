import Seeding
import Studies
import Training

/// How fast one core trains: forward multiply-adds a second, which hardly depends on the network.
public struct CostModel: Sendable {
  /// Forward multiply-adds of one image, times images, times epochs, done in a second.
  public var multiplyAddsPerSecond: Double
  /// Where the rate comes from.
  public var origin: String

  /// A rate that somebody assumes.
  public init(assuming multiplyAddsPerSecond: Double) {
    self.multiplyAddsPerSecond = multiplyAddsPerSecond
    origin = "assumed"
  }

  /// Trains a configuration on a few thousand images and looks at the clock.
  ///
  /// - Throws: `InfeasibleNetwork`.
  public init(calibratingWith configuration: ModelConfiguration, data: LoadedData) throws {
    var short = configuration
    short.epochs = 1
    let images = Array(data.split.trainingIndices.prefix(3_000))
    let trainer = try Trainer(
      configuration: short, images: data.training.images, trainingIndices: images, validationIndices: [],
      seed: SeedSequence(root: 1))
    let began = ContinuousClock.now
    _ = trainer.train { _ in true }
    let seconds = (ContinuousClock.now - began).seconds
    let multiplyAdds = try trainer.network.description.summarise().reduce(0) { $0 + $1.multiplyAdds }
    multiplyAddsPerSecond =
      WorkEstimate.work(multiplyAdds: multiplyAdds, images: images.count, epochs: 1) / max(seconds, 1e-6)
    origin =
      "measured now: \(Int((Double(images.count) / max(seconds, 1e-6)).rounded())) images a second on one core in "
      + "\(images.count) images of a typical configuration"
  }
}
