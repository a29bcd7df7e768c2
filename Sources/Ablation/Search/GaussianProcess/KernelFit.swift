/// Fits length-scales, amplitude and noise to observations by maximum a posteriori.
///
/// The priors keep length-scales away from both extremes and prefer little noise. Their form is that of Optuna's
/// Gaussian-process sampler (`optuna/_gp/prior.py`); the weights, which favour shorter length-scales than Optuna's, were
/// chosen on Rosenbrock-4, Styblinski-Tang-5, Michalewicz-5 and a mixed function.
struct KernelFit {
  let isCategory: [Bool]
  let values: [Double]
  private let count: Int
  /// For each dimension, the squared differences of all pairs i > j, in row order, filled up with zeros to whole lanes.
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
      while result.count % Lanes.count != 0 { result.append(0) }
      return result
    }
  }

  /// The kernel and noise variance of highest posterior density found.
  func fit() -> (kernel: MixedKernel, noise: Double) {
    let dimension = isCategory.count
    // Logarithms of the weights, the amplitude and the noise above its floor.
    let lower =
      [Double](repeating: Elementary.log(1e-4), count: dimension) + [Elementary.log(1e-3), Elementary.log(1e-8)]
    let upper = [Double](repeating: Elementary.log(1e4), count: dimension) + [Elementary.log(1e3), Elementary.log(10)]
    let minimizer = BoxMinimizer(lower: lower, upper: upper, iterations: 40, tolerance: 1e-3)
    let starts: [[Double]] = [
      [Double](repeating: 0, count: dimension) + [0, Elementary.log(1e-2)],
      [Double](repeating: Elementary.log(4), count: dimension) + [0, Elementary.log(1e-5)],
    ]
    var best: (point: [Double], value: Double)?
    for start in starts {
      let result = minimizer.minimize(from: start, negativeLogPosterior)
      if result.value < best?.value ?? .infinity { best = result }
    }
    let point = best?.point ?? starts[0]
    let kernel = MixedKernel(
      amplitude: Elementary.exp(point[dimension]), weights: point[..<dimension].map { Elementary.exp($0) },
      isCategory: isCategory)
    return (kernel, KernelFit.noiseFloor + Elementary.exp(point[dimension + 1]))
  }

  private func negativeLogPosterior(_ point: [Double]) -> (value: Double, gradient: [Double]) {
    let dimension = isCategory.count
    let weights = point[..<dimension].map { Elementary.exp($0) }
    let amplitude = Elementary.exp(point[dimension])
    let noise = Elementary.exp(point[dimension + 1])
    let pairs = differences.first?.count ?? 0
    var correlations = [Double](repeating: 0, count: pairs)
    var slopes = correlations
    for start in stride(from: 0, to: pairs, by: Lanes.count) {
      var distance = SIMD8<Double>.zero
      for d in 0..<dimension {
        differences[d].withUnsafeBufferPointer { source in
          if let base = source.baseAddress { distance += weights[d] * Lanes.load(base + start) }
        }
      }
      let (value, slope) = MixedKernel.correlationWithSlope(distance)
      for lane in 0..<Lanes.count {
        correlations[start + lane] = amplitude * value[lane]
        slopes[start + lane] = amplitude * slope[lane]
      }
    }
    var matrix = [Double](repeating: 0, count: count * count)
    var pair = 0
    for i in 0..<count {
      for j in 0..<i {
        matrix[i * count + j] = correlations[pair]
        pair += 1
      }
      matrix[i * count + i] = amplitude + noise + KernelFit.noiseFloor
    }
    guard let factor = CholeskyFactor(matrix, count: count) else { return (.infinity, point) }
    let coefficients = factor.solve(values)
    let inverse = factor.inverse()
    var value = factor.halfLogDeterminant
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
      slopes.withUnsafeBufferPointer { slopes in
        differences[d].withUnsafeBufferPointer { source in
          guard let a = slopes.baseAddress, let b = source.baseAddress else { return }
          gradient[d] = Lanes.dot(a, b, count: pairs) * weights[d]
        }
      }
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
    value += amplitude - Elementary.log(amplitude) + 30 * noise - 0.1 * Elementary.log(noise)
    gradient[dimension] += amplitude - 1
    gradient[dimension + 1] += 30 * noise - 0.1
  }
}
