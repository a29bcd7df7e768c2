/// The lower triangular factor of a symmetric positive definite matrix, dense and row-major.
struct CholeskyFactor {
  let count: Int
  /// Row-major, `count` x `count`; entries above the diagonal are unspecified.
  private(set) var lower: [Double]

  /// Factors a matrix of which the lower triangle is read; `nil` if it is not positive definite in floating point.
  init?(_ matrix: [Double], count: Int) {
    self.count = count
    lower = matrix
    let isDefinite = lower.withUnsafeMutableBufferPointer { a in
      for i in 0..<count {
        for j in 0...i {
          var sum = a[i * count + j]
          for k in 0..<j {
            sum -= a[i * count + k] * a[j * count + k]
          }
          if i == j {
            guard sum > 0, sum.isFinite else { return false }
            a[i * count + i] = sum.squareRoot()
          } else {
            a[i * count + j] = sum / a[j * count + j]
          }
        }
      }
      return true
    }
    if !isDefinite { return nil }
  }

  /// Half the logarithm of the determinant of the factored matrix.
  func halfLogDeterminant(_ logarithm: (Double) -> Double) -> Double {
    (0..<count).reduce(0) { $0 + logarithm(lower[$1 * count + $1]) }
  }

  /// Replaces b by the solution of L x = b.
  func solveLower(_ b: inout [Double]) {
    lower.withUnsafeBufferPointer { a in
      b.withUnsafeMutableBufferPointer { x in
        for i in 0..<count {
          var sum = x[i]
          for k in 0..<i {
            sum -= a[i * count + k] * x[k]
          }
          x[i] = sum / a[i * count + i]
        }
      }
    }
  }

  /// Replaces b by the solution of transposed L x = b.
  func solveUpper(_ b: inout [Double]) {
    lower.withUnsafeBufferPointer { a in
      b.withUnsafeMutableBufferPointer { x in
        for i in stride(from: count - 1, through: 0, by: -1) {
          let value = x[i] / a[i * count + i]
          x[i] = value
          for k in 0..<i {
            x[k] -= a[i * count + k] * value
          }
        }
      }
    }
  }

  /// The solution of A x = b for the factored matrix A.
  func solve(_ b: [Double]) -> [Double] {
    var x = b
    solveLower(&x)
    solveUpper(&x)
    return x
  }

  /// The inverse of the factored matrix; row-major and full.
  func inverse() -> [Double] {
    // Rows of the transposed inverse factor first, so that all inner loops run along rows.
    var inverseLower = [Double](repeating: 0, count: count * count)
    var result = [Double](repeating: 0, count: count * count)
    lower.withUnsafeBufferPointer { a in
      inverseLower.withUnsafeMutableBufferPointer { m in
        for i in 0..<count {
          for k in 0..<i {
            let factor = a[i * count + k]
            for j in 0...k {
              m[i * count + j] -= factor * m[k * count + j]
            }
          }
          let scale = 1 / a[i * count + i]
          for j in 0..<i {
            m[i * count + j] *= scale
          }
          m[i * count + i] = scale
        }
        result.withUnsafeMutableBufferPointer { r in
          for k in 0..<count {
            for i in 0...k {
              let factor = m[k * count + i]
              for j in 0...i {
                r[i * count + j] += factor * m[k * count + j]
              }
            }
          }
          for i in 0..<count {
            for j in 0..<i {
              r[j * count + i] = r[i * count + j]
            }
          }
        }
      }
    }
    return result
  }
}
