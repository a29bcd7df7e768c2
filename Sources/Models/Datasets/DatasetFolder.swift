import Foundation

/// The four files of a data set, found by their names; finding them opens none of them.
package struct DatasetFolder {
  let path: String
  private let names: [DatasetFile: String]

  /// Finds the four files in a folder, or those whose names start with the last component of `path` when the path
  /// itself is no folder (`gzip/emnist-letters`).
  init(path: String) throws {
    let (folder, prefix) = DatasetFolder.split(path)
    guard let entries = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      throw DatasetError.folderNotFound(path: path)
    }
    // Hidden files are left out: archives from macOS carry a "._" companion of each file.
    let visible = entries.filter { $0.hasPrefix(prefix) && !$0.hasPrefix(".") }
    let files = visible.filter { !isFolder("\(folder)/\($0)") }.sorted()
    guard prefix.isEmpty || !files.isEmpty else { throw DatasetError.folderNotFound(path: path) }
    var names: [DatasetFile: String] = [:]
    for file in DatasetFile.allCases {
      let candidates = files.filter(file.matches(name:))
      guard candidates.count < 2 else {
        throw DatasetError.filesAmbiguous(folder: folder, file: file, candidates: candidates)
      }
      names[file] = candidates.first
    }
    let missing = DatasetFile.allCases.filter { names[$0] == nil }
    guard missing.isEmpty else { throw DatasetError.filesMissing(folder: path, missing: missing) }
    self.path = folder
    self.names = names
  }

  /// Whether a path is a folder, or a folder with a prefix that some data file's name in it has.
  static func exists(at path: String) -> Bool {
    if isFolder(path) { return true }
    let (folder, prefix) = split(path)
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return entries.contains { name in
      name.hasPrefix(prefix) && DatasetFile.allCases.contains { $0.matches(name: name) }
    }
  }

  /// Reads one of the four files.
  ///
  /// - Parameter expected: the digest that the content must have, if it is known.
  package func read(_ file: DatasetFile, expecting expected: String?) throws -> (content: IDXFile, digest: FileDigest) {
    // The initialiser has found a name for each file.
    let name = names[file, default: file.canonicalName]
    let content = try IDXFile(path: "\(path)/\(name)", as: file)
    if let expected, content.sha256 != expected {
      throw DatasetError.digestMismatch(file: content.path, found: content.sha256, expected: expected)
    }
    return (content, FileDigest(file: file, name: name, sha256: content.sha256))
  }

  private static func split(_ path: String) -> (folder: String, prefix: String) {
    if path.isEmpty || isFolder(path) { return (withoutSlash(path), "") }
    let url = URL(filePath: path)
    let parent = path.contains("/") ? url.deletingLastPathComponent().path(percentEncoded: false) : "."
    return (withoutSlash(parent), url.lastPathComponent)
  }

  private static func withoutSlash(_ path: String) -> String {
    path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
  }
}

private func isFolder(_ path: String) -> Bool {
  var isDirectory: ObjCBool = false
  return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
}
