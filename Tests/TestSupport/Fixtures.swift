import Foundation

/// Locates the committed expected values, which the scripts in `Tests/Reference` made.
public enum Fixtures {
  /// The project's root folder, found from this file's place in the source tree.
  public static let projectRoot = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The URL of a file or folder under `Tests/Fixtures`.
  public static func url(_ path: String) -> URL {
    projectRoot.appending(path: "Tests/Fixtures").appending(path: path)
  }

  /// Decodes a JSON fixture.
  public static func decode<Value: Decodable>(_ type: Value.Type, from path: String) throws -> Value {
    try JSONDecoder().decode(type, from: Data(contentsOf: url(path)))
  }
}
