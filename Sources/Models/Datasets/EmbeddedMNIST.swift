import Foundation
import Machine

/// The MNIST files that the package carries, found from the program's own place and known by their digests.
package enum EmbeddedMNIST {
  /// SHA-256 of each uncompressed file, as published by many loaders.
  package static func sha256(of file: DatasetFile) -> String {
    switch file {
    case .trainingImages: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"
    case .trainingLabels: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"
    case .testImages: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"
    case .testLabels: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"
    }
  }

  /// Finds the files beside the running program.
  static func locate() throws -> DatasetFolder {
    // Not Bundle.module, which ends the process when the bundle is missing. The package manager puts
    // the bundle beside the program, and beside the .xctest binary under `swift test`.
    try locate(besideProgram: ProgramFile.url.path)
  }

  /// Finds the files beside a program.
  package static func locate(besideProgram program: String) throws -> DatasetFolder {
    let bundle = URL(filePath: program).deletingLastPathComponent().appending(path: "ablation_Datasets.resources")
    let folder = bundle.appending(path: "mnist").path(percentEncoded: false)
    do {
      return try DatasetFolder(path: folder)
    } catch DatasetError.folderNotFound, DatasetError.filesMissing {
      throw DatasetError.embeddedFilesMissing(folder: folder)
    }
  }
}
