import Foundation
import Search

/// Checks a sweep file that runs a program.
public enum ProgramCheck {
  /// Everything that keeps the program from being swept.
  public static func findings(_ sweep: SweepReading) -> [SweepFinding] {
    var findings: [SweepFinding] = []
    if !sweep.hasKey("metric") {
      findings.append(
        SweepFinding(
          .key(["metric"]), "'metric' is missing", allowed: "what the program reports, such as {name: loss}"))
    }
    var parts = ProgramCommand.usual
    if case .list(let items)? = sweep.document["command"] { parts = items.map(\.pythonText) }
    for part in parts { findings += check(part, hasProgram: sweep.hasKey("program")) }
    if parts.contains("${program}"), let program = sweep.document["program"]?.asString,
      !FileManager.default.fileExists(atPath: program)
    {
      findings.append(
        SweepFinding(
          .key(["program"]), "there is no file '\(program)'",
          allowed: "a path from the folder in which the run is started"))
    }
    return findings
  }

  private static func check(_ part: String, hasProgram: Bool) -> [SweepFinding] {
    var findings: [SweepFinding] = []
    for name in ProgramCommand.variables(in: part) where ProcessInfo.processInfo.environment[name] == nil {
      findings.append(
        SweepFinding(
          .key(["command"]), "the environment variable '\(name)' is not set", allowed: "variables of the environment"))
    }
    guard part.hasPrefix("${"), part.hasSuffix("}"), !part.hasPrefix("${envvar:") else { return findings }
    let macro = String(part.dropFirst(2).dropLast())
    if macro == "program", !hasProgram {
      findings.append(
        SweepFinding(.key(["command"]), "the command reads '${program}', but there is none", allowed: "a key 'program'")
      )
    } else if !ProgramCommand.macros.contains(macro) {
      let known = ProgramCommand.macros.map { "${\($0)}" } + ["${envvar:NAME}"]
      findings.append(
        SweepFinding(
          .key(["command"]), "unknown macro '\(part)'", allowed: known.joined(separator: ", "),
          nearest: NearestSpelling.of(macro, among: ProgramCommand.macros).map { "${\($0)}" }))
    } else if macro == "seed" {
      findings.append(SweepFinding(.key(["command"]), "W&B does not know the macro '${seed}'", severity: .strictOnly))
    }
    return findings
  }

  /// What `explain` says of the program.
  public static func explanation(of sweep: SweepDefinition, fileName: String) throws -> [String] {
    let command = ProgramCommand(sweep)
    guard let first = try sweep.firstPoints(1, seed: sweep.settings.seed ?? 1).first else { return [] }
    var lines = ["command of the first point: " + command.preview(first, seed: 0)]
    lines.append(
      "  reports: JSON lines on standard output with '\(sweep.metric?.name ?? "")', and 'epoch' or 'step' if it likes")
    lines.append("  timeout: " + (sweep.settings.timeoutSeconds.map { "\($0) s" } ?? "none"))
    return lines
  }
}
