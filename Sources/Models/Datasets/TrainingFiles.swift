/// What was read from the two training files of a data set.
public struct TrainingFiles: Sendable, Equatable {
  /// The data set's short name, for reports.
  public let name: String
  /// The name of each class, in the order of the labels.
  public let classNames: [String]
  /// All training images; the validation images are split off by `DatasetSplit`.
  public let images: LabeledImages
  /// The files' digests: images, then labels.
  public let files: [FileDigest]

  /// Describes training data; for data that does not come from files, `files` is empty.
  ///
  /// - Precondition: one name a class.
  public init(name: String, classNames: [String], images: LabeledImages, files: [FileDigest]) {
    precondition(
      classNames.count == images.classCount, "\(images.classCount) classes have \(classNames.count) names")
    self.name = name
    self.classNames = classNames
    self.images = images
    self.files = files
  }

  /// One identity of the training data: the two digests in hexadecimal, joined by a hyphen, images first.
  public var digest: String { files.map(\.sha256).joined(separator: "-") }
}

/// What was read from the two test files of a data set.
public struct TestFiles: Sendable, Equatable {
  /// All test images, with the training images' size and classes.
  public let images: LabeledImages
  /// The files' digests: images, then labels.
  public let files: [FileDigest]

  /// Describes test data; for data that does not come from files, `files` is empty.
  public init(images: LabeledImages, files: [FileDigest]) {
    self.images = images
    self.files = files
  }

  /// One identity of the test data: the two digests in hexadecimal, joined by a hyphen, images first.
  public var digest: String { files.map(\.sha256).joined(separator: "-") }
}
