import Seeding
import TestSupport
import Testing

@testable import Engine

/// Affine augmentation against Keras' own code (SciPy), and the draws of its parameters.
@Suite struct AugmentationTests {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    var name: String
    var height: Int
    var width: Int
    var theta: Double
    var tx: Double
    var ty: Double
    var shear: Double
    var zx: Double
    var zy: Double
    var input: [UInt8]
    var output: [Double]
    var testDescription: String { name }

    var transform: AffineTransform {
      AffineTransform(
        rotationDegrees: theta, rowShift: tx, columnShift: ty, shearDegrees: shear, rowZoom: zx, columnZoom: zy)
    }
  }

  private struct File: Decodable { var cases: [Case] }

  static let cases: [Case] = {
    do {
      return try Fixtures.decode(File.self, from: "engine/augmentation.json").cases
    } catch {
      Issue.record(error, "augmentation.json")
      return []
    }
  }()

  static func warp(_ image: [UInt8], height: Int, width: Int, _ transform: AffineTransform) -> [Float] {
    let warper = ImageWarper(height: height, width: width)
    let output = FloatBuffer(count: warper.rowLength)
    warper.warp(image, transform, into: output.pointer)
    return (0..<(height * width)).map { output.pointer[$0] }
  }

  @Test func coversTwentyTwoImages() { #expect(Self.cases.count == 22) }

  @Test(arguments: cases)
  func warpsLikeKeras(_ test: Case) {
    let output = Self.warp(test.input, height: test.height, width: test.width, test.transform)
    for (i, (value, expected)) in zip(output, test.output).enumerated() {
      #expect(abs(Double(value) - expected) <= 1e-5, "pixel (\(i / test.width), \(i % test.width))")
    }
  }

  @Test func identityLeavesEveryPixelAlone() {
    let image = FormulaData.bytes(5, count: 28 * 28)
    let output = Self.warp(image, height: 28, width: 28, AffineTransform())
    #expect(output == image.map { Float($0) * (1 / 255) })
  }

  /// In a batch, augmented images lie where images lie that are not augmented.
  @Test func batchesOfTransformedImagesAreThoseImages() throws {
    let shape = Shape(channels: 1, height: 9, width: 7)
    let images = FormulaData.bytes(9, count: 40 * shape.count)
    let tensor = ActivationTensor(PlaneLayout(shape: shape, top: 1, bottom: 1, left: 1, right: 1), blocks: 2)
    let loader = ImageLoader(shape: shape, target: tensor)
    let ranges = Augmentation(rotationDegrees: 20, widthShift: 0.2, heightShift: 0.1, shearDegrees: 5, zoom: 0.3)
    let epoch = EpochAugmentation(ranges: ranges, seed: SeedSequence(root: 8))
    let indices = (0..<19).map { Int32(39 - 2 * $0) }
    let labels = [UInt8](repeating: 0, count: 40)
    images.withUnsafeBufferPointer { pixels in
      let source = ImageSource(pixels: pixels.baseAddress!, labels: labels, count: 40)
      for block in 0..<2 {
        let part = Array(indices[(block * laneCount)..<min(19, (block + 1) * laneCount)])
        loader.load(source, indices: part, count: part.count, block: block, augmentation: epoch)
      }
    }
    var loaded = [Float](repeating: 0, count: 19 * shape.count)
    for block in 0..<2 { #expect(LanePacking.read(tensor, samples: 19, block: block, into: &loaded) == 0) }
    for (sample, index) in indices.enumerated() {
      let first = Int(index) * shape.count
      let transform = ranges.draw(height: 9, width: 7, seed: epoch.seed.child(Int(index)))
      let expected = Self.warp(Array(images[first..<(first + shape.count)]), height: 9, width: 7, transform)
      #expect(Array(loaded[(sample * shape.count)..<((sample + 1) * shape.count)]) == expected, "sample \(sample)")
    }
  }

  static let ranges = Augmentation(
    rotationDegrees: 30, widthShift: 0.1, heightShift: 0.25, shearDegrees: 10, zoom: 0.4)

  static func draws(_ ranges: Augmentation, count: Int = 4000) -> [AffineTransform] {
    let epoch = SeedSequence(root: 77).child("augmentation").child(3)
    return (0..<count).map { ranges.draw(height: 28, width: 14, seed: epoch.child($0)) }
  }

  /// Every parameter fills its range evenly and stays inside; shifts count pixels.
  @Test func drawsFillTheirRanges() {
    let draws = Self.draws(Self.ranges)
    let parameters: [(String, (AffineTransform) -> Double, centre: Double, range: Double)] = [
      ("rotation", \.rotationDegrees, 0, 30), ("row shift", \.rowShift, 0, 7), ("column shift", \.columnShift, 0, 1.4),
      ("shear", \.shearDegrees, 0, 10), ("row zoom", \.rowZoom, 1, 0.4), ("column zoom", \.columnZoom, 1, 0.4),
    ]
    for (name, value, centre, range) in parameters {
      let unit = draws.map { (value($0) - centre) / range }
      #expect(unit.allSatisfy { abs($0) <= 1 }, "\(name)")
      let mean = unit.reduce(0, +) / Double(unit.count)
      let square = unit.reduce(0) { $0 + $1 * $1 } / Double(unit.count)
      // Five standard errors of a uniform draw: variance 1/3, of squares 4/45.
      #expect(abs(mean) <= 5 * (1 / 3 / Double(unit.count)).squareRoot(), "\(name): mean \(mean)")
      #expect(abs(square - 1 / 3.0) <= 5 * (4 / 45 / Double(unit.count)).squareRoot(), "\(name): square \(square)")
      #expect((unit.max() ?? 0) > 0.99 && (unit.min() ?? 0) < -0.99, "\(name)")
    }
    #expect(Set(draws.map { $0.rotationDegrees }).count == draws.count)
    #expect(draws.allSatisfy { $0.rowZoom != $0.columnZoom })
  }

  @Test func rangesOfZeroAreTheIdentityAndMoveNoOtherDraw() {
    #expect(Self.draws(Augmentation(), count: 10).allSatisfy { $0 == AffineTransform() })
    let all = Self.draws(Self.ranges, count: 50)
    typealias Switch = (off: (inout Augmentation) -> Void, neutral: (inout AffineTransform) -> Void)
    let switches: [Switch] = [
      ({ $0.rotationDegrees = 0 }, { $0.rotationDegrees = 0 }), ({ $0.heightShift = 0 }, { $0.rowShift = 0 }),
      ({ $0.widthShift = 0 }, { $0.columnShift = 0 }), ({ $0.shearDegrees = 0 }, { $0.shearDegrees = 0 }),
      (
        { $0.zoom = 0 },
        {
          $0.rowZoom = 1
          $0.columnZoom = 1
        }
      ),
    ]
    for (off, neutral) in switches {
      var ranges = Self.ranges
      off(&ranges)
      var expected = all
      for i in expected.indices { neutral(&expected[i]) }
      #expect(Self.draws(ranges, count: 50) == expected)
    }
  }

  @Test func matrixIsFiniteForLargeRotations() {
    let m = AffineTransform(rotationDegrees: 40_000).matrix(height: 28, width: 28)
    #expect([m.rr, m.rc, m.cr, m.cc, m.r, m.c].allSatisfy { $0.isFinite })
  }
}
