/// A file's content as a sequence of bytes, read once from the start to the end.
protocol ByteStream: AnyObject {
  /// Fills `buffer` from its start and returns the number of bytes written: 0 at the end of the content, and
  /// otherwise possibly fewer than there is room for.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int

  /// No fewer than the bytes of the whole content; bounds what a header may announce before memory is reserved.
  var byteCountLimit: Int { get }
}

extension ByteStream {
  /// Fills `buffer` completely unless the content ends before, and returns the number of bytes written.
  func fill(_ buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    var filled = 0
    while filled < buffer.count {
      let count = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
      if count == 0 { break }
      filled += count
    }
    return filled
  }

  /// Reads to the end of the content and returns the number of bytes passed over.
  func skipToEnd() throws -> Int {
    var scratch = [UInt8](repeating: 0, count: 1 << 16)
    var total = 0
    while true {
      let count = try scratch.withUnsafeMutableBytes { try read(into: $0) }
      if count == 0 { return total }
      total += count
    }
  }
}

/// Opens a file's content, inflating it when its first two bytes are gzip's, whatever its name is.
func openContent(ofFile path: String) throws -> any ByteStream {
  let file = try FileStream(path: path)
  guard file.startsWithGzipMagic else { return file }
  return try InflatedStream(file: file) ?? GzipStream(file: file)
}
