import TestSupport
import Testing

@testable import Engine

/// One case of `Fixtures/engine/layers_*.json`, whose schema is in `Tests/Reference/engine_layers.py`.
struct LayerFixture: Decodable, Sendable, CustomTestStringConvertible {
  var name: String
  var kind: String
  var inputShape: [Int]
  var outputShape: [Int]
  var input: [Float]
  var parameters: [String: [Float]]
  var output: [Double]
  var outputGradient: [Float]
  var inputGradient: [Double]
  var parameterGradients: [String: [Double]]
  // Members of single kinds.
  var kernel: Int?
  var padding: Padding?
  var window: Int?
  var mode: String?
  var epsilon: Float?
  var momentum: Float?
  var runningMean: [Float]?
  var runningVariance: [Float]?
  var updatedRunningMean: [Double]?
  var updatedRunningVariance: [Double]?
  var function: Activation?
  var labels: [UInt8]?
  var sampleLosses: [Double]?
  var probabilities: [Double]?
  var rate: Float?
  var mask: [UInt8]?

  enum CodingKeys: String, CodingKey {
    case name, kind, input, parameters, output, kernel, padding, window, mode, epsilon, momentum, function, labels
    case probabilities, rate, mask
    case inputShape = "input_shape"
    case outputShape = "output_shape"
    case outputGradient = "output_gradient"
    case inputGradient = "input_gradient"
    case parameterGradients = "parameter_gradients"
    case runningMean = "running_mean"
    case runningVariance = "running_variance"
    case updatedRunningMean = "updated_running_mean"
    case updatedRunningVariance = "updated_running_variance"
    case sampleLosses = "sample_losses"
  }

  var testDescription: String { name }
  var samples: Int { inputShape[0] }
  /// Features without rows and columns are channels of 1 x 1.
  var shape: Shape {
    Shape(
      channels: inputShape[1], height: inputShape.count > 2 ? inputShape[2] : 1,
      width: inputShape.count > 3 ? inputShape[3] : 1)
  }
  var blocks: Int { LanePacking.blocks(samples) }

  private struct File: Decodable { var cases: [LayerFixture] }

  static func load(_ file: String) -> [LayerFixture] {
    do {
      return try Fixtures.decode(File.self, from: "engine/layers_\(file).json").cases
    } catch {
      Issue.record(error, "layers_\(file).json")
      return []
    }
  }
}

/// How far an array is off, relative to its largest expected magnitude, as the fixtures' README defines it.
func relativeError(_ values: [Float], _ expected: [Double]) -> Double {
  guard values.count == expected.count else { return .infinity }
  var difference = 0.0
  var scale = 0.0
  for (value, truth) in zip(values, expected) {
    if value.isNaN { return .infinity }
    difference = max(difference, abs(Double(value) - truth))
    scale = max(scale, abs(truth))
  }
  return scale > 0 ? difference / scale : difference
}
