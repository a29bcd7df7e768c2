import Engine
import Machine
import Testing

@Suite struct InstructionSetCheckTests {
  static let avx512 = ["avx2", "fma", "avx512f", "avx512bw"]

  @Test func aProcessorWithEverythingIsAccepted() {
    #expect(InstructionSetCheck.fault(compiledFor: Self.avx512) { Self.avx512.contains($0) } == nil)
    #expect(InstructionSetCheck.fault(compiledFor: []) { _ in false } == nil)
  }

  @Test func missingInstructionsAreNamedWithTheBuildThatHelps() throws {
    let older = try #require(InstructionSetCheck.fault(compiledFor: Self.avx512) { ["avx2", "fma"].contains($0) })
    #expect(older.contains("does not have: avx512f, avx512bw;"))
    #expect(older.contains("ABLATION_MARCH=x86-64-v3 make build"))
    let oldest = try #require(InstructionSetCheck.fault(compiledFor: Self.avx512) { _ in false })
    #expect(oldest.contains("does not have: avx2, fma, avx512f, avx512bw;"))
    #expect(oldest.contains("ABLATION_MARCH=x86-64 make build"))
  }

  @Test func extensionsThatNobodyKnowsAreNotAssumed() {
    #expect(!InstructionSetCheck.isSupported("avx4096"))
  }

  #if arch(x86_64)
    /// The system's list, read in another way, agrees with what the processor was asked.
    @Test func agreesWithTheSystemsList() {
      let flags = Processor.current().flags
      let names = [
        "avx2": "avx2", "fma": "fma", "bmi2": "bmi2", "avx512f": "avx512f", "avx512vl": "avx512vl",
        "sse4.2": "sse4_2", "lzcnt": "abm", "avx512vbmi2": "avx512_vbmi2", "gfni": "gfni", "fma4": "fma4",
      ]
      for (name, flag) in names { #expect(InstructionSetCheck.isSupported(name) == flags.contains(flag), "\(name)") }
    }
  #endif

  /// The engine under test runs here, so whatever it was compiled for must be known and offered.
  @Test func theEnginesOwnExtensionsAreKnown() {
    let names = String(cString: EngineBuild.extensionList).split(separator: " ").map(String.init)
    #expect(names.filter { !InstructionSetCheck.isSupported($0) } == [])
    #expect(EngineBuild.instructionSet.hasSuffix(String(cString: EngineBuild.extensionList)))
  }
}
