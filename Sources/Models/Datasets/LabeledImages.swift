/// Grey-scale images of one size with their class labels, as the bytes of the files.
///
/// `pixels` holds `count * height * width` bytes, image after image and row after row, 0 to 255 as stored; `labels`
/// holds one byte an image, each in `0 ..< classCount`. A copy shares the storage, so that passing the value around
/// costs nothing. Nothing is normalised, shuffled or augmented here.
public struct LabeledImages: Sendable, Equatable {
  /// The number of images.
  public var count: Int { labels.count }
  /// The height of each image in pixels.
  public let height: Int
  /// The width of each image in pixels.
  public let width: Int
  /// The number of classes; a class may have no image.
  public let classCount: Int
  /// The grey values, shape `[count, height, width]`, row-major.
  public let pixels: [UInt8]
  /// The class of each image, shape `[count]`.
  public let labels: [UInt8]

  /// Wraps pixels and labels.
  ///
  /// - Precondition: positive sizes, `pixels.count == labels.count * height * width`, and every label is below
  ///   `classCount`.
  public init(height: Int, width: Int, classCount: Int, pixels: [UInt8], labels: [UInt8]) {
    precondition(height > 0 && width > 0, "an image has at least one pixel, got \(height) x \(width)")
    precondition(
      pixels.count == labels.count * height * width,
      "\(labels.count) images of \(height) x \(width) need \(labels.count * height * width) bytes, got \(pixels.count)")
    precondition(
      labels.allSatisfy { Int($0) < classCount }, "every label must be below the class count \(classCount)")
    self.height = height
    self.width = width
    self.classCount = classCount
    self.pixels = pixels
    self.labels = labels
  }

  /// The pixels of one image, shape `[height, width]`, row-major, without a copy.
  public func image(at index: Int) -> ArraySlice<UInt8> {
    let size = height * width
    return pixels[index * size..<(index + 1) * size]
  }

  /// The number of images of each class, shape `[classCount]`.
  public var countPerClass: [Int] {
    var counts = [Int](repeating: 0, count: classCount)
    for label in labels { counts[Int(label)] += 1 }
    return counts
  }

  /// The images at `indices`, in that order, copied; an index may occur more than once.
  public func subset(_ indices: [Int]) -> LabeledImages {
    var chosenPixels: [UInt8] = []
    chosenPixels.reserveCapacity(indices.count * height * width)
    for index in indices { chosenPixels.append(contentsOf: image(at: index)) }
    return LabeledImages(
      height: height, width: width, classCount: classCount, pixels: chosenPixels, labels: indices.map { labels[$0] })
  }
}
