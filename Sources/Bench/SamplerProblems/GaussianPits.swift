import Foundation
import Seeding

/// A negative sum of Gaussian bumps with random centres, depths and widths: many minima, of which one is the deepest.
struct GaussianPits: Sendable {
  private let centres: [[Double]]
  private let depths: [Double]
  private let sharpness: [[Double]]

  init(dimension: Int, count: Int, instance: Int) {
    var generator = SeedSequence(root: 0).child("gaussian pits").child(instance).generator()
    centres = (0..<count).map { _ in (0..<dimension).map { _ in generator.uniform(0.05, 0.95) } }
    depths = (0..<count).map { _ in generator.uniform(1, 3) }
    // Widths of one standard deviation from 0.15 to 1.
    sharpness = (0..<count).map { _ in
      (0..<dimension).map { _ in
        let width = 0.15 * pow(1 / 0.15, generator.uniform())
        return 1 / (2 * width * width)
      }
    }
  }

  private func weights(_ x: [Double]) -> [Double] {
    depths.indices.map { i in
      var exponent = 0.0
      for j in x.indices {
        let offset = x[j] - centres[i][j]
        exponent += sharpness[i][j] * offset * offset
      }
      return depths[i] * exp(-exponent)
    }
  }

  func value(_ x: [Double]) -> Double {
    -weights(x).reduce(0, +)
  }

  /// The deepest of the minima that mean-shift iterations from all centres end in; they stay inside the centres' box.
  var minimum: Double {
    let ends = centres.map { centre in
      var x = centre
      for _ in 0..<2000 {
        let weights = weights(x)
        for j in x.indices {
          var above = 0.0
          var below = 0.0
          for i in depths.indices {
            above += weights[i] * sharpness[i][j] * centres[i][j]
            below += weights[i] * sharpness[i][j]
          }
          x[j] = above / below
        }
      }
      return value(x)
    }
    return ends.min() ?? 0
  }
}
