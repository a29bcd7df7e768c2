import Foundation

/// A Matérn-5/2 kernel with one length-scale a dimension; categories differ by 0 or 1 (Hamming distance).
///
/// The squared distance is the weighted sum over all dimensions, so that the kernel is a product in neither kind
/// alone: two points that share their categories are as close as their numbers, and the other way round.
struct MixedKernel {
  /// The prior variance of the function.
  var amplitude: Double
  /// One over the squared length-scale, for each dimension.
  var weights: [Double]
  /// Which dimensions compare by equality.
  var isCategory: [Bool]

  /// The squared difference of two coordinates.
  static func squaredDifference(_ a: Double, _ b: Double, isCategory: Bool) -> Double {
    isCategory ? (a == b ? 0 : 1) : (a - b) * (a - b)
  }

  /// The correlation and its derivative by the squared distance, for a squared distance.
  @inline(__always)
  static func correlation(_ squaredDistance: Double) -> (value: Double, derivative: Double) {
    let s = (5 * squaredDistance).squareRoot()
    let decay = exp(-s)
    return ((1 + s + s * s / 3) * decay, -5.0 / 6 * (1 + s) * decay)
  }

  /// The weighted squared distance of two points.
  @inline(__always)
  func squaredDistance(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>) -> Double {
    var sum = 0.0
    for j in weights.indices {
      sum += weights[j] * MixedKernel.squaredDifference(a[j], b[j], isCategory: isCategory[j])
    }
    return sum
  }
}
