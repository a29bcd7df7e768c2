import Datasets
import Engine
import Machine
import Seeding
import Statistics
import Training

/// Times every pass of every layer of a network on one core, against that core's peak measured in the same run.
///
/// Every pass is compared with the scalar reference on this very network before any is timed. Passes are interleaved:
/// each round takes one sample of every pass and one of the peak, so that a change of the machine's speed meets all of
/// them alike. A sample repeats its pass until it lasts long enough for the clock.
public struct LayerBenchmark {
  /// The largest difference from the scalar reference, relative to its largest magnitude, with which a pass is timed.
  ///
  /// Sums of single precision over some thousand terms stay below a tenth of it; a wrong index or a lost term does not.
  public static let errorBound = 2e-5

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
  /// - Throws: `InfeasibleNetwork` where the layers do not fit the images; `WrongPass` where a result is wrong.
  public func run(images: LabeledImages) throws -> LayerMeasurement {
    precondition(images.count >= batch, "\(images.count) images cannot fill a batch of \(batch)")
    let network = try Network(
      configuration.network(
        input: Shape(channels: 1, height: images.height, width: images.width), classes: images.classCount),
      maximumBatchSize: batch, seed: SeedSequence(root: 1))
    let pixels = (0..<batch).flatMap { images.image(at: $0).map { Float($0) / 255 } }
    _ = network.gradients(inputs: pixels, labels: Array(images.labels[0..<batch]))
    let probes = network.probes(batch: batch)
    let errors = try Self.check(probes, of: network, batch: batch)
    // The check left NaN in no result, but a step brings back the values of training.
    _ = network.gradients(inputs: pixels, labels: Array(images.labels[0..<batch]))
    let (samples, peaks) = time(probes)

    let order = network.description.layers.map(\.name)
    let rows = probes.indices.map { index in
      let probe = probes[index]
      return LayerMeasurement.Row(
        layer: probe.layer, kind: probe.kind, pass: probe.pass, batch: batch, timing: Timing(samples: samples[index]),
        multiplyAdds: probe.multiplyAdds, bytes: probe.bytes, error: errors[index],
        peak: Timing(samples: peaks).median)
    }
    func place(_ row: LayerMeasurement.Row) -> (Int, Int) {
      (order.firstIndex(of: row.layer) ?? order.count, NetworkProbe.Pass.allCases.firstIndex(of: row.pass) ?? 0)
    }
    let sorted = rows.enumerated().sorted {
      let left = place($0.element)
      let right = place($1.element)
      return left == right ? $0.offset < $1.offset : left < right
    }
    return LayerMeasurement(
      rows: sorted.map(\.element), peaks: peaks,
      facts: NetworkFacts(try network.description.summarise(), peakResidentBytes: ProcessMemory.peakResidentBytes))
  }

  /// The error of every pass.
  ///
  /// - Throws: `WrongPass` for the first pass above the bound, or that nothing can check.
  static func check(_ probes: [NetworkProbe], of network: Network, batch: Int) throws(WrongPass) -> [Double] {
    let check = PassCheck(network, batch: batch)
    var errors: [Double] = []
    for probe in probes {
      let error = check.error(of: probe) ?? .infinity
      guard error <= errorBound else {
        throw WrongPass(layer: probe.layer, pass: probe.pass, batch: batch, error: error)
      }
      errors.append(error)
    }
    return errors
  }

  private func time(_ probes: [NetworkProbe]) -> (samples: [[Double]], peaks: [Double]) {
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
    return (samples, peaks)
  }
}

/// A pass whose result differs from the scalar reference: its time would mean nothing.
public struct WrongPass: Error, CustomStringConvertible {
  /// The layer's name.
  public let layer: String
  /// Which pass.
  public let pass: NetworkProbe.Pass
  /// Images in the batch.
  public let batch: Int
  /// Largest difference by largest magnitude; infinite where a result is not a number.
  public let error: Double

  /// What is wrong, what is allowed and what to do next.
  public var description: String {
    "\(layer), \(pass.rawValue), batch \(batch): the result differs from the scalar reference by \(error) of its largest "
      + "magnitude, more than the allowed \(LayerBenchmark.errorBound), so that nothing was timed - the engine computes "
      + "wrong numbers on this machine: run 'swift test --filter EngineTests' and report what fails"
  }
}
