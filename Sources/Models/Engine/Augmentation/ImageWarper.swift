import CLanes

/// Resamples one image under an affine transform: bilinear, coordinates outside clamped to the border ('nearest').
final class ImageWarper {
  let height: Int
  let width: Int
  /// Floats of one output image, rounded up so that whole vectors may be written.
  let rowLength: Int
  /// The source image, one row and column longer than it is, so that the neighbours of a border pixel exist.
  private let source: FloatBuffer
  private let sourceStride: Int

  init(height: Int, width: Int) {
    self.height = height
    self.width = width
    rowLength = (height * width + laneCount - 1) / laneCount * laneCount + laneCount
    sourceStride = width + 1
    source = FloatBuffer(count: (height + 1) * sourceStride + laneCount)
  }

  /// - Parameters:
  ///   - image: `height * width` bytes.
  ///   - output: `rowLength` floats, of which the first `height * width` become values in [0, 1].
  func warp(_ image: UnsafePointer<UInt8>, _ transform: AffineTransform, into output: FloatPointer) {
    load(image)
    let m = transform.matrix(height: height, width: width)
    let lastRow = splat(Float(height - 1))
    let lastColumn = splat(Float(width - 1))
    let stride = Float(sourceStride)
    let rc = splat(Float(m.rc))
    let cc = splat(Float(m.cc))
    var lanes = Lanes.zero
    for l in 0..<laneCount { lanes[l] = Float(l) }
    for y in 0..<height {
      let row0 = splat(Float(m.rr * Double(y) + m.r))
      let column0 = splat(Float(m.cr * Double(y) + m.c))
      var x = 0
      while x < width {
        let columns = lanes + splat(Float(x))
        let r = lanes_min(lanes_max(fma(rc, columns, row0), .zero), lastRow)
        let c = lanes_min(lanes_max(fma(cc, columns, column0), .zero), lastColumn)
        let rowIndex = lanes_from_ints(lanes_truncate(r))
        let columnIndex = lanes_from_ints(lanes_truncate(c))
        let index = lanes_truncate(fma(rowIndex, splat(stride), columnIndex))
        let fr = r - rowIndex
        let fc = c - columnIndex
        let p = source.pointer
        let a = lanes_lookup(p, index)
        let b = lanes_lookup(p + 1, index)
        let d = lanes_lookup(p + sourceStride, index)
        let e = lanes_lookup(p + sourceStride + 1, index)
        let top = fma(fc, b - a, a)
        let bottom = fma(fc, e - d, d)
        let value = fma(fr, bottom - top, top)
        // A vector that reaches beyond its row is overwritten by the next row; the buffer has room after the last.
        UnsafeMutableRawPointer(output + y * width + x).storeBytes(of: value, as: Lanes.self)
        x += laneCount
      }
    }
  }

  private func load(_ image: UnsafePointer<UInt8>) {
    let scale: Float = 1 / 255
    for y in 0..<height {
      let to = source.pointer + y * sourceStride
      let from = image + y * width
      for x in 0..<width { to[x] = Float(from[x]) * scale }
      to[width] = to[width - 1]
    }
    (source.pointer + height * sourceStride).update(
      from: source.pointer + (height - 1) * sourceStride, count: sourceStride)
  }
}
