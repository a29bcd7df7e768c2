/// Four small, valid IDX files that a test can spoil: 3 classes of 5 x 7 images, 6 to train and 3 to test.
struct SmallDataset {
  static let trainingLabels: [UInt8] = [0, 1, 2, 2, 1, 0]
  static let testLabels: [UInt8] = [2, 0, 1]
  static let trainingPixels = (0..<6 * 35).map { UInt8($0 % 251) }
  static let testPixels = (0..<3 * 35).map { UInt8(($0 * 7) % 253) }

  var files: [String: [UInt8]] = [
    "train-images-idx3-ubyte": idx(0x08, [6, 5, 7], trainingPixels),
    "train-labels-idx1-ubyte": idx(0x08, [6], trainingLabels),
    "t10k-images-idx3-ubyte": idx(0x08, [3, 5, 7], testPixels),
    "t10k-labels-idx1-ubyte": idx(0x08, [3], testLabels),
  ]

  /// An IDX file: magic, big-endian dimensions, elements.
  static func idx(_ type: UInt8, _ dimensions: [Int], _ elements: [UInt8]) -> [UInt8] {
    [0, 0, type, UInt8(dimensions.count)] + dimensions.flatMap(bigEndian) + elements
  }

  static func bigEndian(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  func write(to folder: TemporaryFolder) throws {
    for (name, bytes) in files { try folder.write(bytes, to: name) }
  }
}
