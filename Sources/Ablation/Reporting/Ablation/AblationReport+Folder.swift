import Experiments
import Foundation

extension AblationReport {
  /// What keeps a folder from taking the report of a table: files that the report would replace and did not make.
  ///
  /// - Parameter table: the table that the report is of.
  /// - Returns: what the folder holds, in words; `nil` where nothing would be lost.
  public static func occupant(of folder: URL, table: URL) -> String? {
    let folder = folder.standardizedFileURL.resolvingSymlinksInPath()
    func exists(_ name: String) -> Bool {
      FileManager.default.fileExists(atPath: folder.appending(path: name).path)
    }
    if table.standardizedFileURL.resolvingSymlinksInPath().deletingLastPathComponent().path == folder.path {
      return "is where the table lies, which the report's own files would replace"
    }
    if exists(Run.storeName) { return "holds a study with its own report" }
    let readme = FileManager.default.contents(atPath: folder.appending(path: "README.md").path)
    if let readme {
      if readme.starts(with: Data("# Ablation study:".utf8)) {
        // The report of the same table may be written again.
        let isOfTable = readme.firstRange(of: Data("read from `\(table.lastPathComponent)`".utf8)) != nil
        return isOfTable ? nil : "holds the report of another table or study"
      }
      return "holds a README.md that the report would replace"
    }
    return tableNames.first(where: exists).map { "holds the file \($0) that the report would replace" }
  }
}
