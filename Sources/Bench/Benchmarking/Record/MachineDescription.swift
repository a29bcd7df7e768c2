import Engine
import Machine

/// What makes times comparable: two records of the same processor and number of cores may be compared.
public struct MachineDescription: Codable, Hashable, Sendable {
  /// The processor's model, `unknown` where the system does not tell.
  public var processor: String
  /// Processors that the system offers to the program.
  public var cores: Int
  /// Extensions that matter to the engine.
  public var vectorExtensions: [String]
  /// The system's name and release.
  public var operatingSystem: String?
  /// The kernel's release.
  public var kernel: String?

  /// This machine.
  public static func current() -> MachineDescription {
    let processor = Processor.current()
    return MachineDescription(
      processor: processor.model ?? "unknown", cores: processor.cores, vectorExtensions: processor.vectorExtensions,
      operatingSystem: SystemText.fields(ofFile: "/etc/os-release")["PRETTY_NAME"],
      kernel: SystemText.contents(ofFile: "/proc/sys/kernel/osrelease"))
  }
}

/// How the measuring program was built.
public struct BuildDescription: Codable, Hashable, Sendable {
  /// The instruction set that the kernels were compiled for.
  public var instructionSet: String
  /// The revision of the sources, where the caller knows it.
  public var revision: String?

  /// This program.
  public static func current() -> BuildDescription {
    BuildDescription(instructionSet: EngineBuild.instructionSet, revision: nil)
  }
}
