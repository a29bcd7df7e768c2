import Datasets
import Seeding
import Training

/// Times epochs of one training shared by different numbers of threads, by the wall clock, and checks that all of them
/// give the same weights.
public struct ThreadBenchmark {
  /// What one number of threads gave.
  public struct Result: Sendable {
    /// Threads that shared each step.
    public let threads: Int
    /// Wall-clock seconds of an epoch, one sample a round.
    public let epoch: Timing
    /// Epoch time of the first number of threads over this one's, round by round.
    public let speedup: Timing
    /// Whether every weight has the bits that the first number of threads gave.
    public let hasSameBits: Bool
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
      for (index, trainer) in trainers.enumerated() {
        let start = ContinuousClock.now
        _ = trainer.trainEpoch(round + 1)
        let elapsed = (ContinuousClock.now - start).components
        // Processor time would count the threads' times together, and their waiting.
        if round > 0 { times[index].append(Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18) }
      }
      onRound(round + 1, rounds + 1)
    }
    let weights = trainers.map { trainer in
      trainer.network.parameters.tensors.map { trainer.network.parameters.read($0).map(\.bitPattern) }
    }
    return threads.indices.map { index in
      Result(
        threads: threads[index], epoch: Timing(samples: times[index]),
        speedup: Timing(samples: zip(times[0], times[index]).map { $0 / $1 }), hasSameBits: weights[index] == weights[0]
      )
    }
  }
}
