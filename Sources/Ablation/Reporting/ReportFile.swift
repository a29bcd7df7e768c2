import Foundation

/// One file of a report.
enum ReportFile {
  /// Puts a complete file at its place, under a temporary name first, or leaves what was there.
  static func write(_ data: Data, to url: URL) throws {
    let folder = url.deletingLastPathComponent()
    // In the same folder, so that the rename cannot cross into another file system.
    let unfinished = folder.appending(path: ".\(url.lastPathComponent).\(UUID().uuidString)")
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try data.write(to: unfinished)
    } catch {
      try? FileManager.default.removeItem(at: unfinished)
      throw ReportError.unwritable(path: url.path, reason: reason(error))
    }
    guard rename(unfinished.path, url.path) == 0 else {
      let reason = String(cString: strerror(errno))
      try? FileManager.default.removeItem(at: unfinished)
      throw ReportError.unwritable(path: url.path, reason: reason)
    }
  }

  /// Removes files of an earlier report that this one did not write.
  ///
  /// - Parameter isOurs: whether a name is one that reports give.
  static func removeStale(in folder: URL, keeping names: Set<String>, where isOurs: (String) -> Bool) throws {
    let present = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in present where isOurs(name) && !names.contains(name) {
      do {
        try FileManager.default.removeItem(at: folder.appending(path: name))
      } catch {
        throw ReportError.unwritable(path: folder.appending(path: name).path, reason: reason(error))
      }
    }
  }

  /// Removes what interrupted reports left in a folder: files under the temporary names that tables and pictures have
  /// before they are complete.
  static func removeUnfinished(in folder: URL) throws {
    try removeStale(in: folder, keeping: []) { name in
      let parts = name.split(separator: ".", omittingEmptySubsequences: false)
      guard parts.count >= 4, parts[0].isEmpty, let last = parts.last, UUID(uuidString: String(last)) != nil else {
        return false
      }
      return ["csv", "json", "md", "png"].contains(parts[parts.count - 2])
    }
  }

  private static func reason(_ error: any Error) -> String {
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    guard let underlying, underlying.domain == NSPOSIXErrorDomain else {
      return error.localizedDescription.trimmingCharacters(in: CharacterSet(charactersIn: "."))
    }
    return String(cString: strerror(Int32(underlying.code)))
  }
}
