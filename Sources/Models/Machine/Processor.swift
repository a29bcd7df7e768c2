import Foundation

/// The processor that this program runs on, as Linux describes it.
public struct Processor: Hashable, Sendable, Codable {
  /// The model's name; `nil` where the system does not tell.
  public var model: String?
  /// The instruction set extensions that the system lists.
  public var flags: Set<String>
  /// Processors that the system offers to this program.
  public var cores: Int
  /// The family, which tells apart processors of one name, such as `AMD EPYC` of a virtual machine; `nil` where the system
  /// does not tell.
  public var family: Int?
  /// The number of the model within its family; `nil` as above.
  public var modelNumber: Int?
  /// The stepping; `nil` as above.
  public var stepping: Int?

  /// Those of the extensions that matter to the engine, in a fixed order.
  public var vectorExtensions: [String] { ["avx2", "fma", "avx512f"].filter(flags.contains) }

  /// Reads `/proc/cpuinfo`.
  public static func current() -> Processor {
    let fields = SystemText.fields(ofFile: "/proc/cpuinfo")
    return Processor(
      model: fields["model name"],
      flags: Set((fields["flags"] ?? "").split(separator: " ").map(String.init)),
      cores: ProcessInfo.processInfo.activeProcessorCount, family: fields["cpu family"].flatMap { Int($0) },
      modelNumber: fields["model"].flatMap { Int($0) }, stepping: fields["stepping"].flatMap { Int($0) })
  }
}

/// Small text files of the system.
public enum SystemText {
  /// A file's text without the white space around it; `nil` where it cannot be read.
  public static func contents(ofFile path: String) -> String? {
    FileManager.default.contents(atPath: path).map {
      String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
  }

  /// A file's `name : value` and `NAME="value"` lines; of equal names the first.
  public static func fields(ofFile path: String) -> [String: String] {
    var result: [String: String] = [:]
    for line in (contents(ofFile: path) ?? "").split(separator: "\n") {
      guard let end = line.firstIndex(where: { $0 == ":" || $0 == "=" }) else { continue }
      let name = line[..<end].trimmingCharacters(in: .whitespaces)
      let value = line[line.index(after: end)...].trimmingCharacters(in: CharacterSet(charactersIn: " \t\""))
      if result[name] == nil { result[name] = value }
    }
    return result
  }
}
