import CLanes

/// How this engine was built; the numbers that training produces do not depend on it, only the time does.
public enum EngineBuild {
  /// The instruction set extensions that the kernels were compiled for: names separated by spaces, in memory that
  /// stays.
  ///
  /// A C string, so that reading it needs none of these extensions: a program asks before it runs anything else here.
  public static var extensionList: UnsafePointer<CChar> { compiled_extensions() }

  /// The instruction set that the kernels were compiled for, by the name given to the compiler and by its extensions,
  /// such as `x86-64-v3: sse3 ... avx2 fma`.
  public static var instructionSet: String { "\(name ?? "other"):\(String(cString: extensionList))" }

  /// The name alone, as `ABLATION_MARCH` takes it to build for the same instruction set again: `native` is the building
  /// machine's own; `nil` for a name that is not among the levels of x86-64.
  public static var name: String? {
    #if ENGINE_MARCH_NATIVE
      return "native"
    #elseif ENGINE_MARCH_X86_64
      return "x86-64"
    #elseif ENGINE_MARCH_X86_64_V2
      return "x86-64-v2"
    #elseif ENGINE_MARCH_X86_64_V3
      return "x86-64-v3"
    #elseif ENGINE_MARCH_X86_64_V4
      return "x86-64-v4"
    #else
      return nil
    #endif
  }
}
