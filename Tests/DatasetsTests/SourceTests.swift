import Datasets
import Foundation
import Testing

struct SourceTests {
  @Test("the embedded MNIST files are the canonical ones")
  func mnist() throws {
    let source = try DatasetSource(argument: "mnist")
    let training = try source.loadTraining()
    #expect(training.name == "mnist")
    #expect(training.images.count == 60_000)
    #expect(training.images.height == 28)
    #expect(training.images.width == 28)
    #expect(training.images.classCount == 10)
    #expect(training.images.countPerClass == [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949])
    #expect(
      training.files.map(\.sha256) == [
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
      ])
    let test = try source.loadTest(expecting: training)
    #expect(test.images.count == 10_000)
    #expect(Array(test.images.labels.prefix(5)) == [7, 2, 1, 0, 4])
    #expect(
      test.files.map(\.sha256) == [
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
      ])
  }

  @Test("embedded files with another content are refused by their digest")
  func digestMismatch() throws {
    let folder = try embedded(SmallDataset())
    let error = try #require(throws: DatasetError.self) {
      try EmbeddedMNIST.locate(besideProgram: "\(folder.path)/ablation").read(
        .trainingLabels, expecting: EmbeddedMNIST.sha256(of: .trainingLabels))
    }
    #expect(
      folder.neutral(error)
        == #""FOLDER/ablation_Datasets.resources/mnist/train-labels-idx1-ubyte" has the SHA-256 "#
        + "7840a35b18950fe17eaf3ca7751448a01d796d010dce4d1568a55f4c882168e6; the published file has 65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5; restore it "
        + "from the repository, or give another data set with --data FOLDER")
  }

  @Test("a program without its resource folder says so", arguments: [false, true])
  func missingBundle(hasFolder: Bool) throws {
    var files = SmallDataset()
    files.files["t10k-labels-idx1-ubyte"] = nil
    let folder = hasFolder ? try embedded(files) : try TemporaryFolder()
    let error = try #require(throws: DatasetError.self) {
      try EmbeddedMNIST.locate(besideProgram: "\(folder.path)/ablation")
    }
    #expect(
      folder.neutral(error)
        == #"the embedded MNIST files are not in "FOLDER/ablation_Datasets.resources/mnist"; that folder must lie "#
        + "beside the program; build again with 'swift build -c release', or copy the folder along with the program")
  }

  @Test("Fashion-MNIST loads where Debian's package is installed, and names the package where it is not")
  func fashionMNIST() throws {
    let path = "/usr/share/datasets/fashion-mnist"
    if FileManager.default.fileExists(atPath: path) {
      let training = try DatasetSource.fashionMNIST.loadTraining()
      #expect(training.images.countPerClass == [Int](repeating: 6000, count: 10))
      #expect(training.classNames.last == "Ankle boot")
    } else {
      #expect(throws: DatasetError.fashionMNISTMissing(folder: path)) { try DatasetSource.fashionMNIST.loadTraining() }
    }
    #expect(
      "\(DatasetError.fashionMNISTMissing(folder: path))"
        == #"Fashion-MNIST is not in "/usr/share/datasets/fashion-mnist"; it comes with a Debian package; "#
        + "install it with 'sudo apt-get install dataset-fashion-mnist'")
  }

  @Test("an unknown source is refused", arguments: ["mnsit", "MNIST", "", "/no/such/folder", "fashion"])
  func unknown(_ argument: String) throws {
    let error = try #require(throws: DatasetError.self) { try DatasetSource(argument: argument) }
    #expect(
      "\(error)"
        == "there is no data set or folder \"\(argument)\"; --data takes mnist, fashion-mnist or a folder with four "
        + "IDX files; check the spelling or give the folder's path")
  }

  @Test("a folder that has gone is named")
  func folderGone() throws {
    let error = try #require(throws: DatasetError.self) { try DatasetSource.folder("/no/such/folder").loadTraining() }
    #expect(
      "\(error)"
        == #"the folder "/no/such/folder" cannot be listed; a data set is a readable folder with four IDX files; "#
        + "check the path and its permissions")
  }

  @Test(
    "a source survives its argument and JSON",
    arguments: [DatasetSource.mnist, .fashionMNIST, .folder("/data/kmnist"), .folder("./mnist"), .folder("rel/x")])
  func coding(_ source: DatasetSource) throws {
    #expect(try JSONDecoder().decode([DatasetSource].self, from: JSONEncoder().encode([source])) == [source])
    #expect(DatasetSource.folder("mnist").argument == "./mnist")
  }

  private func embedded(_ dataset: SmallDataset) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/ablation_Datasets.resources/mnist"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for (name, bytes) in dataset.files { try Data(bytes).write(to: URL(filePath: "\(path)/\(name)")) }
    return folder
  }
}
