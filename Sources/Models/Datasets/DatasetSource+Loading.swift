extension DatasetSource {
  /// Reads the training images and labels; the test files are found by name but never opened.
  ///
  /// The number of classes is the largest training label plus 1, so that data with labels from 1 (EMNIST letters) has
  /// an empty class 0. Images are taken as stored; EMNIST's are transposed.
  ///
  /// - Throws: `DatasetError` for a missing, damaged or mislabelled file, for MNIST also when a digest differs.
  public func loadTraining() throws -> TrainingFiles {
    let folder = try locate()
    let labels = try folder.read(.trainingLabels, expecting: expectedDigest(of: .trainingLabels))
    let images = try folder.read(.trainingImages, expecting: expectedDigest(of: .trainingImages))
    let classes = try labels.content.labels()
    let classCount = Int(classes.max() ?? 0) + 1
    guard classCount > 1 else { throw DatasetError.singleClass(file: labels.content.path) }
    return TrainingFiles(
      name: name, classNames: publishedClassNames ?? (0..<classCount).map(String.init),
      images: try LabeledImages(images.content, labels: classes, labels.content.path, classCount: classCount),
      files: [images.digest, labels.digest])
  }

  /// Opens the sealed test set: reads the test images and labels, which must fit the training images.
  ///
  /// Call it once for each confirmed configuration and record the call; nothing else in the package reads test files.
  ///
  /// - Throws: `DatasetError` for a missing, damaged or mislabelled file, for images of another size than the training
  ///   images', for a label that no training image has room for, for MNIST also when a digest differs.
  public func loadTest(expecting training: TrainingFiles) throws -> TestFiles {
    let folder = try locate()
    let labels = try folder.read(.testLabels, expecting: expectedDigest(of: .testLabels))
    let images = try folder.read(.testImages, expecting: expectedDigest(of: .testImages))
    let (height, width) = (images.content.dimensions[1], images.content.dimensions[2])
    guard height == training.images.height, width == training.images.width else {
      throw DatasetError.imageSizeMismatch(
        file: images.content.path, height: height, width: width,
        expectedHeight: training.images.height, expectedWidth: training.images.width)
    }
    return TestFiles(
      images: try LabeledImages(
        images.content, labels: try labels.content.labels(), labels.content.path,
        classCount: training.images.classCount),
      files: [images.digest, labels.digest])
  }

  private func expectedDigest(of file: DatasetFile) -> String? {
    self == .mnist ? EmbeddedMNIST.sha256(of: file) : nil
  }
}

extension LabeledImages {
  fileprivate init(_ file: IDXFile, labels: [UInt8], _ labelsPath: String, classCount: Int) throws {
    guard labels.count == file.dimensions[0] else {
      throw DatasetError.countMismatch(
        imagesFile: file.path, imageCount: file.dimensions[0], labelsFile: labelsPath, labelCount: labels.count)
    }
    if let index = labels.firstIndex(where: { Int($0) >= classCount }) {
      throw DatasetError.labelOutOfRange(
        file: labelsPath, index: index, label: Int(labels[index]), classCount: classCount)
    }
    self.init(
      height: file.dimensions[1], width: file.dimensions[2], classCount: classCount, pixels: file.payload,
      labels: labels)
  }
}
