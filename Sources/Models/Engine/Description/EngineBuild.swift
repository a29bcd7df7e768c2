/// How this engine was built; the numbers that training produces do not depend on it, only the time does.
public enum EngineBuild {
  /// The instruction set that the kernels were compiled for: `native` is the building machine's own.
  public static var instructionSet: String {
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
      return "other"
    #endif
  }
}
