import Foundation
import Search

/// The functions on which the constants of the samplers were chosen; nobody is judged on them.
extension SamplerProblem {
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

  /// Levy's function in five dimensions.
  public static let levy5 = SamplerProblem(
    name: "levy5", space: cube(5, -10, 10), minimum: 0
  ) { configuration in
    let w = vector(configuration, 5).map { 1 + ($0 - 1) / 4 }
    let first = sin(.pi * w[0])
    var sum = first * first
    for i in 0..<4 {
      let wave = sin(.pi * w[i] + 1)
      sum += (w[i] - 1) * (w[i] - 1) * (1 + 10 * wave * wave)
    }
    let last = sin(2 * .pi * w[4])
    return sum + (w[4] - 1) * (w[4] - 1) * (1 + last * last)
  }

  /// Ackley's function in four dimensions, off the centre of its box.
  public static let ackley4 = SamplerProblem(
    name: "ackley4", space: cube(4, -8, 12), minimum: 0
  ) { configuration in
    let x = vector(configuration, 4)
    let length = (x.reduce(0) { $0 + $1 * $1 } / 4).squareRoot()
    let waves = x.reduce(0) { $0 + cos(2 * .pi * $1) } / 4
    return max(0, -20 * exp(-0.2 * length) - exp(waves) + 20 + 2.718281828459045)
  }

  /// The six-hump camel in two dimensions.
  public static let camel2 = SamplerProblem(
    name: "camel2",
    space: SearchSpace([
      Parameter("x1", .continuous(.uniform(min: -3, max: 3))), Parameter("x2", .continuous(.uniform(min: -2, max: 2))),
    ]), minimum: -1.0316284534898774
  ) { configuration in
    let x = vector(configuration, 2)
    let a = x[0] * x[0]
    let b = x[1] * x[1]
    return (4 - 2.1 * a + a * a / 3) * a + x[0] * x[1] + (4 * b - 4) * b
  }

  /// A random sum of five Gaussian pits in six dimensions, each with widths of its own.
  public static func pits6(_ instance: Int) -> SamplerProblem {
    let pits = GaussianPits(dimension: 6, count: 5, instance: instance)
    return SamplerProblem(name: "pits6-\(instance)", space: cube(6, 0, 1), minimum: pits.minimum) { configuration in
      pits.value(vector(configuration, 6))
    }
  }
}
