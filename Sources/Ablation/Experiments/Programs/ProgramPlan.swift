import Foundation
import Search
import Studies

/// Everything that decides what a sweep of a program tries; the program itself is the user's.
public struct ProgramPlan: Hashable, Sendable, Codable {
  /// The sweep file's name.
  public var name: String
  /// The seed of every stream of the run.
  public var seed: UInt64
  /// The sweep file's name, for messages.
  public var fileName: String
  /// The sweep file's text.
  public var text: String
  /// Whether distributions with exponents as bounds are taken.
  public var allowsDeprecated: Bool
  /// The folder in which the program runs.
  public var directory: String

  /// Plans a run.
  public init(
    name: String, seed: UInt64, fileName: String, text: String, allowsDeprecated: Bool, directory: String
  ) {
    self.name = name
    self.seed = seed
    self.fileName = fileName
    self.text = text
    self.allowsDeprecated = allowsDeprecated
    self.directory = directory
  }

  /// One line for titles.
  public var note: String { "\(name), seed \(seed)" }

  /// Equal in what is tried; where the file lay does not matter.
  public static func == (left: ProgramPlan, right: ProgramPlan) -> Bool {
    (left.name, left.seed, left.text, left.directory) == (right.name, right.seed, right.text, right.directory)
  }

  /// Feeds what equality compares.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(seed)
    hasher.combine(text)
    hasher.combine(directory)
  }
}

/// A plan, read and checked: what `Study` needs.
public struct PreparedProgram: Sendable {
  /// The plan.
  public let plan: ProgramPlan
  /// The sweep file.
  public let sweep: SweepDefinition
  /// The command line.
  public let command: ProgramCommand
  /// The study's identity.
  public let definition: StudyDefinition

  /// Reads a sweep file.
  ///
  /// - Throws: `SweepFileError` with all faults.
  public init(_ plan: ProgramPlan) throws {
    self.plan = plan
    sweep = try SweepFile.parse(
      text: plan.text, fileName: plan.fileName,
      options: SweepFile.Options(allowDeprecated: plan.allowsDeprecated))
    command = ProgramCommand(sweep)
    var budget = sweep.runCap
    if sweep.method != .grid, budget == nil { budget = PreparedStudy.defaultTrials }
    var fields = sweep.fields
    fields["space"] = try sweep.space.canonicalText()
    fields["command"] = ParameterValue.list(command.parts.map(ParameterValue.string)).jsonText
    definition = StudyDefinition(
      name: plan.name, family: Self.label(plan.name), method: sweep.method.rawValue, metric: sweep.metric?.name ?? "",
      goal: sweep.metric?.goal ?? .minimize, trialBudget: budget, lag: sweep.lag,
      seed: sweep.settings.seed ?? plan.seed, fields: fields)
  }

  /// What tables and file names call the program: the sweep's name without what would need quoting.
  private static func label(_ name: String) -> String {
    String(name.map { $0.isLetter || $0.isNumber || "-_".contains($0) ? $0 : "-" })
  }

  /// The number of trials, if it is known beforehand.
  var trialCount: Int? {
    let size = sweep.method == .grid && sweep.settings.rules.isEmpty ? sweep.space.size : nil
    return [definition.trialBudget, size].compactMap { $0 }.min()
  }

  /// What a worker is to do for a trial, without anything that could stop it early.
  ///
  /// - Parameter prefix: what the names of its logs begin with.
  func job(for trial: Trial, id: Int, logs: URL, prefix: String = "trial") -> ProgramJob {
    let stem =
      "\(prefix)-" + String(repeating: "0", count: max(0, 4 - String(trial.number + 1).count))
      + String(trial.number + 1)
    let file = logs.appending(path: "\(stem).json").path
    let environment = ProcessInfo.processInfo.environment
    let count = sweep.settings.replicates
    let replicates = (0..<count).map { replicate in
      let seed = TrialResult.seed(ofReplicate: replicate, trial: trial.seed)
      return ProgramJob.Replicate(
        command: command.words(for: trial.configuration, seed: Self.small(seed), file: file, environment: environment),
        environment: [
          "ABLATION_SEED": String(Self.small(seed)), "ABLATION_TRIAL": String(trial.number + 1),
          "ABLATION_REPLICATE": String(replicate + 1),
        ],
        log: logs.appending(path: count == 1 ? "\(stem).log" : "\(stem)-replicate-\(replicate + 1).log").path)
    }
    return ProgramJob(
      id: id, replicates: replicates, directory: plan.directory, argumentFile: command.needsFile ? file : nil,
      argumentText: command.json(trial.configuration), timeoutSeconds: sweep.settings.timeoutSeconds,
      metric: definition.metric, reduction: sweep.settings.reduction, goal: definition.goal)
  }

  /// The seed that a program gets: 32 bits, because NumPy and others take no more.
  static func small(_ seed: UInt64) -> UInt64 { seed >> 32 }
}
