import CZlib

/// The content of a gzip file, inflated piece by piece; members behind one another are one content, as in RFC 1952.
final class GzipStream: ByteStream {
  private let file: FileStream
  // zlib's state points back to this structure, so that it may not move.
  private let zlib: UnsafeMutablePointer<z_stream>
  private let input: UnsafeMutableRawBufferPointer
  private var isBetweenMembers = false

  init(file: FileStream) throws {
    self.file = file
    zlib = .allocate(capacity: 1)
    zlib.initialize(to: z_stream())
    input = .allocate(byteCount: 1 << 16, alignment: 16)
    // 15 bits of window, plus 16 for "gzip and nothing else".
    let status = inflateInit2_(zlib, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    if status != Z_OK { throw DatasetError.corruptGzip(file: file.path, reason: "zlib cannot start, status \(status)") }
  }

  deinit {
    inflateEnd(zlib)
    zlib.deinitialize(count: 1)
    zlib.deallocate()
    input.deallocate()
  }

  /// Deflate cannot shrink anything to less than 1/1032 of its size.
  static let greatestRatio = 1032

  var byteCountLimit: Int { file.byteCountLimit * Self.greatestRatio }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    zlib.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
    zlib.pointee.avail_out = UInt32(clamping: buffer.count)
    let room = zlib.pointee.avail_out
    while zlib.pointee.avail_out == room {
      if zlib.pointee.avail_in == 0, try refill() == 0 {
        if isBetweenMembers { return 0 }
        throw DatasetError.truncatedGzip(file: file.path)
      }
      if isBetweenMembers {
        inflateReset(zlib)
        isBetweenMembers = false
      }
      switch inflate(zlib, Z_NO_FLUSH) {
      case Z_OK, Z_BUF_ERROR: break
      case Z_STREAM_END: isBetweenMembers = true
      default: throw DatasetError.corruptGzip(file: file.path, reason: failureReason)
      }
    }
    return Int(room - zlib.pointee.avail_out)
  }

  private func refill() throws -> Int {
    let count = try file.read(into: input)
    zlib.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    zlib.pointee.avail_in = UInt32(count)
    return count
  }

  private var failureReason: String {
    zlib.pointee.msg.map { String(cString: $0) } ?? "not a deflate stream"
  }
}
