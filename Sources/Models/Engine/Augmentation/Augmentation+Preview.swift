import Seeding

extension Augmentation {
  /// One image under one random transform, as training would see it, for people to look at.
  ///
  /// - Parameters:
  ///   - image: `height * width` bytes, row after row.
  ///   - seed: the stream of the transform; equal seeds give equal pictures.
  /// - Returns: as many bytes, rounded.
  /// - Precondition: the image has `height * width` bytes.
  public func preview(_ image: [UInt8], height: Int, width: Int, seed: SeedSequence) -> [UInt8] {
    // Not an optional check: the module is compiled without the checks of array accesses.
    guard image.count == height * width, height > 0, width > 0 else { return [] }
    let warper = ImageWarper(height: height, width: width)
    let output = FloatBuffer(count: warper.rowLength)
    image.withUnsafeBufferPointer { pixels in
      guard let base = pixels.baseAddress else { return }
      warper.warp(base, draw(height: height, width: width, seed: seed), into: output.pointer)
    }
    return withExtendedLifetime(output) {
      (0..<image.count).map { UInt8(min(max(output.pointer[$0] * 255, 0), 255).rounded()) }
    }
  }
}
