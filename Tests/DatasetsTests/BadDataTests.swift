import Datasets
import Foundation
import Testing

/// One way to spoil a valid data set, and the sentence that must come of it.
struct BadData: Sendable, CustomTestStringConvertible {
  let name: String
  let message: String
  let spoil: @Sendable (TemporaryFolder) throws -> Void
  var testDescription: String { name }

  init(_ name: String, _ message: String, _ spoil: @escaping @Sendable (TemporaryFolder) throws -> Void) {
    self.name = name
    self.message = message
    self.spoil = spoil
  }

  /// Replaces one file.
  init(
    _ name: String, _ file: String, _ bytes: @autoclosure @escaping @Sendable () throws -> [UInt8], _ message: String
  ) {
    self.init(name, message) { try $0.write(try bytes(), to: file) }
  }

  static let images = "train-images-idx3-ubyte"
  static let labels = "train-labels-idx1-ubyte"
  static let goodImages = SmallDataset().files[images] ?? []
  static let goodLabels = SmallDataset().files[labels] ?? []
  static let goodTestImages = SmallDataset().files["t10k-images-idx3-ubyte"] ?? []

  static let training: [BadData] = [
    BadData(
      "missing file",
      #""FOLDER" has no t10k-labels-idx1-ubyte; a data set is four IDX files with names that end so, plain or .gz; "#
        + "add or rename the missing one"
    ) { try $0.remove("t10k-labels-idx1-ubyte") },
    BadData(
      "two missing files",
      #""FOLDER" has no train-images-idx3-ubyte, t10k-labels-idx1-ubyte; a data set is four IDX files with names that "#
        + "end so, plain or .gz; add or rename the missing ones"
    ) {
      try $0.remove("t10k-labels-idx1-ubyte")
      try $0.remove(images)
    },
    BadData(
      "ambiguous files",
      #""FOLDER" has 2 files that end like train-labels-idx1-ubyte: "emnist-letters-train-labels-idx1-ubyte", "#
        + #""train-labels-idx1-ubyte"; only one may; give the folder with the prefix of one data set, as in --data "#
        + "FOLDER/emnist-letters, or remove the others"
    ) { try $0.write(goodLabels, to: "emnist-letters-train-labels-idx1-ubyte") },
    BadData(
      "dangling link",
      #""FOLDER/train-labels-idx1-ubyte" cannot be read: No such file or directory; the four files must be readable; "#
        + "check it and its permissions"
    ) {
      try $0.remove(labels)
      try FileManager.default.createSymbolicLink(
        atPath: "\($0.path)/\(labels)", withDestinationPath: "\($0.path)/nowhere")
    },
    BadData(
      "empty file", images, [],
      #""FOLDER/train-images-idx3-ubyte" ends within its header; an IDX file starts with a magic number and its "#
        + "dimensions; download or copy it again"),
    BadData(
      "header only half there", images, Array(goodImages.prefix(10)),
      #""FOLDER/train-images-idx3-ubyte" ends within its header; an IDX file starts with a magic number and its "#
        + "dimensions; download or copy it again"),
    BadData(
      "truncated by one byte", images, goodImages.dropLast(),
      #""FOLDER/train-images-idx3-ubyte" ends after 225 bytes; its header announces 226; download or copy it again"#),
    BadData(
      "truncated, compressed", images, try gzip(goodImages.dropLast(100)),
      #""FOLDER/train-images-idx3-ubyte" ends after 126 bytes; its header announces 226; download or copy it again"#),
    BadData(
      "header only", images, Array(goodImages.prefix(16)),
      #""FOLDER/train-images-idx3-ubyte" ends after 16 bytes; its header announces 226; download or copy it again"#),
    BadData(
      "absurd dimensions", images, SmallDataset.idx(0x08, [0xFFFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFFF], [1, 2, 3]),
      #""FOLDER/train-images-idx3-ubyte" ends after 19 bytes; its header announces 9223372036854775807; "#
        + "download or copy it again"),
    BadData(
      "trailing byte", labels, goodLabels + [0],
      #""FOLDER/train-labels-idx1-ubyte" goes on for 1 byte behind its end; its header announces exactly 14; "#
        + "download or copy it again"),
    BadData(
      "trailing bytes, compressed", labels, try gzip(goodLabels + [1, 2, 3]),
      #""FOLDER/train-labels-idx1-ubyte" goes on for 3 bytes behind its end; its header announces exactly 14; "#
        + "download or copy it again"),
    BadData(
      "wrong magic", images, Array("<!DOCTYPE html>".utf8),
      #""FOLDER/train-images-idx3-ubyte" starts with the bytes 3c 21 44 4f; an IDX file, plain or compressed by gzip, "#
        + "starts with two zero bytes; check that it is the right file"),
    BadData(
      "wrong type byte", images, SmallDataset.idx(0x0D, [6, 5, 7], [UInt8](repeating: 0, count: 840)),
      #""FOLDER/train-images-idx3-ubyte" has the IDX type byte 0d; image files hold unsigned bytes (08); "#
        + "convert it or check that it is the right file"),
    BadData(
      "wrong type byte of labels", labels, SmallDataset.idx(0x09, [6], SmallDataset.trainingLabels),
      #""FOLDER/train-labels-idx1-ubyte" has the IDX type byte 09; label files hold unsigned bytes (08) or, as "#
        + "QMNIST's, 32-bit integers (0c); convert it or check that it is the right file"),
    BadData(
      "labels in place of images", images, goodLabels,
      #""FOLDER/train-images-idx3-ubyte" has 1 dimension; images have 3 dimensions (count, height, width); "#
        + "check that images and labels are not exchanged"),
    BadData(
      "images in place of labels", labels, goodImages,
      #""FOLDER/train-labels-idx1-ubyte" has 3 dimensions; labels have 1; "#
        + "check that images and labels are not exchanged"),
    BadData(
      "zero-sized", images, SmallDataset.idx(0x08, [6, 0, 7], []),
      #""FOLDER/train-images-idx3-ubyte" has the dimensions 6 x 0 x 7; each must be at least 1; "#
        + "check that it is the right file"),
    BadData(
      "no images", labels, SmallDataset.idx(0x08, [0], []),
      #""FOLDER/train-labels-idx1-ubyte" has the dimensions 0; each must be at least 1; "#
        + "check that it is the right file"),
    BadData(
      "count mismatch", labels, SmallDataset.idx(0x08, [1], [1]),
      #""FOLDER/train-images-idx3-ubyte" has 6 images and "FOLDER/train-labels-idx1-ubyte" has 1 label; "#
        + "each image has one label; check that the two files belong together"),
    BadData(
      "one class", labels, SmallDataset.idx(0x08, [6], [0, 0, 0, 0, 0, 0]),
      #""FOLDER/train-labels-idx1-ubyte" has no other label than 0; training needs at least 2 classes; "#
        + "check that it is the right file"),
    BadData(
      "integer label out of range", labels, SmallDataset.idx(0x0C, [1, 1], SmallDataset.bigEndian(-3)),
      #""FOLDER/train-labels-idx1-ubyte" has the label -3 at index 0; labels are 0 to 255; "#
        + "check that it belongs to the training files"),
    BadData(
      "gzip cut off", images, try gzip(goodImages).dropLast(12),
      #""FOLDER/train-images-idx3-ubyte" stops in the middle of its gzip stream; a .gz file must be complete; "#
        + "download or copy it again"),
    BadData(
      "gzip with a wrong checksum", images,
      try {
        var bytes = try gzip(goodImages)
        bytes[bytes.count - 8] ^= 1
        return bytes
      }(),
      #""FOLDER/train-images-idx3-ubyte" is damaged: incorrect data check; a .gz file must inflate without errors; "#
        + "download or copy it again"),
    BadData(
      "gzip with a wrong block", images,
      try {
        var bytes = try gzip(goodImages)
        bytes[10] |= 0b110
        return bytes
      }(),
      #""FOLDER/train-images-idx3-ubyte" is damaged: invalid block type; a .gz file must inflate without errors; "#
        + "download or copy it again"),
    BadData(
      "bytes behind the gzip stream", images, try gzip(goodImages) + Array("trailing".utf8),
      #""FOLDER/train-images-idx3-ubyte" is damaged: incorrect header check; a .gz file must inflate without errors; "#
        + "download or copy it again"),
  ]

  static let test: [BadData] = [
    BadData(
      "test label out of range", "t10k-labels-idx1-ubyte", SmallDataset.idx(0x08, [3], [0, 3, 1]),
      #""FOLDER/t10k-labels-idx1-ubyte" has the label 3 at index 1; labels are 0 to 2; "#
        + "check that it belongs to the training files"),
    BadData(
      "other image size", "t10k-images-idx3-ubyte", SmallDataset.idx(0x08, [3, 7, 5], SmallDataset.testPixels),
      #""FOLDER/t10k-images-idx3-ubyte" has images of 7 x 5 pixels; they must have the training images' size, 5 x 7; "#
        + "check that it belongs to the training files"),
    BadData(
      "test count mismatch", "t10k-labels-idx1-ubyte", SmallDataset.idx(0x08, [4], [0, 1, 1, 2]),
      #""FOLDER/t10k-images-idx3-ubyte" has 3 images and "FOLDER/t10k-labels-idx1-ubyte" has 4 labels; "#
        + "each image has one label; check that the two files belong together"),
    BadData(
      "test images truncated", "t10k-images-idx3-ubyte", goodTestImages.dropLast(5),
      #""FOLDER/t10k-images-idx3-ubyte" ends after 116 bytes; its header announces 121; download or copy it again"#),
  ]
}

struct BadDataTests {
  @Test("bad training data gives one clear sentence", arguments: BadData.training)
  func training(_ bad: BadData) throws {
    let folder = try TemporaryFolder()
    try SmallDataset().write(to: folder)
    try bad.spoil(folder)
    let error = try #require(throws: DatasetError.self) { try DatasetSource.folder(folder.path).loadTraining() }
    #expect(folder.neutral(error) == bad.message)
  }

  @Test("bad test data is found when the test set is opened, not before", arguments: BadData.test)
  func test(_ bad: BadData) throws {
    let folder = try TemporaryFolder()
    try SmallDataset().write(to: folder)
    try bad.spoil(folder)
    let source = DatasetSource.folder(folder.path)
    let training = try source.loadTraining()
    let error = try #require(throws: DatasetError.self) { try source.loadTest(expecting: training) }
    #expect(folder.neutral(error) == bad.message)
  }

  @Test("any flipped byte and any cut gives an error or valid images, never a crash", arguments: [false, true])
  func damage(isCompressed: Bool) throws {
    let folder = try TemporaryFolder()
    try SmallDataset().write(to: folder)
    let original = isCompressed ? try gzip(BadData.goodImages) : BadData.goodImages
    let flipped = original.indices.map { index in
      var bytes = original
      bytes[index] ^= 0xFF
      return bytes
    }
    let cut = original.indices.map { Array(original[..<$0]) }
    for (index, bytes) in (flipped + cut).enumerated() {
      try folder.write(bytes, to: BadData.images)
      do {
        let images = try DatasetSource.folder(folder.path).loadTraining().images
        #expect(index < original.count, "a cut file must not load")
        #expect(images.count == 6)
      } catch {
        #expect(error is DatasetError)
      }
    }
  }
}
