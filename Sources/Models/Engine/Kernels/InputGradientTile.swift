import CLanes

/// Scatters TJ neighbouring output-gradient columns of a row through TK kernel columns into TJ + TK - 1 accumulators;
/// N must be TJ + TK - 1.
///
/// Unlike a correlation over a padded gradient, no multiply-add meets a padding column: with a 5 x 5 kernel on 14
/// columns that saves two in seven.
enum InputGradientTile<let N: Int, let TJ: Int, let TK: Int> {
  /// Adds to `target[first] ... target[last]`, which stand for accumulators `first ... last`.
  ///
  /// - Parameters:
  ///   - gradient: the first kernel row's output gradient row at the tile's first column, of the first channel.
  ///   - weights: the first kernel row's weights of the first output channel.
  ///   - rows: kernel rows; the gradient row falls as the kernel row rises.
  @inline(__always)
  static func run(
    gradient: LanePointer, gradientPlane: Int, gradientRow: Int, weights: FloatPointer, weightStride: Int,
    channels: Int, rows: Int, target: LanePointer, first: Int, last: Int
  ) {
    var sums = InlineArray<N, Lanes> { _ in .zero }
    for i in 0..<N where i >= first && i <= last { sums[unchecked: i] = target[i] }
    var plane = gradient
    var planeWeights = weights
    for _ in 0..<channels {
      var row = plane
      var w = planeWeights
      for _ in 0..<rows {
        for j in 0..<TJ {
          let d = row[j]
          for k in 0..<TK { sums[unchecked: j + k] = fma(d, splat(w[k]), sums[unchecked: j + k]) }
        }
        row -= gradientRow
        w += TK
      }
      plane += gradientPlane
      planeWeights += weightStride
    }
    for i in 0..<N where i >= first && i <= last { target[i] = sums[unchecked: i] }
  }
}
