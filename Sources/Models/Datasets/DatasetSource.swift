import Foundation

/// Where images come from: the value of the option `--data`.
public enum DatasetSource: Hashable, Sendable {
  /// The four MNIST files that come with the program.
  case mnist
  /// Zalando's Fashion-MNIST as Debian's package `dataset-fashion-mnist` installs it.
  case fashionMNIST
  /// A folder with four IDX files, plain or `.gz`; or a folder and the prefix of their names (`gzip/emnist-letters`).
  case folder(String)

  /// Reads a command-line argument: `mnist`, `fashion-mnist`, or the path of a folder.
  ///
  /// A folder with one of the two names is reached as `./mnist`. The files themselves are looked at by `loadTraining()`.
  ///
  /// - Throws: `DatasetError.unknownSource` when there is neither such a name nor such a folder.
  public init(argument: String) throws {
    switch argument {
    case "mnist": self = .mnist
    case "fashion-mnist": self = .fashionMNIST
    default:
      guard DatasetFolder.exists(at: argument) else { throw DatasetError.unknownSource(argument: argument) }
      self = .folder(argument)
    }
  }

  /// The argument that gives this source again, for a job file or another process in the same working directory.
  public var argument: String {
    switch self {
    case .mnist: "mnist"
    case .fashionMNIST: "fashion-mnist"
    case .folder(let path): path == "mnist" || path == "fashion-mnist" ? "./\(path)" : path
    }
  }

  /// A short name for reports: `mnist`, `fashion-mnist`, or the last component of the path.
  public var name: String {
    switch self {
    case .mnist, .fashionMNIST: argument
    case .folder(let path): URL(filePath: path).standardizedFileURL.lastPathComponent
    }
  }

  /// The names of the classes that the source's authors gave, or `nil` when they are just numbers.
  var publishedClassNames: [String]? {
    guard self == .fashionMNIST else { return nil }
    return [
      "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
    ]
  }

  /// Finds the four files without opening them.
  func locate() throws -> DatasetFolder {
    switch self {
    case .mnist: return try EmbeddedMNIST.locate()
    case .fashionMNIST:
      let path = "/usr/share/datasets/fashion-mnist"
      guard DatasetFolder.exists(at: path) else { throw DatasetError.fashionMNISTMissing(folder: path) }
      return try DatasetFolder(path: path)
    case .folder(let path): return try DatasetFolder(path: path)
    }
  }
}

extension DatasetSource: Codable {
  /// Decodes the argument; whether a folder exists is seen when it is loaded.
  public init(from decoder: any Decoder) throws {
    let argument = try decoder.singleValueContainer().decode(String.self)
    switch argument {
    case "mnist": self = .mnist
    case "fashion-mnist": self = .fashionMNIST
    default: self = .folder(argument)
    }
  }

  /// Encodes the argument as one string.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(argument)
  }
}
