import Engine
import Foundation

/// The program and the machine that made a run, so that a reader knows what its times mean.
public struct RunEnvironment: Hashable, Sendable, Codable {
  /// The program's version.
  public var programVersion: String
  /// The Swift compiler's version, as far as a program can know it.
  public var swiftVersion: String
  /// Whether the program was built for release.
  public var isReleaseBuild: Bool
  /// The instruction set that the engine was compiled for.
  public var engineInstructionSet: String
  /// The processor's model.
  public var cpu: String?
  /// Those of the processor's vector extensions that matter to the engine.
  public var cpuExtensions: [String]
  /// Processors that the system offers to this program.
  public var cores: Int
  /// The system's name and release.
  public var operatingSystem: String?
  /// The kernel's release.
  public var kernel: String?
  /// gnuplot's version.
  public var gnuplotVersion: String?

  /// The key of the store's fact that holds the environment in which a run began.
  public static let metadataKey = "environment"

  /// The version that `environment.json` names.
  public static let programVersion = "0.1.0"

  /// This program on this machine.
  public static func current() -> RunEnvironment {
    let processor = text("/proc/cpuinfo").flatMap(fields) ?? [:]
    let flags = Set((processor["flags"] ?? "").split(separator: " ").map(String.init))
    return RunEnvironment(
      programVersion: programVersion, swiftVersion: swiftVersion, isReleaseBuild: isReleaseBuild,
      engineInstructionSet: EngineBuild.instructionSet, cpu: processor["model name"],
      cpuExtensions: ["avx2", "fma", "avx512f"].filter(flags.contains),
      cores: ProcessInfo.processInfo.activeProcessorCount,
      operatingSystem: text("/etc/os-release").flatMap(fields)?["PRETTY_NAME"],
      kernel: text("/proc/sys/kernel/osrelease"), gnuplotVersion: gnuplotVersion())
  }

  /// The environment as the store keeps it.
  public func encoded() -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  /// Reads what `encoded` wrote; `nil` for anything else.
  static func decoding(_ text: String) -> RunEnvironment? {
    try? JSONDecoder().decode(RunEnvironment.self, from: Data(text.utf8))
  }

  private static var swiftVersion: String {
    #if compiler(>=6.5)
      return "6.5 or later"
    #elseif compiler(>=6.4)
      return "6.4"
    #elseif compiler(>=6.3)
      return "6.3"
    #else
      return "6.2"
    #endif
  }

  private static var isReleaseBuild: Bool {
    #if DEBUG
      return false
    #else
      return true
    #endif
  }

  private static func text(_ path: String) -> String? {
    FileManager.default.contents(atPath: path).map {
      String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
  }

  /// `name : value` and `NAME="value"` lines; of equal names the first.
  private static func fields(_ text: String) -> [String: String] {
    var result: [String: String] = [:]
    for line in text.split(separator: "\n") {
      guard let end = line.firstIndex(where: { $0 == ":" || $0 == "=" }) else { continue }
      let name = line[..<end].trimmingCharacters(in: .whitespaces)
      let value = line[line.index(after: end)...].trimmingCharacters(in: CharacterSet(charactersIn: " \t\""))
      if result[name] == nil { result[name] = value }
    }
    return result
  }

  private static func gnuplotVersion() -> String? {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["gnuplot", "--version"]
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return String(decoding: output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
