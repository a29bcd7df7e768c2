import Seeding

/// A density over a mixed space: a weighted sum of products of kernels, one product for each observation and one prior.
///
/// Numbers have normal kernels cut off at 0 and 1, grids the same integrated over each cell, categories a share of
/// probability spread over all values. After Bergstra, Bardenet, Bengio and Kégl (2011) and, with kernels that keep an
/// observation's parameters together, Falkner, Klein and Hutter (2018).
struct ParzenEstimator {
  /// The narrowest and widest kernel, as a share of the axis; chosen on the problems of `SamplerProblem.tuning`.
  static let bandwidths = 0.1...0.2
  /// Weight of the prior, in observations.
  static let priorWeight = 1.0

  let axes: [MixedEncoding.Axis]
  /// The probability of each value of a listed axis before anything is seen.
  let priors: [[Double]]
  private let centres: [[Double]]
  private let logWeights: [Double]
  private let cumulativeWeights: [Double]
  /// The standard deviation of the kernels of each axis.
  private let widths: [Double]

  /// A density around the points; `weights` has one for each of them.
  init(axes: [MixedEncoding.Axis], priors: [[Double]], points: [[Double]], weights: [Double]) {
    self.axes = axes
    self.priors = priors
    centres = points
    let all = weights + [ParzenEstimator.priorWeight]
    let total = all.reduce(0, +)
    logWeights = all.map { Elementary.log($0 / total) }
    var sum = 0.0
    cumulativeWeights = all.map { weight in
      sum += weight
      return sum / total
    }
    // Scott's rule for a product kernel on the spread of the points, the middle of the axis counted among them.
    let count = Double(max(1, points.count))
    let scott = Elementary.exp(-Elementary.log(count) / Double(axes.count + 4))
    widths = axes.indices.map { j in
      let values = points.map { $0[j] } + [0.5]
      let mean = values.reduce(0, +) / Double(values.count)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
      let bounds = ParzenEstimator.bandwidths
      return min(max(variance.squareRoot() * scott, bounds.lowerBound), bounds.upperBound)
    }
  }

  /// The logarithm of the density (per unit of numbers, probability of values) at a point.
  func logDensity(_ point: [Double]) -> Double {
    let terms = logWeights.indices.map { kernel in
      axes.indices.reduce(logWeights[kernel]) { $0 + logKernel(kernel, axis: $1, at: point[$1]) }
    }
    guard let largest = terms.max(), largest > -.infinity else { return -.infinity }
    return largest + Elementary.log(terms.reduce(0) { $0 + Elementary.exp($1 - largest) })
  }

  /// The logarithm of the density of one parameter alone, whatever the others are.
  func logDensity(_ point: [Double], axis j: Int) -> Double {
    let terms = logWeights.indices.map { logWeights[$0] + logKernel($0, axis: j, at: point[j]) }
    guard let largest = terms.max(), largest > -.infinity else { return -.infinity }
    return largest + Elementary.log(terms.reduce(0) { $0 + Elementary.exp($1 - largest) })
  }

  private func logKernel(_ kernel: Int, axis j: Int, at x: Double) -> Double {
    let isPrior = kernel == centres.count
    switch axes[j] {
    case .category(let levels):
      let prior = priors[j][Int(x)]
      if isPrior { return Elementary.log(prior) }
      return Elementary.log(categoryProbability(levels.count, prior: prior, isCentre: centres[kernel][j] == x))
    case .continuous:
      return isPrior ? 0 : logNormal(x, centre: centres[kernel][j], width: widths[j])
    case .ordered(let levels):
      let position = min(Int(x * Double(levels.count)), levels.count - 1)
      if isPrior { return Elementary.log(priors[j][position]) }
      return cell(position, of: levels.count, centre: centres[kernel][j], width: widths[j])
    case .orderedRange(let count):
      // The cells are so narrow that the density at the middle stands for the integral.
      return (isPrior ? 0 : logNormal(x, centre: centres[kernel][j], width: widths[j])) - Elementary.log(Double(count))
    }
  }

  /// One observation among `priorWeight` of the prior's, the more decided the more observations there are.
  private func categoryProbability(_ count: Int, prior: Double, isCentre: Bool) -> Double {
    let share = ParzenEstimator.priorWeight * Double(count) / Double(centres.count + 1)
    return (share * prior + (isCentre ? 1 : 0)) / (share + 1)
  }

  /// The logarithm of the density of a normal kernel cut off at 0 and 1.
  private func logNormal(_ x: Double, centre: Double, width: Double) -> Double {
    let z = (x - centre) / width
    let inside = StandardNormal.cdf((1 - centre) / width) - StandardNormal.cdf(-centre / width)
    return -0.5 * z * z - 0.918_938_533_204_672_7 - Elementary.log(width * inside)
  }

  private func cell(_ position: Int, of count: Int, centre: Double, width: Double) -> Double {
    func cdf(_ x: Double) -> Double { StandardNormal.cdf((x - centre) / width) }
    let inside = cdf(1) - cdf(0)
    let low = Double(position) / Double(count)
    let high = Double(position + 1) / Double(count)
    // Far from the centre both tails are taken on the side where they are small.
    let mass = low > centre ? cdf(2 * centre - low) - cdf(2 * centre - high) : cdf(high) - cdf(low)
    return Elementary.log(max(mass, 1e-300) / inside)
  }

  /// A draw.
  func sample(_ generator: inout Xoshiro256) -> [Double] {
    let u = generator.uniform()
    let kernel = cumulativeWeights.firstIndex { u < $0 } ?? centres.count
    let isPrior = kernel == centres.count
    return axes.indices.map { j in
      let draw = generator.uniform()
      switch axes[j] {
      case .category(let levels):
        var sum = 0.0
        for (position, prior) in priors[j].enumerated() {
          sum +=
            isPrior
            ? prior
            : categoryProbability(levels.count, prior: prior, isCentre: centres[kernel][j] == Double(position))
          if draw < sum { return Double(position) }
        }
        return Double(levels.count - 1)
      case .continuous:
        return isPrior ? draw : truncatedNormal(draw, centre: centres[kernel][j], width: widths[j])
      case .ordered(let levels):
        if isPrior {
          var sum = 0.0
          let position =
            priors[j].firstIndex { prior in
              sum += prior
              return draw < sum
            } ?? levels.count - 1
          return (Double(position) + 0.5) / Double(levels.count)
        }
        return middle(truncatedNormal(draw, centre: centres[kernel][j], width: widths[j]), count: levels.count)
      case .orderedRange(let count):
        return middle(
          isPrior ? draw : truncatedNormal(draw, centre: centres[kernel][j], width: widths[j]), count: count)
      }
    }
  }

  private func middle(_ x: Double, count: Int) -> Double {
    (Double(min(Int(x * Double(count)), count - 1)) + 0.5) / Double(count)
  }

  private func truncatedNormal(_ u: Double, centre: Double, width: Double) -> Double {
    let low = StandardNormal.cdf(-centre / width)
    let high = StandardNormal.cdf((1 - centre) / width)
    let z = StandardNormal.quantile(min(max(low + u * (high - low), 1e-300), 1))
    return min(max(centre + width * z, 0), 1)
  }
}
