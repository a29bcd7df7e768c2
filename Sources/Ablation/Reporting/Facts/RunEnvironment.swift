import Engine
import Foundation
import Machine

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
    let processor = Processor.current()
    return RunEnvironment(
      programVersion: programVersion, swiftVersion: swiftVersion, isReleaseBuild: isReleaseBuild,
      engineInstructionSet: EngineBuild.instructionSet, cpu: processor.model,
      cpuExtensions: processor.vectorExtensions, cores: processor.cores,
      operatingSystem: SystemText.fields(ofFile: "/etc/os-release")["PRETTY_NAME"],
      kernel: SystemText.contents(ofFile: "/proc/sys/kernel/osrelease"), gnuplotVersion: gnuplotVersion())
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

  private static func gnuplotVersion() -> String? {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["gnuplot", "--version"]
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    let end = ProcessEnd(of: process)
    guard (try? process.run()) != nil else { return nil }
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    end.wait()
    guard process.terminationStatus == 0 else { return nil }
    return String(decoding: output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
