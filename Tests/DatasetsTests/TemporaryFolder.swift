import Foundation

/// A folder that lasts as long as the object, for data files made up by a test.
final class TemporaryFolder {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "ablation-datasets-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path(percentEncoded: false)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func write(_ bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: URL(filePath: "\(path)/\(name)"))
  }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: "\(path)/\(name)")
  }

  /// A message with this folder's changing path replaced by "FOLDER".
  func neutral(_ error: any Error) -> String {
    "\(error)".replacing(path, with: "FOLDER")
  }
}

/// The bytes compressed by the gzip program.
func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
  let folder = try TemporaryFolder()
  try folder.write(bytes, to: "content")
  let process = Process()
  process.executableURL = URL(filePath: "/usr/bin/gzip")
  process.arguments = ["-9n", "\(folder.path)/content"]
  try process.run()
  process.waitUntilExit()
  return [UInt8](try Data(contentsOf: URL(filePath: "\(folder.path)/content.gz")))
}
