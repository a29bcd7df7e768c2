import CProcessor
import Foundation

/// Keeps a program from being killed by an illegal instruction: the engine is compiled for one instruction set, and the
/// program may have been copied to a processor that lacks a part of it.
public enum InstructionSetCheck {
  /// Whether this processor and its system offer an extension, such as `avx2`.
  public static func isSupported(_ name: String) -> Bool { processor_supports(name) }

  /// What is wrong with running code compiled for some extensions, and what to do; `nil` if nothing is.
  ///
  /// - Parameter isSupported: what the processor offers.
  public static func fault(compiledFor extensions: [String], isSupported: (String) -> Bool = isSupported) -> String? {
    let missing = extensions.filter { !isSupported($0) }
    if missing.isEmpty { return nil }
    let level = isSupported("avx2") && isSupported("fma") ? "x86-64-v3" : "x86-64"
    return "the engine was compiled for instructions that this processor does not have: "
      + "\(missing.joined(separator: ", ")); build it again on this machine with 'make build', or for it elsewhere with "
      + "'ABLATION_MARCH=\(level) make build' (the results do not depend on it)"
  }

  /// Ends the program with one message and status 1 where this processor cannot run it.
  ///
  /// To be called before any code that was compiled for the extensions.
  ///
  /// - Parameter list: the extensions' names, separated by spaces.
  public static func exitUnlessRunnable(compiledFor list: UnsafePointer<CChar>) {
    let names = String(cString: list).split(separator: " ").map(String.init)
    guard let fault = fault(compiledFor: names) else { return }
    FileHandle.standardError.write(Data("Error: \(fault)\n".utf8))
    exit(1)
  }
}
