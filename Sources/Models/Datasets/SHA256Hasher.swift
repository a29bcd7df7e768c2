import Foundation
import CCrypto

/// An incremental SHA-256 (FIPS 180-4) by OpenSSL, which uses the processor's own instructions for it.
struct SHA256Hasher: ~Copyable {
  private let context: OpaquePointer

  init() throws {
    guard let context = EVP_MD_CTX_new() else { throw DatasetError.digestUnavailable }
    guard EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
      EVP_MD_CTX_free(context)
      throw DatasetError.digestUnavailable
    }
    self.context = context
  }

  deinit {
    EVP_MD_CTX_free(context)
  }

  /// Appends bytes to the message.
  func update(_ bytes: UnsafeRawBufferPointer) throws {
    guard EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1 else { throw DatasetError.digestUnavailable }
  }

  /// Ends the message and returns its digest, 64 lower-case hexadecimal digits.
  consuming func finalize() throws -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    guard EVP_DigestFinal_ex(context, &digest, nil) == 1 else { throw DatasetError.digestUnavailable }
    let digits = Array("0123456789abcdef".utf8)
    let text = digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }

  /// The digest of a text's UTF-8 bytes.
  static func digest(of text: String) throws -> String {
    let hasher = try SHA256Hasher()
    try Array(text.utf8).withUnsafeBytes { try hasher.update($0) }
    return try hasher.finalize()
  }
}

extension FileDigest {
  /// SHA-256 of any file's content, 64 lower-case hexadecimal digits.
  public static func sha256(of url: URL) throws -> String {
    let content = try Data(contentsOf: url)
    let hasher = try SHA256Hasher()
    try content.withUnsafeBytes { try hasher.update($0) }
    return try hasher.finalize()
  }
}
