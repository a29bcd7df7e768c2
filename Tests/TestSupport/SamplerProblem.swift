import Foundation
import Search
import Seeding

/// A function with a known minimum on which samplers are judged.
public struct SamplerProblem: Sendable, CustomStringConvertible {
  /// The problem's name.
  public let name: String
  /// Where to search.
  public let space: SearchSpace
  /// The least value, exact or to far below what samplers reach.
  public let minimum: Double
  /// The standard deviation of the noise on observations.
  public let noise: Double
  /// The value without noise.
  public let value: @Sendable (Configuration) -> Double

  /// Describes a problem.
  public init(
    name: String, space: SearchSpace, minimum: Double, noise: Double = 0,
    value: @escaping @Sendable (Configuration) -> Double
  ) {
    self.name = name
    self.space = space
    self.minimum = minimum
    self.noise = noise
    self.value = value
  }

  /// The problem's name.
  public var description: String { name }

  /// The same problem observed with noise.
  public func noisy(_ noise: Double) -> SamplerProblem {
    SamplerProblem(name: name + "-noisy", space: space, minimum: minimum, noise: noise, value: value)
  }

  private static func cube(_ dimension: Int, _ min: Double, _ max: Double) -> SearchSpace {
    SearchSpace((1...dimension).map { Parameter("x\($0)", .continuous(.uniform(min: min, max: max))) })
  }

  private static func vector(_ configuration: Configuration, _ dimension: Int) -> [Double] {
    (1...dimension).map { configuration["x\($0)"]?.asDouble ?? .nan }
  }

  // MARK: Judged

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
  public static func lenetMix(booleans: [ParameterValue] = [false, true]) -> SamplerProblem {
    SamplerProblem(
      name: "lenetmix",
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

  // MARK: For choosing constants

  /// Rosenbrock's valley in four dimensions.
  public static let rosenbrock4 = SamplerProblem(
    name: "rosenbrock4", space: cube(4, -2, 2), minimum: 0
  ) { configuration in
    let x = vector(configuration, 4)
    var sum = 0.0
    for i in 0..<3 {
      let bend = x[i + 1] - x[i] * x[i]
      let offset = 1 - x[i]
      sum += 100 * bend * bend + offset * offset
    }
    return sum
  }

  /// Styblinski and Tang's function in five dimensions.
  public static let styblinskiTang5 = SamplerProblem(
    name: "styblinski-tang5", space: cube(5, -5, 5), minimum: -195.83082851885698
  ) { configuration in
    var sum = 0.0
    for x in vector(configuration, 5) {
      let square = x * x
      sum += 0.5 * (square * square - 16 * square + 5 * x)
    }
    return sum
  }

  /// Michalewicz's function in five dimensions, m = 10.
  public static let michalewicz5 = SamplerProblem(
    name: "michalewicz5", space: cube(5, 0, .pi), minimum: -4.687658179
  ) { configuration in
    var sum = 0.0
    for (index, x) in vector(configuration, 5).enumerated() {
      let ridge = sin(Double(index + 1) * x * x / .pi)
      sum -= sin(x) * pow(ridge, 20)
    }
    return sum
  }

  /// A second mixed space with other coefficients than LeNetMix: categories, integers, a switch and two numbers.
  public static let convolutionMix = SamplerProblem(
    name: "convmix",
    space: SearchSpace([
      Parameter("augment", .categorical([true, false])), Parameter("layers", .integerUniform(min: 1, max: 5)),
      Parameter("learning_rate", .continuous(.logUniform(min: 1e-5, max: 1))),
      Parameter("pooling", .categorical(["max", "average", "none"])),
      Parameter("rule", .categorical(["sgd", "adamw", "rmsprop"])),
      Parameter("weight_decay", .continuous(.logUniform(min: 1e-6, max: 1e-1))),
    ]), minimum: 0.1
  ) { configuration in
    let x = log10(configuration["learning_rate"]?.asDouble ?? .nan)
    let decay = log10(configuration["weight_decay"]?.asDouble ?? .nan)
    let layers = configuration["layers"]?.asDouble ?? .nan
    let augment = configuration["augment"] == true
    let centres: [ParameterValue: Double] = ["sgd": -1.2, "adamw": -2.7, "rmsprop": -3.4]
    let pools: [ParameterValue: Double] = ["max": 0, "average": 0.012, "none": 0.04]
    let rules: [ParameterValue: Double] = ["sgd": 0.01, "adamw": 0, "rmsprop": 0.018]
    let rule = configuration["rule"] ?? .null
    let best = augment ? 4.0 : 3.0
    let distance = abs(x - (centres[rule] ?? 0) + 0.15 * (layers - 3))
    let decayOffset = decay + (augment ? 4 : 2.5)
    var y = 0.1 + (augment ? 0 : 0.015) + 0.011 * abs(layers - best)
    y += pools[configuration["pooling"] ?? .null] ?? 0
    y += rules[rule] ?? 0
    y += 0.03 * pow(distance, 1.6)
    return y + 0.006 * decayOffset * decayOffset
  }

  /// Optimises one step after the other and returns for each budget the value, without noise, of the point recommended.
  ///
  /// The recommendation is the point of best observation, as it is for the stored peers.
  public func regrets(
    _ sampler: any Sampler, seed: UInt64, budgets: [Int], lag: Int = 0
  ) throws -> [Double] {
    var history: [Observation] = []
    var suggested: [Configuration] = []
    var noiseStream = SeedSequence(root: seed).child("observation noise").generator()
    var best: (observed: Double, value: Double)?
    var result: [Double] = []
    for number in 0..<(budgets.max() ?? 0) {
      let visible = max(0, number - lag)
      let seen = TrialHistory(
        observations: Array(history.prefix(visible)), pending: Array(suggested.dropFirst(visible)))
      guard let configuration = try sampler.suggest(trial: number, history: seen) else { break }
      let value = value(configuration)
      let uniforms = (noiseStream.uniform(), noiseStream.uniform())
      let gauss = (-2 * log(1 - uniforms.0)).squareRoot() * cos(2 * .pi * uniforms.1)
      let observed = value + noise * gauss
      suggested.append(configuration)
      history.append(Observation(trial: number, configuration: configuration, outcome: .value(observed)))
      if observed < best?.observed ?? .infinity { best = (observed, value) }
      if budgets.contains(number + 1) { result.append(max(0, (best?.value ?? .infinity) - minimum)) }
    }
    return result
  }
}
