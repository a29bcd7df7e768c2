#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Ends the process with a message unless the condition holds, in every build.
///
/// The engine is compiled without the standard library's checks: its `precondition` would be an assumption there, and
/// undefined behaviour where it fails. Entry points use this once a call; inner loops do not.
@inline(__always)
func require(_ condition: @autoclosure () -> Bool, _ message: @autoclosure () -> String) {
  if !condition() { stop(message()) }
}

/// Writes a message to standard error and aborts.
@inline(never)
func stop(_ message: String) -> Never {
  var line = "engine: \(message)\n"
  line.withUTF8 { text in
    if let base = text.baseAddress { _ = write(2, base, text.count) }
  }
  abort()
}
