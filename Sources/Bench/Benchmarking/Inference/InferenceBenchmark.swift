import Datasets
import Engine
import Foundation
import Machine
import Seeding
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
    /// Seconds by the wall clock of one image alone, an image a sample.
    public let latency: Timing
    /// Seconds of processor time of the same calls.
    public let processorLatency: Timing
    /// GFLOP/s of the core's peak, a sample a round.
    public let peaks: [Double]
    /// The network's size.
    public let facts: NetworkFacts

    /// GFLOP/s of the core's peak.
    public var peak: Double { Timing(samples: peaks).median }
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
  /// Every round takes all images once in batches of each size, then a share of the images one by one; a tenth as many go
  /// before, unmeasured.
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
    var peaks: [Double] = []
    images.withPredictions { predictions in
      for network in networks { predictions.run(network, images: 0..<max(1, imageCount / 10)) }
      for image in 0..<max(1, imageCount / 10) { predictions.run(single, images: image..<(image + 1)) }
      for round in 0..<rounds {
        for (index, network) in networks.enumerated() {
          let energy = meter.measure {
            times[index].append(Stopwatch.measure { predictions.run(network, images: 0..<imageCount) })
          }
          if let energy { joules[index].append(energy) }
        }
        for image in stride(from: round, to: imageCount, by: rounds) {
          var processor = 0.0
          latencies.append(
            Stopwatch.elapsed {
              processor = Stopwatch.measure { predictions.run(single, images: image..<(image + 1)) }
            })
          processorLatencies.append(processor)
        }
        peaks.append(MachineCeiling.peak())
      }
    }
    return Result(
      images: imageCount,
      throughputs: batches.indices.map { index in
        Throughput(
          batch: batches[index], timing: Timing(samples: times[index]),
          energy: joules[index].count == rounds ? joules[index] : nil)
      }, latency: Timing(samples: latencies), processorLatency: Timing(samples: processorLatencies), peaks: peaks,
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
    // Single images are more samples than rounds; each stands for itself.
    series.append(
      BenchmarkRecord.Series(
        name: prefix + "/single_image", unit: "s", smallerIsBetter: true, samples: latency.samples, facts: facts))
    series.append(
      BenchmarkRecord.Series(
        name: prefix + "/single_image_processor_time", unit: "s", smallerIsBetter: true,
        samples: processorLatency.samples, facts: facts))
    return series
  }
}
