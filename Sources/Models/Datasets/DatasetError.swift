/// Everything that can be wrong with a data set; each case carries the facts, `description` is the sentence to print.
public enum DatasetError: Error, Hashable, Sendable {
  /// The argument is neither a known name nor an existing folder.
  case unknownSource(argument: String)
  /// The embedded MNIST files are not beside the program.
  case embeddedFilesMissing(folder: String)
  /// Debian's package with Fashion-MNIST is not installed.
  case fashionMNISTMissing(folder: String)
  /// A folder does not exist or cannot be listed.
  case folderNotFound(path: String)
  /// A folder lacks some of the four files.
  case filesMissing(folder: String, missing: [DatasetFile])
  /// Several files of a folder could be the same one of the four.
  case filesAmbiguous(folder: String, file: DatasetFile, candidates: [String])
  /// The operating system refuses to open or read a file.
  case unreadable(file: String, reason: String)
  /// The compressed stream or its checksum is wrong.
  case corruptGzip(file: String, reason: String)
  /// The compressed stream stops before its end.
  case truncatedGzip(file: String)
  /// The file is too short to hold the header.
  case incompleteHeader(file: String)
  /// The first two bytes are not zero.
  case notIDX(file: String, magic: [UInt8])
  /// The elements are of another type.
  case wrongType(file: String, type: UInt8, holdsImages: Bool)
  /// The number of dimensions is another: labels in place of images, or colour images.
  case wrongDimensionCount(file: String, found: Int, allowed: Int, holdsImages: Bool)
  /// A dimension is zero.
  case emptyDimension(file: String, dimensions: [Int])
  /// The content is shorter than the header announces; sizes in bytes, header included.
  case truncated(file: String, expected: Int, found: Int)
  /// The content goes on behind its announced end; sizes in bytes.
  case trailingBytes(file: String, expected: Int, surplus: Int)
  /// Images and labels are not equally many.
  case countMismatch(imagesFile: String, imageCount: Int, labelsFile: String, labelCount: Int)
  /// All training images belong to class 0.
  case singleClass(file: String)
  /// A label, at `index` in its file, is not in `0 ..< classCount`.
  case labelOutOfRange(file: String, index: Int, label: Int, classCount: Int)
  /// Test images have another size than the training images.
  case imageSizeMismatch(file: String, height: Int, width: Int, expectedHeight: Int, expectedWidth: Int)
  /// A canonical file's content is not the published one.
  case digestMismatch(file: String, found: String, expected: String)
  /// OpenSSL has no SHA-256, as can happen under a restricting policy.
  case digestUnavailable
}
