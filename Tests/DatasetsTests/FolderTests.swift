import Datasets
import Foundation
import Testing

struct FolderTests {
  @Test("5 x 7 images of 3 classes come back as written, with their digests")
  func roundTrip() throws {
    let folder = try TemporaryFolder()
    try SmallDataset().write(to: folder)
    try folder.write([0], to: "._train-images-idx3-ubyte")
    let source = try DatasetSource(argument: folder.path)
    let training = try source.loadTraining()
    #expect(
      training.images
        == LabeledImages(
          height: 5, width: 7, classCount: 3, pixels: SmallDataset.trainingPixels, labels: SmallDataset.trainingLabels))
    #expect(training.classNames == ["0", "1", "2"])
    #expect(training.name == URL(filePath: folder.path).lastPathComponent)
    #expect(training.files.map(\.name) == ["train-images-idx3-ubyte", "train-labels-idx1-ubyte"])
    // From sha256sum.
    #expect(
      training.files.last?.sha256 == "7840a35b18950fe17eaf3ca7751448a01d796d010dce4d1568a55f4c882168e6")
    let test = try source.loadTest(expecting: training)
    #expect(test.images.labels == SmallDataset.testLabels)
    #expect(test.images.pixels == SmallDataset.testPixels)
    #expect(test.images.classCount == 3)
    #expect(test.files.map(\.file) == [.testImages, .testLabels])
  }

  @Test("plain and compressed files are equal, whatever their names say")
  func compression() throws {
    let plain = try TemporaryFolder()
    try SmallDataset().write(to: plain)
    let expected = try DatasetSource.folder(plain.path).loadTraining()

    let compressed = try TemporaryFolder()
    for (name, bytes) in SmallDataset().files {
      switch name {
      case "train-images-idx3-ubyte": try compressed.write(try gzip(bytes), to: name)
      case "train-labels-idx1-ubyte": try compressed.write(bytes, to: name + ".gz")
      default: try compressed.write(try gzip(bytes), to: name + ".gz")
      }
    }
    let source = DatasetSource.folder(compressed.path)
    let training = try source.loadTraining()
    #expect(training.images == expected.images)
    #expect(training.digest == expected.digest)
    #expect(try source.loadTest(expecting: training).images.labels == SmallDataset.testLabels)
  }

  @Test("gzip members behind one another are one content")
  func members() throws {
    let folder = try TemporaryFolder()
    try SmallDataset().write(to: folder)
    let bytes = SmallDataset().files["train-images-idx3-ubyte"] ?? []
    try folder.write(
      try gzip(Array(bytes.prefix(7))) + gzip(Array(bytes.dropFirst(7))), to: "train-images-idx3-ubyte")
    #expect(try DatasetSource.folder(folder.path).loadTraining().images.pixels == SmallDataset.trainingPixels)
  }

  @Test("the test files stay closed while the training files are read")
  func sealedTestSet() throws {
    let folder = try TemporaryFolder()
    try SmallDataset().write(to: folder)
    for name in ["t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"] {
      // A link to nowhere: its name is there, and whoever opens it fails.
      try folder.remove(name)
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder.path)/\(name)", withDestinationPath: "\(folder.path)/nowhere")
    }
    let source = DatasetSource.folder(folder.path)
    let training = try source.loadTraining()
    #expect(training.images.count == 6)
    #expect(throws: DatasetError.self) { try source.loadTest(expecting: training) }
  }

  @Test(
    "names of EMNIST, QMNIST and of other mirrors are known",
    arguments: [
      ["emnist-letters-train-images-idx3-ubyte", "emnist-letters-train-labels-idx1-ubyte"],
      ["qmnist-train-images-idx3-ubyte", "qmnist-train-labels-idx1-ubyte"],
      ["train-images.idx3-ubyte", "train-labels.idx1-ubyte"],
    ])
  func names(_ names: [String]) throws {
    let folder = try TemporaryFolder()
    for (name, bytes) in SmallDataset().files {
      let chosen = names[name.contains("labels") ? 1 : 0]
      try folder.write(bytes, to: name.hasPrefix("t10k") ? chosen.replacing("train", with: "test") : chosen)
    }
    #expect(try DatasetSource.folder(folder.path).loadTraining().files.map(\.name) == names)
  }

  @Test("a prefix picks one of several data sets in a folder")
  func prefix() throws {
    let folder = try TemporaryFolder()
    for (name, bytes) in SmallDataset().files {
      try folder.write(bytes, to: "emnist-letters-\(name)")
      try folder.write([], to: "emnist-digits-\(name)")
    }
    let source = try DatasetSource(argument: "\(folder.path)/emnist-letters")
    #expect(try source.loadTraining().images.labels == SmallDataset.trainingLabels)
    #expect(source.name == "emnist-letters")
  }

  @Test("labels from 1 leave class 0 empty")
  func labelsFromOne() throws {
    let folder = try TemporaryFolder()
    try SmallDataset().write(to: folder)
    try folder.write(SmallDataset.idx(0x08, [6], [1, 2, 3, 3, 2, 1]), to: "train-labels-idx1-ubyte")
    let images = try DatasetSource.folder(folder.path).loadTraining().images
    #expect(images.classCount == 4)
    #expect(images.countPerClass == [0, 2, 2, 2])
  }

  @Test("QMNIST's label table gives the class from its first column")
  func labelTable() throws {
    let folder = try TemporaryFolder()
    try SmallDataset().write(to: folder)
    let rows = SmallDataset.trainingLabels.flatMap { label in
      [Int(label), 4, 2500, -1, 6, 0, 0, 300_000].flatMap(SmallDataset.bigEndian)
    }
    try folder.remove("train-labels-idx1-ubyte")
    try folder.write(SmallDataset.idx(0x0C, [6, 8], rows), to: "qmnist-train-labels-idx2-int")
    #expect(try DatasetSource.folder(folder.path).loadTraining().images.labels == SmallDataset.trainingLabels)
  }
}
