import Datasets
import Engine
import Machine
import Seeding
import Statistics
import Training

/// Times whole epochs of training on one core, against that core's peak measured between them.
public struct TrainingBenchmark {
  /// What was measured.
  public struct Result: Sendable {
    /// Images of an epoch.
    public let images: Int
    /// Seconds of an epoch.
    public let epoch: Timing
    /// Joules of the processor's package in each epoch; `nil` where the machine exposes no counter.
    public let energy: [Double]?
    /// The network's size.
    public let facts: NetworkFacts
    /// GFLOP/s of the core's peak, a sample a round.
    public let peaks: [Double]

    /// GFLOP/s of the core's peak.
    public var peak: Double { Timing(samples: peaks).median }
    /// Images a second.
    public var imagesPerSecond: Double { Double(images) / epoch.median }
    /// GFLOP/s of the counted multiply-adds.
    public var gflopPerSecond: Double {
      2 * Double(facts.trainingMultiplyAdds) * Double(images) / epoch.median * 1e-9
    }
    /// The rate by the peak of the same round, in percent, median over rounds.
    public var peakSharePercent: Double { shareSamples.median }
    /// The 95 % bootstrap interval of that median; `nil` for fewer than six rounds.
    public var peakShareInterval: ConfidenceInterval? { RateShare.interval(rates, of: peaks) }
    private var shareSamples: Timing { RateShare.timing(rates, of: peaks) }
    /// GFLOP/s, a sample a round.
    private var rates: [Double] {
      epoch.samples.map { 2 * Double(facts.trainingMultiplyAdds) * Double(images) / $0 * 1e-9 }
    }

    /// The samples as series of a record.
    ///
    /// - Parameter name: such as `train/lenet5/batch64`; the energy's ends in `/energy`.
    public func series(_ name: String) -> [BenchmarkRecord.Series] {
      let facts = facts.record.merging(["images": Double(images)]) { $1 }
      return [
        BenchmarkRecord.Series(name: name, unit: "s", smallerIsBetter: true, samples: epoch.samples, facts: facts)
      ]
        + (energy.map {
          [BenchmarkRecord.Series(name: name + "/energy", unit: "J", smallerIsBetter: true, samples: $0)]
        } ?? [])
    }
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
  /// Every second round goes backwards. The peak of a round is measured before and after its epochs, a tenth of a second
  /// each.
  ///
  /// - Parameter onRound: called with (rounds done, rounds in all) after each round.
  public static func interleaved(
    _ benchmarks: [TrainingBenchmark], images: LabeledImages, onRound: (Int, Int) -> Void = { _, _ in }
  ) throws -> [Result] {
    let rounds = benchmarks.map(\.epochs).max() ?? 1
    let meter = EnergyMeter()
    var timers = try benchmarks.map { benchmark in
      var configuration = benchmark.configuration
      configuration.epochs = rounds + 1
      return try EpochTimer(
        Trainer(
          configuration: configuration, images: images, trainingIndices: Array(0..<images.count),
          validationIndices: [], seed: SeedSequence(root: 1)))
    }
    var peaks: [Double] = []
    for round in 0...rounds {
      let before = round > 0 ? MachineCeiling.peak(seconds: 0.1) : 0
      for index in RoundOrder.indices(timers.count, round: round) {
        timers[index].runEpoch(round + 1, counts: round > 0, meter: meter)
      }
      if round > 0 { peaks.append((before + MachineCeiling.peak(seconds: 0.1)) / 2) }
      onRound(round + 1, rounds + 1)
    }
    return timers.map { timer in
      Result(
        images: images.count, epoch: Timing(samples: timer.times),
        energy: timer.joules.count == timer.times.count ? timer.joules : nil,
        facts: NetworkFacts(timer.layers, peakResidentBytes: timer.peakResidentBytes), peaks: peaks)
    }
  }

  private struct EpochTimer {
    let trainer: Trainer
    let layers: [LayerSummary]
    var times: [Double] = []
    var joules: [Double] = []
    var peakResidentBytes = 0

    init(_ trainer: Trainer) throws {
      self.trainer = trainer
      layers = try trainer.network.description.summarise()
    }

    mutating func runEpoch(_ epoch: Int, counts: Bool, meter: EnergyMeter) {
      let trainer = trainer
      var time = 0.0
      let energy = meter.measure { time = Stopwatch.measure { _ = trainer.trainEpoch(epoch) } }
      peakResidentBytes = ProcessMemory.peakResidentBytes
      guard counts else { return }
      times.append(time)
      if let energy { joules.append(energy) }
    }
  }
}
