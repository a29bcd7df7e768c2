import Foundation

/// The bytes of a file as they are on disk.
final class FileStream: ByteStream {
  let path: String
  let byteCountLimit: Int
  private let descriptor: Int32

  init(path: String) throws {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw DatasetError.unreadable(file: path, reason: String(cString: strerror(errno))) }
    let size = lseek(descriptor, 0, SEEK_END)
    guard size >= 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
      let reason = String(cString: strerror(errno))
      close(descriptor)
      throw DatasetError.unreadable(file: path, reason: reason)
    }
    byteCountLimit = Int(size)
  }

  deinit {
    close(descriptor)
  }

  /// Whether the file begins with the two bytes of a gzip member; the place of the next read stays where it is.
  var startsWithGzipMagic: Bool {
    var start: [UInt8] = [0, 0]
    return pread(descriptor, &start, 2, 0) == 2 && start == [0x1F, 0x8B]
  }

  /// Fills `buffer` from the file's start and returns the number of bytes read; the place of the next read stays where it
  /// is.
  func readFromStart(_ buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    var filled = 0
    while filled < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
      let count = pread(descriptor, rest.baseAddress, rest.count, off_t(filled))
      if count == 0 { break }
      if count > 0 {
        filled += count
      } else if errno != EINTR {
        throw DatasetError.unreadable(file: path, reason: String(cString: strerror(errno)))
      }
    }
    return filled
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while true {
      let count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      if errno != EINTR { throw DatasetError.unreadable(file: path, reason: String(cString: strerror(errno))) }
    }
  }
}
