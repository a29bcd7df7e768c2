/// One of the four files that make up a data set in IDX format.
public enum DatasetFile: String, Sendable, Hashable, Codable, CaseIterable {
  case trainingImages = "training_images"
  case trainingLabels = "training_labels"
  case testImages = "test_images"
  case testLabels = "test_labels"

  /// What the file must be called at least, without `.gz`: the name of MNIST's own distribution.
  public var canonicalName: String {
    switch self {
    case .trainingImages: "train-images-idx3-ubyte"
    case .trainingLabels: "train-labels-idx1-ubyte"
    case .testImages: "t10k-images-idx3-ubyte"
    case .testLabels: "t10k-labels-idx1-ubyte"
    }
  }

  /// Whether a file's name marks it as this file.
  ///
  /// The name ends with the canonical one and may have a prefix (`emnist-letters-…`), `.gz` behind it, `test` for
  /// `t10k` (EMNIST, QMNIST), a dot before `idx`, and `idx2-int` for labels (QMNIST).
  func matches(name: String) -> Bool {
    let bare = name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
    return endings.contains { bare.hasSuffix($0) }
  }

  /// Whether the file holds images; if not, labels.
  var holdsImages: Bool { self == .trainingImages || self == .testImages }

  private var endings: [String] {
    let parts = self == .trainingImages || self == .trainingLabels ? ["train"] : ["t10k", "test"]
    let kinds = holdsImages ? ["images-idx3-ubyte"] : ["labels-idx1-ubyte", "labels-idx2-int"]
    return parts.flatMap { part in
      kinds.flatMap { ["\(part)-\($0)", "\(part)-\($0.replacing("-idx", with: ".idx"))"] }
    }
  }
}

/// The identity of one file that was read.
public struct FileDigest: Sendable, Hashable, Codable {
  /// Which of the four files it is.
  public let file: DatasetFile
  /// The file's name without its folder.
  public let name: String
  /// SHA-256 of the uncompressed content, 64 lower-case hexadecimal digits.
  public let sha256: String

  /// Describes a file that was read.
  public init(file: DatasetFile, name: String, sha256: String) {
    self.file = file
    self.name = name
    self.sha256 = sha256
  }
}
