/// The lower triangular factor of a symmetric positive definite matrix, dense and row-major.
struct CholeskyFactor {
  let count: Int
  /// Row-major, `count` x `count`; entries above the diagonal are unspecified.
  private(set) var lower: [Double]
  /// One over each diagonal entry of the factor.
  private(set) var inverseDiagonal: [Double]

  /// Factors a matrix of which the lower triangle is read; `nil` if it is not positive definite in floating point.
  init?(_ matrix: [Double], count: Int) {
    self.count = count
    lower = matrix
    inverseDiagonal = [Double](repeating: 0, count: count)
    let isDefinite = lower.withUnsafeMutableBufferPointer { buffer in
      inverseDiagonal.withUnsafeMutableBufferPointer { inverse in
        guard let a = buffer.baseAddress else { return true }
        for i in 0..<count {
          let row = a + i * count
          for j in 0..<i {
            row[j] = (row[j] - Lanes.dot(row, a + j * count, count: j)) * inverse[j]
          }
          let pivot = row[i] - Lanes.dot(row, row, count: i)
          guard pivot > 0, pivot.isFinite else { return false }
          row[i] = pivot.squareRoot()
          inverse[i] = 1 / row[i]
        }
        return true
      }
    }
    if !isDefinite { return nil }
  }

  /// Half the logarithm of the determinant of the factored matrix.
  var halfLogDeterminant: Double {
    (0..<count).reduce(0) { $0 + Elementary.log(lower[$1 * count + $1]) }
  }

  /// Replaces the first `count` numbers of b by the solution of L x = b.
  func solveLower(_ b: inout [Double]) {
    lower.withUnsafeBufferPointer { buffer in
      b.withUnsafeMutableBufferPointer { solution in
        guard let a = buffer.baseAddress, let x = solution.baseAddress else { return }
        for i in 0..<count {
          x[i] = (x[i] - Lanes.dot(a + i * count, x, count: i)) * inverseDiagonal[i]
        }
      }
    }
  }

  /// Replaces the first `count` numbers of b by the solution of transposed L x = b.
  func solveUpper(_ b: inout [Double]) {
    lower.withUnsafeBufferPointer { buffer in
      b.withUnsafeMutableBufferPointer { solution in
        guard let a = buffer.baseAddress, let x = solution.baseAddress else { return }
        for i in stride(from: count - 1, through: 0, by: -1) {
          x[i] *= inverseDiagonal[i]
          Lanes.add(-x[i], times: a + i * count, to: x, count: i)
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
    // The inverse of the factor first, by rows, so that all inner loops run along rows.
    var inverseLower = [Double](repeating: 0, count: count * count)
    var result = [Double](repeating: 0, count: count * count)
    lower.withUnsafeBufferPointer { factor in
      inverseLower.withUnsafeMutableBufferPointer { inverse in
        result.withUnsafeMutableBufferPointer { product in
          guard let a = factor.baseAddress, let m = inverse.baseAddress, let r = product.baseAddress else { return }
          for i in 0..<count {
            let row = m + i * count
            for k in 0..<i {
              Lanes.add(-a[i * count + k], times: m + k * count, to: row, count: k + 1)
            }
            let scale = inverseDiagonal[i]
            for j in 0..<i { row[j] *= scale }
            row[i] = scale
          }
          for k in 0..<count {
            let row = m + k * count
            for i in 0...k { Lanes.add(row[i], times: row, to: r + i * count, count: i + 1) }
          }
          for i in 0..<count {
            for j in 0..<i { r[j * count + i] = r[i * count + j] }
          }
        }
      }
    }
    return result
  }
}
