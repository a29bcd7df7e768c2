import Datasets
import Engine
import Foundation
import Seeding
import Testing
import Training

@testable import Benchmarking

/// Every pass is compared with the scalar reference before it is timed, and a wrong one is not timed.
@Suite struct LayerCheckTests {
  static let batch = 20

  /// Stripes and ramps of 14 x 14 pixels in three classes.
  static let images = LabeledImages(
    height: 14, width: 14, classCount: 3,
    pixels: (0..<40 * 196).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ ($0 / 196) &* 91 &+ ($0 / 14 % 5) &* 40) },
    labels: (0..<40).map { UInt8($0 % 3) })

  static func network(_ settings: (inout ModelConfiguration) -> Void) throws -> Network {
    var configuration = ModelConfiguration(.lenet5)
    configuration.filters = [3, 5]
    configuration.kernelSize = 3
    configuration.denseUnits = [12]
    settings(&configuration)
    let network = try Network(
      configuration.network(input: Shape(channels: 1, height: 14, width: 14), classes: 3), maximumBatchSize: batch,
      seed: SeedSequence(root: 5))
    let pixels = (0..<batch).flatMap { images.image(at: $0).map { Float($0) / 255 } }
    _ = network.gradients(inputs: pixels, labels: Array(images.labels[0..<batch]))
    return network
  }

  /// Families, kernels with and without tiles, every activation, and rows that fill no window.
  static let variants: [@Sendable (inout ModelConfiguration) -> Void] = [
    { _ in },
    { $0 = ModelConfiguration(.padocanet) },
    { $0.kernelSize = 2 },
    {
      $0.activation = .sigmoid; $0.pooling = [.max]
    },
    {
      $0.activation = .leakyReLU; $0.batchNormalization = true; $0.pooling = [.max]; $0.poolSize = 3;
      $0.padding = [.same]
    },
    {
      $0.convolutionLayers = 0; $0.activation = .relu; $0.denseDropout = 0.5
    },
  ]

  @Test(arguments: variants.indices)
  func everyPassOfTheEngineAgrees(_ index: Int) throws {
    let network = try Self.network(Self.variants[index])
    let errors = try LayerBenchmark.check(network.probes(batch: Self.batch), of: network, batch: Self.batch)
    #expect(!errors.isEmpty)
    #expect(errors.allSatisfy { $0 < LayerBenchmark.errorBound / 4 }, "\(errors)")
  }

  /// Every pass of a network with batch normalisation and dropout that does nothing, in place of its kernel.
  @Test func aPassThatWritesNothingIsRefused() throws {
    let network = try Self.network { $0 = ModelConfiguration(.padocanet) }
    for probe in network.probes(batch: Self.batch) {
      let idle = probe.replacing { _ in }
      let error = #expect(throws: WrongPass.self) {
        try LayerBenchmark.check([idle], of: network, batch: Self.batch)
      }
      #expect(error?.layer == probe.layer && error?.pass == probe.pass)
      #expect(error?.error == .infinity)
    }
  }

  /// A kernel that computes with a slightly wrong weight: the weight is changed while it runs and restored after.
  @Test(arguments: [("conv2", "forward"), ("conv2", "input_gradient"), ("dense1", "forward"), ("logits", "forward")])
  func aSlightlyWrongKernelIsRefused(_ layer: String, _ pass: String) throws {
    let network = try Self.network { _ in }
    let tensor = try #require(network.parameters.tensor(named: "\(layer)/weight"))
    let right = network.parameters.read(tensor)
    var wrong = right
    wrong[right.count / 2] += 0.01
    let probe = try #require(
      network.probes(batch: Self.batch).first { $0.layer == layer && $0.pass.rawValue == pass })
    let corrupted = probe.replacing { run in
      network.parameters.write(wrong, to: tensor)
      run()
      network.parameters.write(right, to: tensor)
    }
    let error = #expect(throws: WrongPass.self) {
      try LayerBenchmark.check([corrupted], of: network, batch: Self.batch)
    }
    #expect(error.map { $0.error > LayerBenchmark.errorBound && $0.error < 1 } == true)
    #expect(error?.description.contains("\(layer), \(pass), batch 20: the result differs") == true)
    #expect(try LayerBenchmark.check([probe], of: network, batch: Self.batch).count == 1)
  }

  @Test func aPassThatNothingCanCheckIsRefused() throws {
    let network = try Self.network { _ in }
    let stranger = NetworkProbe(layer: "elsewhere", kind: "dense", pass: .forward, multiplyAdds: 1, bytes: 1) {}
    #expect(throws: WrongPass.self) { try LayerBenchmark.check([stranger], of: network, batch: Self.batch) }
  }

  @Test func aMeasurementHasASampleARoundOfEveryPass() throws {
    var configuration = ModelConfiguration(.lenet5)
    configuration.filters = [2]
    configuration.kernelSize = 3
    configuration.denseUnits = [8]
    var benchmark = LayerBenchmark(configuration: configuration, batch: 16)
    benchmark.rounds = 6
    benchmark.sampleSeconds = 1e-5
    let measurement = try benchmark.run(images: Self.images)
    let series = measurement.series(family: .lenet5, batch: 16)
    #expect(series.allSatisfy { $0.samples.count == 6 && $0.samples.allSatisfy { $0 > 0 } })
    #expect(Set(series.map(\.name)).count == series.count)
    #expect(series.first?.name == "layers/lenet5/batch16/conv1/forward")
    #expect(series.first?.facts["parameters"] == Double(measurement.facts.parameters))
    #expect(measurement.facts.peakResidentBytes > 1 << 20)
    var table = LayerTable(budget: "quick", roofline: RooflineTests.roofline)
    table.add(measurement, family: .lenet5)
    #expect(table.table.columns == LayerTable.columns + ["budget"])
  }
}

extension NetworkProbe {
  /// The same pass with something around its work.
  fileprivate func replacing(_ body: @escaping (() -> Void) -> Void) -> NetworkProbe {
    let run = run
    return NetworkProbe(layer: layer, kind: kind, pass: pass, multiplyAdds: multiplyAdds, bytes: bytes) { body(run) }
  }
}
