import ArgumentParser
import Experiments
import Foundation
import Search
import Studies

/// A run with its studies as early termination sees them, whatever was trained.
struct JudgedRun {
  let folder: URL
  let studies: [JudgedStudy]
  let store: any StudyStore
  /// One line for titles.
  let note: String
  /// The data that workers read; `nil` for programs.
  let data: DataPlan?
  /// Where the logs of programs lie.
  let logs: URL?

  /// Opens a run's folder.
  ///
  /// - Parameter study: the name of the only study that is wanted; `nil` for all.
  init(_ path: String, study name: String? = nil, writing: Bool = false) throws {
    let url = URL(filePath: path)
    var all: [JudgedStudy]
    if let program = try ProgramRun.open(url, writing: writing) {
      (folder, store, note) = (program.folder, program.store, program.prepared.plan.note)
      (data, logs) = (nil, program.logs)
      all = [try program.judgedStudy()]
    } else {
      let run = try Run.open(url, writing: writing)
      (folder, store, note, data, logs) = (run.folder, run.store, run.plan.note, run.plan.data, nil)
      all = try run.judgedStudies()
    }
    if let name {
      let known = all.map(\.definition.name)
      all = all.filter { $0.definition.name == name }
      guard !all.isEmpty else { throw JudgedRunError.unknownStudy(name, known: known) }
    }
    studies = all
  }
}

/// Why early termination has nothing to say of a run.
enum JudgedRunError: Error, CustomStringConvertible {
  case unknownStudy(String, known: [String])
  case noRule(folder: String)
  case nothingStopped(folder: String)
  case nothingTrained(folder: String)
  case unknownTrial(Int, counts: [(study: String, count: Int)])
  case unknownRule(String, nearest: String?)
  case uselessOption(String, rules: String)

  var description: String {
    switch self {
    case .unknownStudy(let name, let known):
      return "the run has no study '\(name)'; it has: \(known.joined(separator: ", "))"
    case .noRule(let folder):
      return
        "no study of '\(folder)' has a rule of early termination; give its sweep file an 'early_terminate', or try "
        + "rules on its curves by 'ablation replay'"
    case .nothingStopped(let folder):
      return "no trial of '\(folder)' was stopped, so there is nothing to audit"
    case .nothingTrained(let folder):
      return "no trial of '\(folder)' has ended, so there is nothing to replay: go on with 'ablation resume'"
    case .unknownTrial(let number, let counts):
      let known = counts.map { "\($0.study) 1 to \($0.count)" }.joined(separator: ", ")
      return "there is no trial \(number) that has ended; there are: \(known)"
    case .unknownRule(let name, let nearest):
      let hint = nearest.map { "; did you mean '\($0)'?" } ?? ""
      return "there is no rule '\(name)'; allowed: \(ReplayRules.names.joined(separator: ", "))\(hint)"
    case .uselessOption(let option, let rules):
      return "--\(option) is a setting of none of the rules \(rules); see 'ablation help replay'"
    }
  }
}
