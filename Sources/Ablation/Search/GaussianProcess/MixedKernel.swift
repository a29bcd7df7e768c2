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

  /// The squared distance of two points, weighted by the length-scales.
  func squaredDistance(_ a: [Double], _ b: [Double]) -> Double {
    weights.indices.reduce(0) { sum, j in
      sum + weights[j] * MixedKernel.squaredDifference(a[j], b[j], isCategory: isCategory[j])
    }
  }

  /// The correlations at eight squared distances.
  @inline(__always)
  static func correlation(_ squaredDistance: SIMD8<Double>) -> SIMD8<Double> {
    let square = 5 * squaredDistance
    let s = square.squareRoot()
    return (1 + s + square * (1.0 / 3)) * Elementary.expOfNegative(-s)
  }

  /// The correlations and their derivatives by the squared distance, at eight squared distances.
  @inline(__always)
  static func correlationWithSlope(
    _ squaredDistance: SIMD8<Double>
  ) -> (value: SIMD8<Double>, slope: SIMD8<Double>) {
    let square = 5 * squaredDistance
    let s = square.squareRoot()
    let decay = Elementary.expOfNegative(-s)
    return ((1 + s + square * (1.0 / 3)) * decay, (-5.0 / 6) * (1 + s) * decay)
  }
}
