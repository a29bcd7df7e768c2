import Foundation
import Search

/// The command line of a sweep that runs a program, with W&B's macros.
public struct ProgramCommand: Sendable {
  /// What a sweep without `command` has.
  static let usual = ["${env}", "${interpreter}", "${program}", "${args}"]
  /// W&B's macros, and `${seed}`.
  static let macros = [
    "env", "interpreter", "program", "args", "args_no_hyphens", "args_no_boolean_flags", "args_no_equals", "args_json",
    "args_json_file",
    "seed",
  ]

  let parts: [String]
  let program: String?
  private let space: SearchSpace

  /// The command of a sweep.
  init(_ sweep: SweepDefinition) {
    space = sweep.space
    program = sweep.metadata["program"]?.asString
    if case .list(let items)? = sweep.metadata["command"] {
      parts = items.map(\.pythonText)
    } else {
      parts = Self.usual
    }
  }

  /// Whether the arguments go into a file.
  var needsFile: Bool { parts.contains("${args_json_file}") }

  /// The words of the command for a configuration.
  ///
  /// Only a part that is one macro altogether is replaced, as in W&B; `${envvar:NAME}` may stand anywhere.
  ///
  /// - Parameter file: where the configuration lies as JSON, for `${args_json_file}`.
  func words(
    for configuration: Configuration, seed: UInt64, file: String, environment: [String: String]
  ) -> [String] {
    let arguments = space.nested(configuration)
    return parts.flatMap { part -> [String] in
      let text = Self.replaceVariables(part, environment)
      guard text.hasPrefix("${"), text.hasSuffix("}") else { return [text] }
      switch text.dropFirst(2).dropLast() {
      case "env": return ["/usr/bin/env"]
      case "interpreter": return [Self.interpreter(environment)]
      case "program": return program.map { [$0] } ?? []
      case "args": return arguments.map { "--\($0.name)=\($0.value.pythonText)" }
      case "args_no_equals": return arguments.flatMap { ["--\($0.name)", $0.value.pythonText] }
      case "args_no_hyphens": return arguments.map { "\($0.name)=\($0.value.pythonText)" }
      case "args_no_boolean_flags":
        return arguments.compactMap { argument in
          guard let flag = argument.value.asBool else { return "--\(argument.name)=\(argument.value.pythonText)" }
          return flag ? "--\(argument.name)" : nil
        }
      case "args_json": return [json(configuration)]
      case "args_json_file": return [file]
      case "seed": return [String(seed)]
      default: return [text]
      }
    }
  }

  /// The configuration as JSON, nested as the sweep file has it.
  func json(_ configuration: Configuration) -> String {
    let entries = Dictionary(space.nested(configuration).map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    return entries.jsonText
  }

  /// One line that a shell would take, for people.
  public func preview(_ configuration: Configuration, seed: UInt64) -> String {
    words(
      for: configuration, seed: seed, file: "ARGUMENTS.json", environment: ProcessInfo.processInfo.environment
    ).map(Self.quoted).joined(separator: " ")
  }

  private static func quoted(_ word: String) -> String {
    let isPlain = !word.isEmpty && word.allSatisfy { $0.isLetter || $0.isNumber || "-_./=:,+@%".contains($0) }
    return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }

  /// `python`, or `python3` where there is none.
  static func interpreter(_ environment: [String: String]) -> String {
    let folders = (environment["PATH"] ?? "").split(separator: ":")
    let hasPython = folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/python") }
    return hasPython ? "python" : "python3"
  }

  /// The environment variables that the command reads.
  static func variables(in part: String) -> [String] {
    part.matches(of: /\$\{envvar:([A-Z0-9_]*)\}/).map { String($0.1) }
  }

  private static func replaceVariables(_ part: String, _ environment: [String: String]) -> String {
    part.replacing(/\$\{envvar:([A-Z0-9_]*)\}/) { environment[String($0.1)] ?? String($0.1) }
  }
}
