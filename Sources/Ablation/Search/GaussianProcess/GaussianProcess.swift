/// A Gaussian process with zero mean, conditioned on observations.
struct GaussianProcess {
  let kernel: MixedKernel
  let noise: Double
  let count: Int
  let dimension: Int
  /// One row of `stride` numbers for each dimension: a coordinate of all points, filled up with zeros.
  private let columns: [Double]
  private let stride: Int
  private let factor: CholeskyFactor
  private let coefficients: [Double]

  /// Conditions on the values at the points; `nil` if the kernel matrix is numerically singular.
  init?(kernel: MixedKernel, noise: Double, points: [[Double]], values: [Double]) {
    self.kernel = kernel
    self.noise = noise
    count = points.count
    dimension = kernel.weights.count
    stride = (count + Lanes.count - 1) / Lanes.count * Lanes.count
    var columns = [Double](repeating: 0, count: stride * dimension)
    for (i, point) in points.enumerated() {
      for j in 0..<dimension { columns[j * stride + i] = point[j] }
    }
    self.columns = columns
    var matrix = [Double](repeating: 0, count: count * count)
    var row = [Double](repeating: 0, count: stride)
    for i in 0..<count {
      GaussianProcess.covariances(of: points[i], kernel, columns, stride: stride, upTo: i + 1, into: &row)
      for j in 0..<i { matrix[i * count + j] = row[j] }
      matrix[i * count + i] = kernel.amplitude + noise
    }
    guard let factor = CholeskyFactor(matrix, count: count) else { return nil }
    self.factor = factor
    coefficients = factor.solve(values)
  }

  /// The covariances of a point with the first points, rounded up to whole lanes.
  private static func covariances(
    of point: [Double], _ kernel: MixedKernel, _ columns: [Double], stride: Int, upTo end: Int,
    into row: inout [Double], slopes: UnsafeMutablePointer<Double>? = nil
  ) {
    columns.withUnsafeBufferPointer { columns in
      row.withUnsafeMutableBufferPointer { row in
        guard let source = columns.baseAddress, let target = row.baseAddress else { return }
        for start in Swift.stride(from: 0, to: end, by: Lanes.count) {
          var distance = SIMD8<Double>.zero
          for j in point.indices {
            let other = Lanes.load(source + j * stride + start)
            if kernel.isCategory[j] {
              distance += SIMD8(repeating: kernel.weights[j]).replacing(with: 0, where: other .== point[j])
            } else {
              let difference = other - point[j]
              distance += kernel.weights[j] * (difference * difference)
            }
          }
          let (value, slope) = MixedKernel.correlationWithSlope(distance)
          UnsafeMutableRawPointer(target + start).storeBytes(of: kernel.amplitude * value, as: SIMD8<Double>.self)
          if let slopes {
            UnsafeMutableRawPointer(slopes + start).storeBytes(of: kernel.amplitude * slope, as: SIMD8<Double>.self)
          }
        }
      }
    }
  }

  /// The mean and variance of the function (without noise) at a point.
  func predict(_ point: [Double]) -> (mean: Double, variance: Double) {
    predict([point])[0]
  }

  /// The means and variances of the function (without noise) at many points.
  func predict(_ points: [[Double]]) -> [(mean: Double, variance: Double)] {
    var result: [(mean: Double, variance: Double)] = []
    result.reserveCapacity(points.count)
    var target = [SIMD8<Double>](repeating: .zero, count: dimension)
    for start in Swift.stride(from: 0, to: points.count, by: Lanes.count) {
      let end = min(start + Lanes.count, points.count)
      for lane in 0..<(end - start) {
        for j in 0..<dimension { target[j][lane] = points[start + lane][j] }
      }
      let (mean, variance) = predict(lanes: target)
      for lane in 0..<(end - start) { result.append((mean[lane], variance[lane])) }
    }
    return result
  }

  /// The means and variances at eight points, of which `target` has the coordinates.
  private func predict(lanes target: [SIMD8<Double>]) -> (mean: SIMD8<Double>, variance: SIMD8<Double>) {
    withUnsafeTemporaryAllocation(of: SIMD8<Double>.self, capacity: max(count, 1)) { solution in
      var mean = SIMD8<Double>.zero
      var explained = SIMD8<Double>.zero
      columns.withUnsafeBufferPointer { columns in
        factor.lower.withUnsafeBufferPointer { lower in
          for i in 0..<count {
            var distance = SIMD8<Double>.zero
            for j in 0..<dimension {
              let other = columns[j * stride + i]
              if kernel.isCategory[j] {
                distance += SIMD8(repeating: kernel.weights[j]).replacing(with: 0, where: target[j] .== other)
              } else {
                let difference = target[j] - other
                distance += kernel.weights[j] * (difference * difference)
              }
            }
            let covariance = kernel.amplitude * MixedKernel.correlation(distance)
            mean += covariance * coefficients[i]
            solution[i] = covariance
          }
          for i in 0..<count {
            let row = i * count
            var sum = solution[i]
            for k in 0..<i { sum -= lower[row + k] * solution[k] }
            sum *= factor.inverseDiagonal[i]
            solution[i] = sum
            explained += sum * sum
          }
        }
      }
      let floor = SIMD8<Double>(repeating: 1e-14 * kernel.amplitude)
      let variance = kernel.amplitude - explained
      return (mean, variance.replacing(with: floor, where: variance .< floor))
    }
  }

  /// The mean and variance at a point and their derivatives by the chosen numeric coordinates.
  func predictWithGradient(
    _ point: [Double], coordinates: [Int]
  ) -> (mean: Double, variance: Double, meanGradient: [Double], varianceGradient: [Double]) {
    var covariances = [Double](repeating: 0, count: stride)
    var slopes = covariances
    slopes.withUnsafeMutableBufferPointer { slopes in
      GaussianProcess.covariances(
        of: point, kernel, columns, stride: stride, upTo: count, into: &covariances, slopes: slopes.baseAddress)
    }
    var mean = 0.0
    for i in 0..<count { mean += covariances[i] * coefficients[i] }
    var weights = covariances
    factor.solveLower(&weights)
    var explained = 0.0
    for i in 0..<count { explained += weights[i] * weights[i] }
    factor.solveUpper(&weights)
    var meanGradient = [Double](repeating: 0, count: coordinates.count)
    var varianceGradient = meanGradient
    for (slot, j) in coordinates.enumerated() {
      let scale = 2 * kernel.weights[j]
      var byMean = 0.0
      var byVariance = 0.0
      for i in 0..<count {
        let slope = slopes[i] * (point[j] - columns[j * stride + i])
        byMean += slope * coefficients[i]
        byVariance += slope * weights[i]
      }
      meanGradient[slot] = scale * byMean
      varianceGradient[slot] = -2 * scale * byVariance
    }
    return (mean, max(kernel.amplitude - explained, 1e-14 * kernel.amplitude), meanGradient, varianceGradient)
  }
}
