import Foundation

/// The exclusive right to write one store, held until it is released or the process ends in any way.
///
/// It is an advisory `flock` on a file next to the store, which names the holder. The kernel drops it with the process,
/// so that there is no stale lock to clear after a kill; the file itself stays.
final class WriterLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock or throws ``StudyError/storeInUse(path:holder:)`` at once.
  init(store path: String) throws {
    let lockPath = path + ".lock"
    // Close-on-exec: a worker that outlives its coordinator must not keep the lock.
    descriptor = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw StudyError.storeFailed(path: path, reason: "cannot create \(lockPath): \(String(cString: strerror(errno)))")
    }
    var status = flock(descriptor, LOCK_EX | LOCK_NB)
    while status != 0, errno == EINTR {
      status = flock(descriptor, LOCK_EX | LOCK_NB)
    }
    guard status == 0 else {
      let code = errno
      let holder = WriterLock.holder(descriptor)
      close(descriptor)
      guard code == EWOULDBLOCK else {
        throw StudyError.storeFailed(path: path, reason: "cannot lock \(lockPath): \(String(cString: strerror(code)))")
      }
      throw StudyError.storeInUse(path: path, holder: holder)
    }
    let process = ProcessInfo.processInfo
    let name = Array("process \(process.processIdentifier) on \(process.hostName)\n".utf8)
    // The name only makes the error of a second coordinator friendlier, hence a failed write is no fault.
    if ftruncate(descriptor, 0) == 0 {
      _ = pwrite(descriptor, name, name.count, 0)
    }
  }

  deinit {
    // A child between its fork and its exec still holds a copy of the descriptor, which would keep the lock for that long.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  private static func holder(_ descriptor: Int32) -> String? {
    var buffer = [UInt8](repeating: 0, count: 256)
    let count = pread(descriptor, &buffer, buffer.count, 0)
    guard count > 0 else { return nil }
    return String(decoding: buffer.prefix(count), as: UTF8.self).split(separator: "\n").first.map(String.init)
  }
}
