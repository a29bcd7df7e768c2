import Foundation

/// Where the program talks: progress to standard error, results to standard output.
///
/// Nobody has to listen: a closed pipe is no reason to end a run.
enum Console {
  /// The command as one would type it, which stores keep.
  static var command: String { (["ablation"] + CommandLine.arguments.dropFirst()).joined(separator: " ") }

  /// Writes progress, without a newline of its own.
  static func writeProgress(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }

  /// Writes a line of progress.
  static func say(_ line: String) { writeProgress(line + "\n") }

  /// Writes a line of results.
  static func result(_ line: String) {
    try? FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
  }
}
