import Datasets
import Engine
import Seeding
import Training

/// Times whole epochs of training on one core, against that core's peak measured between them.
public struct TrainingBenchmark {
  /// What was measured.
  public struct Result: Sendable {
    /// Images of an epoch.
    public let images: Int
    /// Seconds of an epoch.
    public let epoch: Timing
    /// Multiply-adds of a training image: forward, input gradients and weight gradients.
    public let multiplyAddsPerImage: Int
    /// GFLOP/s of the core's peak.
    public let peak: Double

    /// Images a second.
    public var imagesPerSecond: Double { Double(images) / epoch.median }
    /// GFLOP/s of the counted multiply-adds.
    public var gflopPerSecond: Double {
      2 * Double(multiplyAddsPerImage) * Double(images) / epoch.median * 1e-9
    }
    /// Share of the peak, in percent.
    public var peakSharePercent: Double { 100 * gflopPerSecond / peak }
  }

  /// The configuration; its `epochs` are ignored.
  public let configuration: ModelConfiguration
  /// Epochs timed, after one that is not.
  public let epochs: Int

  /// A benchmark of `epochs` epochs.
  public init(configuration: ModelConfiguration, epochs: Int) {
    self.configuration = configuration
    self.epochs = epochs
  }

  /// Trains on all given images.
  ///
  /// Validation is not part of the time.
  public func run(images: LabeledImages) throws -> Result {
    try Self.interleaved([self], images: images)[0]
  }

  /// Several configurations, an epoch of each in turn, so that their ratios do not depend on when the machine was busy.
  ///
  /// - Parameter onRound: called with (rounds done, rounds in all) after each round.
  public static func interleaved(
    _ benchmarks: [TrainingBenchmark], images: LabeledImages, onRound: (Int, Int) -> Void = { _, _ in }
  ) throws -> [Result] {
    let rounds = benchmarks.map(\.epochs).max() ?? 1
    var trainers = try benchmarks.map { benchmark in
      var configuration = benchmark.configuration
      configuration.epochs = rounds + 1
      return try EpochTimer(
        Trainer(
          configuration: configuration, images: images, trainingIndices: Array(0..<images.count),
          validationIndices: [], seed: SeedSequence(root: 1)))
    }
    var peaks: [Double] = []
    for round in 0...rounds {
      for index in trainers.indices { trainers[index].runEpoch(round + 1, counts: round > 0) }
      peaks.append(MachineCeiling.peak())
      onRound(round + 1, rounds + 1)
    }
    let peak = Timing(samples: peaks).median
    return trainers.map { timer in
      Result(
        images: images.count, epoch: Timing(samples: timer.times), multiplyAddsPerImage: timer.multiplyAdds, peak: peak)
    }
  }

  private struct EpochTimer {
    let trainer: Trainer
    let multiplyAdds: Int
    var times: [Double] = []

    init(_ trainer: Trainer) throws {
      self.trainer = trainer
      multiplyAdds = try trainer.network.description.summarise().reduce(0) {
        $0 + $1.multiplyAdds + $1.inputGradientMultiplyAdds + $1.weightGradientMultiplyAdds
      }
    }

    mutating func runEpoch(_ epoch: Int, counts: Bool) {
      let time = Stopwatch.measure { _ = trainer.trainEpoch(epoch) }
      if counts { times.append(time) }
    }
  }
}
