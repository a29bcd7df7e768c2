import Engine
import Machine

/// What makes times comparable: two records of the same processor, caches and number of cores may be compared.
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
  /// The processor's family, because a virtual machine's name of it says little; `nil` where the system does not tell, and
  /// in records of earlier versions.
  public var processorFamily: Int?
  /// The processor's model number; `nil` as above.
  public var processorModel: Int?
  /// The processor's stepping; `nil` as above.
  public var processorStepping: Int?
  /// The data caches of a core, nearest first; `nil` as above.
  public var caches: [MemoryLevel]?

  /// This machine.
  public static func current() -> MachineDescription {
    let processor = Processor.current()
    return MachineDescription(
      processor: processor.model ?? "unknown", cores: processor.cores, vectorExtensions: processor.vectorExtensions,
      operatingSystem: SystemText.fields(ofFile: "/etc/os-release")["PRETTY_NAME"],
      kernel: SystemText.contents(ofFile: "/proc/sys/kernel/osrelease"), processorFamily: processor.family,
      processorModel: processor.modelNumber, processorStepping: processor.stepping, caches: CacheHierarchy.described())
  }
}

/// How the measuring program was built.
public struct BuildDescription: Codable, Hashable, Sendable {
  /// The instruction set that the kernels were compiled for.
  public var instructionSet: String
  /// The commit that it was built from: known of the revision that `bench compare --baseline` builds, `nil` of others.
  public var revision: String?

  /// This program.
  public static func current() -> BuildDescription {
    BuildDescription(instructionSet: EngineBuild.instructionSet, revision: nil)
  }
}
