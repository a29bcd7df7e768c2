import Foundation
import Search

/// The functions on which samplers are judged; no constant of a sampler is chosen on them.
extension SamplerProblem {
  /// Branin on [-5, 10] x [0, 15].
  public static let branin = SamplerProblem(
    name: "branin",
    space: SearchSpace([
      Parameter("x1", .continuous(.uniform(min: -5, max: 10))), Parameter("x2", .continuous(.uniform(min: 0, max: 15))),
    ]), minimum: 0.39788735772973816
  ) { configuration in
    let x = vector(configuration, 2)
    let quadratic = 5.1 / (4 * Double.pi * Double.pi) * x[0] * x[0]
    let bowl = x[1] - quadratic + 5 / Double.pi * x[0] - 6
    let wave = 10 * (1 - 1 / (8 * Double.pi)) * cos(x[0])
    return bowl * bowl + wave + 10
  }

  /// Hartmann's function in six dimensions on the unit cube.
  public static let hartmann6 = SamplerProblem(
    name: "hartmann6", space: cube(6, 0, 1), minimum: -3.322368011391339
  ) { configuration in
    let x = vector(configuration, 6)
    let alpha = [1.0, 1.2, 3.0, 3.2]
    let a: [[Double]] = [
      [10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14],
    ]
    let p: [[Double]] = [
      [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886], [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
      [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650], [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
    ]
    var sum = 0.0
    for i in 0..<4 {
      var exponent = 0.0
      for j in 0..<6 {
        let offset = x[j] - p[i][j]
        exponent += a[i][j] * offset * offset
      }
      sum -= alpha[i] * exp(-exponent)
    }
    return sum
  }

  /// A closed-form stand-in for LeNet-5's validation loss over a mixed space; below 0.002 only the right categories.
  public static func lenetMix(
    booleans: [ParameterValue] = [false, true], name: String = "lenetmix"
  ) -> SamplerProblem {
    SamplerProblem(
      name: name,
      space: SearchSpace([
        Parameter("activation", .categorical(["tanh", "relu"])), Parameter("batch_norm", .categorical(booleans)),
        Parameter("batch_size", .categorical([16, 32, 64])), Parameter("dropout", .categorical(booleans)),
        Parameter("learning_rate", .continuous(.logUniform(min: 1e-4, max: 1e-1))),
        Parameter("optimizer", .categorical(["adam", "sgd"])),
      ]), minimum: 0.040
    ) { configuration in
      let x = log10(configuration["learning_rate"]?.asDouble ?? .nan)
      let size = configuration["batch_size"]?.asDouble ?? .nan
      let adam = configuration["optimizer"] == "adam"
      let norm = configuration["batch_norm"] == true
      let tanh = configuration["activation"] == "tanh"
      let centre = (adam ? -3.0 : -1.6) + (norm ? 0.3 : 0) + (adam ? 0.5 : 1.0) * log10(size / 32)
      let curvature = (adam ? 0.060 : 0.045) * (norm ? 0.6 : 1)
      var y = 0.040 + (tanh ? 0.012 : 0) + (adam ? 0 : 0.006) + (norm ? 0 : 0.010)
      if configuration["dropout"] == true { y += norm ? 0.003 : -0.004 }
      y += size == 16 ? 0 : size == 32 ? 0.002 : 0.005
      y += tanh && adam ? 0.003 : 0
      let beyond = max(0, x - centre - 1)
      return y + curvature * (x - centre) * (x - centre) + 0.5 * beyond * beyond
    }
  }
}
