import Foundation

/// A Gaussian process with zero mean, conditioned on observations.
struct GaussianProcess {
  let kernel: MixedKernel
  let noise: Double
  let count: Int
  let dimension: Int
  /// Row-major, `count` x `dimension`.
  private(set) var points: [Double]
  private let factor: CholeskyFactor
  private let coefficients: [Double]

  /// Conditions on the values at the points; `nil` if the kernel matrix is numerically singular.
  init?(kernel: MixedKernel, noise: Double, points: [[Double]], values: [Double]) {
    self.kernel = kernel
    self.noise = noise
    count = points.count
    dimension = kernel.weights.count
    self.points = points.flatMap { $0 }
    let (count, dimension) = (count, dimension)
    var matrix = [Double](repeating: 0, count: count * count)
    self.points.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      for i in 0..<count {
        for j in 0...i {
          let distance = kernel.squaredDistance(base + i * dimension, base + j * dimension)
          matrix[i * count + j] = kernel.amplitude * MixedKernel.correlation(distance).value
        }
        matrix[i * count + i] += noise
      }
    }
    guard let factor = CholeskyFactor(matrix, count: count) else { return nil }
    self.factor = factor
    coefficients = factor.solve(values)
  }

  /// The mean and variance of the function (without noise) at a point.
  func predict(_ point: [Double]) -> (mean: Double, variance: Double) {
    var covariances = [Double](repeating: 0, count: count)
    var mean = 0.0
    point.withUnsafeBufferPointer { target in
      points.withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress, let x = target.baseAddress else { return }
        for i in 0..<count {
          let distance = kernel.squaredDistance(base + i * dimension, x)
          let covariance = kernel.amplitude * MixedKernel.correlation(distance).value
          covariances[i] = covariance
          mean += covariance * coefficients[i]
        }
      }
    }
    factor.solveLower(&covariances)
    var explained = 0.0
    for value in covariances { explained += value * value }
    return (mean, max(kernel.amplitude - explained, 1e-14 * kernel.amplitude))
  }

  /// The mean and variance at a point and their derivatives by the chosen numeric coordinates.
  func predictWithGradient(
    _ point: [Double], coordinates: [Int]
  ) -> (mean: Double, variance: Double, meanGradient: [Double], varianceGradient: [Double]) {
    var covariances = [Double](repeating: 0, count: count)
    var derivatives = [Double](repeating: 0, count: count)
    var mean = 0.0
    point.withUnsafeBufferPointer { target in
      points.withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress, let x = target.baseAddress else { return }
        for i in 0..<count {
          let distance = kernel.squaredDistance(base + i * dimension, x)
          let (value, derivative) = MixedKernel.correlation(distance)
          covariances[i] = kernel.amplitude * value
          derivatives[i] = kernel.amplitude * derivative
          mean += covariances[i] * coefficients[i]
        }
      }
    }
    var weights = covariances
    factor.solveLower(&weights)
    var explained = 0.0
    for value in weights { explained += value * value }
    factor.solveUpper(&weights)
    var meanGradient = [Double](repeating: 0, count: coordinates.count)
    var varianceGradient = meanGradient
    for (slot, j) in coordinates.enumerated() {
      for i in 0..<count {
        let slope = derivatives[i] * kernel.weights[j] * 2 * (point[j] - points[i * dimension + j])
        meanGradient[slot] += slope * coefficients[i]
        varianceGradient[slot] -= 2 * slope * weights[i]
      }
    }
    return (mean, max(kernel.amplitude - explained, 1e-14 * kernel.amplitude), meanGradient, varianceGradient)
  }
}
