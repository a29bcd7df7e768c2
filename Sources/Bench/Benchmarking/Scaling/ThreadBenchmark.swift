import Datasets
import Machine
import Seeding
import Statistics
import Training

/// Times epochs of one training shared by different numbers of threads, by the wall clock, and checks that all of them
/// give the same weights.
public struct ThreadBenchmark {
  /// What one number of threads gave.
  public struct Result: Sendable {
    /// Threads that shared each step.
    public let threads: Int
    /// Images of an epoch.
    public let images: Int
    /// Wall-clock seconds of an epoch, one sample a round.
    public let epoch: Timing
    /// Epoch time of the first number of threads over this one's, a sample a round.
    public let speedups: [Double]
    /// The median of the speedups with its 95 % bootstrap interval; `nil` for fewer than six rounds.
    public let speedup: ConfidenceInterval?
    /// Whether every weight has the bits that the first number of threads gave.
    public let hasSameBits: Bool
    /// The network's size.
    public let facts: NetworkFacts

    /// The samples as a series of a record.
    public func series(family: ModelFamily, batch: Int) -> BenchmarkRecord.Series {
      BenchmarkRecord.Series(
        name: "scale/\(family.rawValue)/batch\(batch)/threads\(threads)/epoch", unit: "s", smallerIsBetter: true,
        samples: epoch.samples, facts: facts.record.merging(["images": Double(images)]) { $1 })
    }
  }

  /// The configuration; its `epochs` are ignored.
  public let configuration: ModelConfiguration
  /// Epochs timed of each number of threads, after one that is not.
  public let rounds: Int

  /// A benchmark of `rounds` rounds.
  public init(configuration: ModelConfiguration, rounds: Int) {
    self.configuration = configuration
    self.rounds = rounds
  }

  /// Trains with each number of threads in turn, an epoch at a time, so that a change of the machine's speed meets all.
  ///
  /// - Throws: `InfeasibleNetwork` where the layers do not fit the images.
  public func run(images: LabeledImages, threads: [Int], onRound: (Int, Int) -> Void = { _, _ in }) throws -> [Result] {
    precondition(!threads.isEmpty && rounds >= 1, "at least one number of threads and one round")
    var configuration = configuration
    configuration.epochs = rounds + 1
    let trainers = try threads.map {
      try Trainer(
        configuration: configuration, images: images, trainingIndices: Array(0..<images.count), validationIndices: [],
        seed: SeedSequence(root: 1), threads: $0)
    }
    var times = [[Double]](repeating: [], count: threads.count)
    for round in 0...rounds {
      for index in RoundOrder.indices(threads.count, round: round) {
        // Processor time would count the threads' times together, and their waiting.
        let elapsed = Stopwatch.elapsed { _ = trainers[index].trainEpoch(round + 1) }
        if round > 0 { times[index].append(elapsed) }
      }
      onRound(round + 1, rounds + 1)
    }
    let weights = trainers.map { trainer in
      trainer.network.parameters.tensors.map { trainer.network.parameters.read($0).map(\.bitPattern) }
    }
    let facts = NetworkFacts(
      try trainers[0].network.description.summarise(), peakResidentBytes: ProcessMemory.peakResidentBytes)
    return threads.indices.map { index in
      Result(
        threads: threads[index], images: images.count, epoch: Timing(samples: times[index]),
        speedups: zip(times[0], times[index]).map { $0 / $1 },
        speedup: PairedRatio.interval(times[0], over: times[index]), hasSameBits: weights[index] == weights[0],
        facts: facts)
    }
  }
}
