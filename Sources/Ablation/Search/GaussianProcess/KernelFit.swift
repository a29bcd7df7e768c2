import Foundation

/// Fits length-scales, amplitude and noise to observations by maximum a posteriori.
///
/// The priors keep length-scales away from both extremes and prefer little noise. Their form is that of Optuna's
/// Gaussian-process sampler (`optuna/_gp/prior.py`); the weights, which favour shorter length-scales than Optuna's, were
/// chosen on Rosenbrock-4, Styblinski-Tang-5, Michalewicz-5 and a mixed function.
struct KernelFit {
  let isCategory: [Bool]
  let values: [Double]
  private let count: Int
  /// For each dimension, the squared differences of all pairs i > j, in row order.
  private let differences: [[Double]]

  /// The least noise variance, in units of the standardised values.
  static let noiseFloor = 1e-6
  private static let againstLong = 0.5
  private static let againstShort = 0.02

  init(points: [[Double]], values: [Double], isCategory: [Bool]) {
    self.isCategory = isCategory
    self.values = values
    count = points.count
    differences = isCategory.indices.map { d in
      var result: [Double] = []
      for i in points.indices {
        for j in 0..<i {
          result.append(MixedKernel.squaredDifference(points[i][d], points[j][d], isCategory: isCategory[d]))
        }
      }
      return result
    }
  }

  /// The kernel and noise variance of highest posterior density found.
  func fit() -> (kernel: MixedKernel, noise: Double) {
    let dimension = isCategory.count
    // Logarithms of the weights, the amplitude and the noise above its floor.
    let lower = [Double](repeating: log(1e-4), count: dimension) + [log(1e-3), log(1e-8)]
    let upper = [Double](repeating: log(1e4), count: dimension) + [log(1e3), log(10)]
    let minimizer = BoxMinimizer(lower: lower, upper: upper, iterations: 40, tolerance: 1e-3)
    let starts: [[Double]] = [
      [Double](repeating: 0, count: dimension) + [0, log(1e-2)],
      [Double](repeating: log(4), count: dimension) + [0, log(1e-5)],
    ]
    var best: (point: [Double], value: Double)?
    for start in starts {
      let result = minimizer.minimize(from: start, negativeLogPosterior)
      if result.value < best?.value ?? .infinity { best = result }
    }
    let point = best?.point ?? starts[0]
    let kernel = MixedKernel(
      amplitude: exp(point[dimension]), weights: point[..<dimension].map { exp($0) }, isCategory: isCategory)
    return (kernel, KernelFit.noiseFloor + exp(point[dimension + 1]))
  }

  private func negativeLogPosterior(_ point: [Double]) -> (value: Double, gradient: [Double]) {
    let dimension = isCategory.count
    let weights = point[..<dimension].map { exp($0) }
    let amplitude = exp(point[dimension])
    let noise = exp(point[dimension + 1])
    var distances = [Double](repeating: 0, count: count * (count - 1) / 2)
    for d in 0..<dimension {
      let weight = weights[d]
      differences[d].withUnsafeBufferPointer { source in
        for pair in distances.indices { distances[pair] += weight * source[pair] }
      }
    }
    var matrix = [Double](repeating: 0, count: count * count)
    var slopes = distances
    var pair = 0
    for i in 0..<count {
      for j in 0..<i {
        let (value, derivative) = MixedKernel.correlation(distances[pair])
        matrix[i * count + j] = amplitude * value
        slopes[pair] = amplitude * derivative
        pair += 1
      }
      matrix[i * count + i] = amplitude + noise + KernelFit.noiseFloor
    }
    guard let factor = CholeskyFactor(matrix, count: count) else { return (.infinity, point) }
    let coefficients = factor.solve(values)
    let inverse = factor.inverse()
    var value = factor.halfLogDeterminant { log($0) }
    for i in 0..<count { value += 0.5 * values[i] * coefficients[i] }

    var gradient = [Double](repeating: 0, count: dimension + 2)
    pair = 0
    for i in 0..<count {
      for j in 0..<i {
        // Both triangles at once: twice one half.
        let sensitivity = inverse[i * count + j] - coefficients[i] * coefficients[j]
        slopes[pair] *= sensitivity
        gradient[dimension] += sensitivity * matrix[i * count + j]
        pair += 1
      }
      let sensitivity = 0.5 * (inverse[i * count + i] - coefficients[i] * coefficients[i])
      gradient[dimension] += sensitivity * amplitude
      gradient[dimension + 1] += sensitivity * noise
    }
    for d in 0..<dimension {
      var sum = 0.0
      differences[d].withUnsafeBufferPointer { source in
        for pair in slopes.indices { sum += slopes[pair] * source[pair] }
      }
      gradient[d] = sum * weights[d]
    }
    addPriors(weights, amplitude, noise, &value, &gradient)
    return (value, gradient)
  }

  private func addPriors(
    _ weights: [Double], _ amplitude: Double, _ noise: Double, _ value: inout Double, _ gradient: inout [Double]
  ) {
    for (d, weight) in weights.enumerated() {
      value += KernelFit.againstLong / weight + KernelFit.againstShort * weight
      gradient[d] += -KernelFit.againstLong / weight + KernelFit.againstShort * weight
    }
    let dimension = weights.count
    // Gamma(2, 1) for the amplitude and Gamma(1.1, 30) for the noise.
    value += amplitude - log(amplitude) + 30 * noise - 0.1 * log(noise)
    gradient[dimension] += amplitude - 1
    gradient[dimension + 1] += 30 * noise - 0.1
  }
}
