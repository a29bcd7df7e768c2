/// The content of one IDX file, validated: the format of MNIST (LeCun, Cortes, Burges), big-endian, exact length.
///
/// Images are unsigned bytes of three dimensions. Labels are unsigned bytes of one dimension, or QMNIST's table of
/// 32-bit integers, of which the first column is the class.
package struct IDXFile {
  let path: String
  /// The size of each dimension, all positive: `[count, height, width]`, `[count]` or `[count, columns]`.
  let dimensions: [Int]
  /// The elements as bytes, row-major.
  let payload: [UInt8]
  /// SHA-256 of the uncompressed file, header included.
  let sha256: String
  private let elementSize: Int

  /// The number of bytes inflated and hashed at a time: small enough that the hash finds them in the cache.
  private static let pieceByteCount = 1 << 18

  /// Reads a file that must hold what `file` says.
  init(path: String, as file: DatasetFile) throws {
    let stream = try openContent(ofFile: path)
    let hasher = try SHA256Hasher()
    let magic = try IDXFile.readHeader(4, from: stream, hasher, path)
    let type = magic[2]
    let dimensionCount = Int(magic[3])
    try IDXFile.check(magic: magic, of: file, path)

    let sizes = try IDXFile.readHeader(4 * dimensionCount, from: stream, hasher, path)
    let dimensions = (0..<dimensionCount).map { IDXFile.integer(in: sizes, at: 4 * $0) }
    guard dimensions.allSatisfy({ $0 > 0 }) else {
      throw DatasetError.emptyDimension(file: path, dimensions: dimensions)
    }
    let elementSize = type == IDXFile.unsignedByte ? 1 : 4
    let payloadCount = IDXFile.saturatingProduct(dimensions + [elementSize])
    let headerCount = 4 + 4 * dimensionCount
    let expected = payloadCount.addingReportingOverflow(headerCount).overflow ? Int.max : payloadCount + headerCount
    guard expected <= stream.byteCountLimit else {
      throw DatasetError.truncated(file: path, expected: expected, found: try headerCount + stream.skipToEnd())
    }

    let payload = try [UInt8](unsafeUninitializedCapacity: payloadCount) { buffer, initializedCount in
      let bytes = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<payloadCount])
      while initializedCount < payloadCount {
        let end = min(initializedCount + IDXFile.pieceByteCount, payloadCount)
        let piece = UnsafeMutableRawBufferPointer(rebasing: bytes[initializedCount..<end])
        let count = try stream.fill(piece)
        guard count == piece.count else {
          throw DatasetError.truncated(file: path, expected: expected, found: headerCount + initializedCount + count)
        }
        try hasher.update(UnsafeRawBufferPointer(piece))
        initializedCount += count
      }
    }
    // Reading on to the end also makes zlib check gzip's own checksum.
    let surplus = try stream.skipToEnd()
    guard surplus == 0 else { throw DatasetError.trailingBytes(file: path, expected: expected, surplus: surplus) }
    self.path = path
    self.dimensions = dimensions
    self.payload = payload
    self.elementSize = elementSize
    sha256 = try hasher.finalize()
  }

  /// The labels of a label file, one byte an image.
  func labels() throws -> [UInt8] {
    guard elementSize == 4 else { return payload }
    let rowByteCount = payload.count / dimensions[0]
    return try (0..<dimensions[0]).map { row in
      let value = Int(Int32(truncatingIfNeeded: IDXFile.integer(in: payload, at: row * rowByteCount)))
      guard let label = UInt8(exactly: value) else {
        throw DatasetError.labelOutOfRange(file: path, index: row, label: value, classCount: 256)
      }
      return label
    }
  }

  private static let unsignedByte: UInt8 = 0x08
  private static let signedInteger: UInt8 = 0x0C

  private static func check(magic: [UInt8], of file: DatasetFile, _ path: String) throws {
    guard magic[0] == 0, magic[1] == 0 else { throw DatasetError.notIDX(file: path, magic: magic) }
    let allowedDimensionCount: Int
    switch magic[2] {
    case unsignedByte: allowedDimensionCount = file.holdsImages ? 3 : 1
    case signedInteger where !file.holdsImages: allowedDimensionCount = 2
    default: throw DatasetError.wrongType(file: path, type: magic[2], holdsImages: file.holdsImages)
    }
    guard Int(magic[3]) == allowedDimensionCount else {
      throw DatasetError.wrongDimensionCount(
        file: path, found: Int(magic[3]), allowed: allowedDimensionCount, holdsImages: file.holdsImages)
    }
  }

  private static func readHeader(
    _ count: Int, from stream: any ByteStream, _ hasher: borrowing SHA256Hasher, _ path: String
  ) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    guard try bytes.withUnsafeMutableBytes({ try stream.fill($0) }) == count else {
      throw DatasetError.incompleteHeader(file: path)
    }
    try bytes.withUnsafeBytes { try hasher.update($0) }
    return bytes
  }

  private static func integer(in bytes: [UInt8], at offset: Int) -> Int {
    bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
  }

  private static func saturatingProduct(_ factors: [Int]) -> Int {
    factors.reduce(1) { product, factor in
      let (result, overflow) = product.multipliedReportingOverflow(by: factor)
      return overflow ? Int.max : result
    }
  }
}
