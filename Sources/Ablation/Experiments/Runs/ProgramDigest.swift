import Datasets
import Machine

/// Which build of this program trained something.
public enum ProgramDigest {
  /// The key of the store's fact that lists the builds, one digest a line in the order of their first trainings.
  public static let metadataKey = "programs"

  /// The SHA-256 of the running program's file; `nil` if the file cannot be read, as after it was removed.
  static func current() -> String? { try? FileDigest.sha256(of: ProgramFile.url) }

  /// A list of builds with the running one.
  static func adding(to list: String?) -> String? {
    let known = list?.split(separator: "\n").map(String.init) ?? []
    guard let digest = current(), !known.contains(digest) else { return list }
    return (known + [digest]).joined(separator: "\n")
  }
}
