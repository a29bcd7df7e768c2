import Foundation

/// The running program's own file, beside which its resources and sibling programs lie.
public enum ProgramFile {
  /// The real path of the program, or of the test bundle under `swift test`.
  public static var url: URL {
    // Systems without /proc have no such link, and the first argument is the best that is left.
    let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return URL(filePath: link ?? CommandLine.arguments.first ?? ".").resolvingSymlinksInPath()
  }

  /// The folder that holds the program.
  public static var folder: URL { url.deletingLastPathComponent() }
}
