import Datasets
import Engine
import Seeding
import Training

/// Times every pass of every layer of a network on one core, against that core's peak measured in the same run.
///
/// Passes are interleaved: each round takes one sample of every pass and one of the peak, so that a change of the
/// machine's speed meets all of them alike. A sample repeats its pass until it lasts long enough for the clock.
public struct LayerBenchmark {
  /// One pass of one layer.
  public struct Row: Sendable {
    /// The layer's name.
    public let layer: String
    /// What the layer is.
    public let kind: String
    /// Which pass.
    public let pass: NetworkProbe.Pass
    /// Images in the batch.
    public let batch: Int
    /// Time of one batch.
    public let timing: Timing
    /// Multiply-adds of one batch.
    public let multiplyAdds: Int
    /// Bytes read and written by one batch.
    public let bytes: Int
    /// GFLOP/s of the core's peak in the same run.
    public let peak: Double

    /// Images a second.
    public var imagesPerSecond: Double { Double(batch) / timing.median }
    /// GFLOP/s; `nil` for a pass without multiply-adds.
    public var gflopPerSecond: Double? {
      multiplyAdds > 0 ? 2 * Double(multiplyAdds) / timing.median * 1e-9 : nil
    }
    /// Rate as a share of the peak, in percent; `nil` for a pass without multiply-adds.
    public var peakSharePercent: Double? { gflopPerSecond.map { 100 * $0 / peak } }
  }

  /// The network's configuration.
  public let configuration: ModelConfiguration
  /// Images in a batch.
  public let batch: Int
  /// Samples of each pass.
  public var rounds = 15
  /// Seconds that a sample lasts at least.
  public var sampleSeconds = 0.002

  /// A benchmark of a configuration's layers.
  public init(configuration: ModelConfiguration, batch: Int) {
    self.configuration = configuration
    self.batch = batch
  }

  /// Runs on real images, so that sparsity and saturation are those of training.
  ///
  /// - Throws: `InfeasibleNetwork` where the layers do not fit the images.
  public func run(images: LabeledImages) throws -> [Row] {
    precondition(images.count >= batch, "\(images.count) images cannot fill a batch of \(batch)")
    let network = try Network(
      configuration.network(
        input: Shape(channels: 1, height: images.height, width: images.width), classes: images.classCount),
      maximumBatchSize: batch, seed: SeedSequence(root: 1))
    let pixels = (0..<batch).flatMap { images.image(at: $0).map { Float($0) / 255 } }
    _ = network.gradients(inputs: pixels, labels: Array(images.labels[0..<batch]))
    let probes = network.probes(batch: batch)
    let repetitions = probes.map { probe in
      probe.run()
      let once = max(1e-7, min(Stopwatch.measure(probe.run), Stopwatch.measure(probe.run)))
      return max(1, Int((sampleSeconds / once).rounded(.up)))
    }
    var samples = [[Double]](repeating: [], count: probes.count)
    var peaks: [Double] = []
    for _ in 0..<rounds {
      for (index, probe) in probes.enumerated() {
        let count = repetitions[index]
        let time = Stopwatch.measure { for _ in 0..<count { probe.run() } }
        samples[index].append(time / Double(count))
      }
      peaks.append(MachineCeiling.peak(seconds: 0.005))
    }
    let peak = Timing(samples: peaks).median
    let order = network.description.layers.map(\.name)
    let rows = probes.enumerated().map { index, probe in
      Row(
        layer: probe.layer, kind: probe.kind, pass: probe.pass, batch: batch, timing: Timing(samples: samples[index]),
        multiplyAdds: probe.multiplyAdds, bytes: probe.bytes, peak: peak)
    }
    func place(_ row: Row) -> (Int, Int) {
      (order.firstIndex(of: row.layer) ?? order.count, NetworkProbe.Pass.allCases.firstIndex(of: row.pass) ?? 0)
    }
    return rows.enumerated().sorted {
      let left = place($0.element)
      let right = place($1.element)
      return left == right ? $0.offset < $1.offset : left < right
    }.map(\.element)
  }
}
