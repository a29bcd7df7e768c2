import Datasets
import Engine
import Foundation
import Machine
import Seeding
import Statistics
import Training

/// Times predictions: many images in batches, and one image alone.
public struct InferenceBenchmark {
  /// Many images in batches of one size.
  public struct Throughput: Sendable {
    /// Images in a batch.
    public let batch: Int
    /// Processor time of all images, a sample a round.
    public let timing: Timing
    /// Joules of the processor's package for all images; `nil` where the machine exposes no counter.
    public let energy: [Double]?
  }

  /// What was measured.
  public struct Result: Sendable {
    /// Images of a round.
    public let images: Int
    /// For each batch size.
    public let throughputs: [Throughput]
    /// Seconds by the wall clock of one image alone, an image a sample, in the order in which they were measured.
    public let latency: Timing
    /// Seconds of processor time of the same calls.
    public let processorLatency: Timing
    /// How many of them each round took.
    public let imagesOfRounds: [Int]
    /// GFLOP/s of the core's peak, a sample a round.
    public let peaks: [Double]
    /// The network's size.
    public let facts: NetworkFacts

    /// GFLOP/s of the core's peak.
    public var peak: Double { Timing(samples: peaks).median }
    /// Medians of the single images of each round: the calls of a round follow each other and share whatever the machine
    /// did meanwhile, so that only rounds count as independent.
    public var latencyOfRounds: Timing {
      Timing(samples: BenchmarkRecord.Series.medians(latency.samples, of: imagesOfRounds))
    }
    /// The rate by the peak of the same round, in percent, median over rounds.
    public func peakSharePercent(_ throughput: Throughput) -> Double {
      RateShare.timing(rates(throughput), of: peaks).median
    }
    /// The 95 % bootstrap interval of that median; `nil` for fewer than six rounds.
    public func peakShareInterval(_ throughput: Throughput) -> ConfidenceInterval? {
      RateShare.interval(rates(throughput), of: peaks)
    }
    private func rates(_ throughput: Throughput) -> [Double] {
      throughput.timing.samples.map { 2 * Double(facts.forwardMultiplyAdds) * Double(images) / $0 * 1e-9 }
    }
    /// GFLOP/s of the forward pass's multiply-adds.
    public func gflopPerSecond(_ throughput: Throughput) -> Double {
      2 * Double(facts.forwardMultiplyAdds) * Double(images) / throughput.timing.median * 1e-9
    }
  }

  /// The network's configuration.
  public let configuration: ModelConfiguration
  /// Batch sizes.
  public let batches: [Int]
  /// Images of a round.
  public let imageCount: Int
  /// Samples of each batch size.
  public let rounds: Int

  /// A benchmark of predictions for `imageCount` images.
  public init(configuration: ModelConfiguration, batches: [Int], imageCount: Int, rounds: Int) {
    self.configuration = configuration
    self.batches = batches
    self.imageCount = imageCount
    self.rounds = rounds
  }

  /// Measures a network with its initial weights, whose values do not matter to the time, on the first images.
  ///
  /// Every round takes all images once in batches of each size, every second round from the last size to the first, then a
  /// share of the images one by one; a tenth as many go before, unmeasured.
  ///
  /// - Throws: `InfeasibleNetwork` where the layers do not fit the images.
  public func run(images: LabeledImages) throws -> Result {
    precondition(images.count >= imageCount, "\(images.count) images are fewer than \(imageCount)")
    let description = configuration.network(
      input: Shape(channels: 1, height: images.height, width: images.width), classes: images.classCount)
    let networks = try batches.map { try Network(description, maximumBatchSize: $0, seed: SeedSequence(root: 1)) }
    let single = try Network(description, maximumBatchSize: 1, seed: SeedSequence(root: 1))
    let meter = EnergyMeter()
    var times = [[Double]](repeating: [], count: batches.count)
    var joules = times
    var latencies: [Double] = []
    var processorLatencies: [Double] = []
    var imagesOfRounds: [Int] = []
    var peaks: [Double] = []
    images.withPredictions { predictions in
      for network in networks { predictions.run(network, images: 0..<max(1, imageCount / 10)) }
      for image in 0..<max(1, imageCount / 10) { predictions.run(single, images: image..<(image + 1)) }
      for round in 0..<rounds {
        for index in RoundOrder.indices(networks.count, round: round) {
          let network = networks[index]
          let energy = meter.measure {
            times[index].append(Stopwatch.measure { predictions.run(network, images: 0..<imageCount) })
          }
          if let energy { joules[index].append(energy) }
        }
        let before = latencies.count
        for image in stride(from: round, to: imageCount, by: rounds) {
          var processor = 0.0
          latencies.append(
            Stopwatch.elapsed {
              processor = Stopwatch.measure { predictions.run(single, images: image..<(image + 1)) }
            })
          processorLatencies.append(processor)
        }
        imagesOfRounds.append(latencies.count - before)
        peaks.append(MachineCeiling.peak(seconds: 0.05))
      }
    }
    return Result(
      images: imageCount,
      throughputs: batches.indices.map { index in
        Throughput(
          batch: batches[index], timing: Timing(samples: times[index]),
          energy: joules[index].count == rounds ? joules[index] : nil)
      }, latency: Timing(samples: latencies), processorLatency: Timing(samples: processorLatencies),
      imagesOfRounds: imagesOfRounds, peaks: peaks,
      facts: NetworkFacts(try description.summarise(), peakResidentBytes: ProcessMemory.peakResidentBytes))
  }
}

extension InferenceBenchmark.Result {
  /// The samples as series of a record.
  public func series(family: ModelFamily) -> [BenchmarkRecord.Series] {
    let prefix = "infer/\(family.rawValue)"
    let facts = facts.record.merging(["images": Double(images)]) { $1 }
    var series: [BenchmarkRecord.Series] = []
    for throughput in throughputs {
      let name = "\(prefix)/batch\(throughput.batch)"
      series.append(
        BenchmarkRecord.Series(
          name: name, unit: "s", smallerIsBetter: true, samples: throughput.timing.samples, facts: facts))
      if let energy = throughput.energy {
        series.append(
          BenchmarkRecord.Series(name: name + "/energy", unit: "J", smallerIsBetter: true, samples: energy))
      }
    }
    series.append(
      BenchmarkRecord.Series(name: prefix + "/peak", unit: "GFLOP/s", smallerIsBetter: false, samples: peaks))
    for (name, timing) in [("single_image", latency), ("single_image_processor_time", processorLatency)] {
      var single = BenchmarkRecord.Series(
        name: "\(prefix)/\(name)", unit: "s", smallerIsBetter: true, samples: timing.samples, facts: facts)
      single.samplesOfRounds = imagesOfRounds
      series.append(single)
    }
    return series
  }
}
