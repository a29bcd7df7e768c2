/// An ablation study that cannot begin or go on.
public enum AblationStudyError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong with the components.
  case components([String])
  /// More components than the design allows.
  case tooMany(components: Int, design: String, most: Int)
  /// An arm whose layers do not fit the images.
  case infeasible(arm: String, reason: String)
  /// A file that was stored as a program's and is not.
  case noProgram(String)
  /// A path that would be chosen on the test set.
  case pathOnTest(metric: String)
  /// The folder holds something else.
  case noStudy(folder: String)
  /// Too few seeds have ended in every arm.
  case tooFewSeeds(ended: Int, planned: Int, last: String)
  /// No next arm of a path completed every seed.
  case pathEnds(arms: [String], last: String?)
  /// A run without a metric that every run should have.
  case noMetric(String, arm: String, known: [String])
  /// Several trials could be the best of a run.
  case severalStudies([String])
  /// The run has no complete trial.
  case nothingSelected(folder: String)

  /// There is no such file, or it cannot be read.
  case noFile(String, reason: String)
  /// The folder of a report holds something that is not the report of such a table.
  case occupied(folder: String, reason: String)

  /// What is wrong, what is allowed, what to do.
  public var description: String {
    switch self {
    case .components(let faults): return faults.joined(separator: "\n")
    case .tooMany(let count, let design, let most):
      let other = design == "factorial" ? "fractional or leave-one-out" : "leave-one-out"
      return
        "\(count) components in a \(design) design: at most \(most); name fewer by --components, or choose --design "
        + other
    case .infeasible(let arm, let reason): return "the arm '\(arm)' cannot be trained: \(reason)"
    case .noProgram(let file): return "\(file) names no program"
    case .pathOnTest(let metric):
      return "a path chooses its next arm by the metric, and '\(metric)' is measured on the test set: give --metric "
        + "val_accuracy or val_loss; the test metrics of its arms are reported as secondary ones"
    case .noStudy(let folder):
      return "'\(folder)' holds no ablation study; give the folder that 'ablation ablate' printed, or another --output"
    case .tooFewSeeds(let ended, let planned, let last):
      return
        "only \(ended) of \(planned) seeds have ended in every arm, and a comparison needs 2; go on with 'ablation "
        + "resume': \(last)"
    case .pathEnds(let arms, let last):
      return "the path ends: none of \(arms.map { "'\($0)'" }.joined(separator: ", ")) completed every seed"
        + (last.map { "; the last of them said: \($0)" } ?? "")
    case .noMetric(let metric, let arm, let known):
      return "the arm '\(arm)' has no '\(metric)'; it has \(known.joined(separator: ", "))"
    case .severalStudies(let names):
      return "the run has several studies: name one by --study: \(names.joined(separator: ", "))"
    case .noFile(let name, let reason):
      return "'\(name)' \(reason): give a YAML file that describes an ablation study (docs/ablation-studies.md), or "
        + "options alone; to go on with a study, 'ablation resume FOLDER'"
    case .occupied(let folder, let reason):
      return "'\(folder)' \(reason): give another --output"
    case .nothingSelected(let folder): return "'\(folder)' has no complete trial to ablate"
    }
  }
}
