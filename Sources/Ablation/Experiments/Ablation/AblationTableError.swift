/// Why runs are not a table that can be analysed.
public enum AblationTableError: Error, Hashable, Sendable, CustomStringConvertible {
  /// An arm and a seed.
  public struct Pair: Hashable, Sendable {
    /// The arm's name.
    public var arm: String
    /// The seed's name.
    public var seed: String
  }

  /// Arms without a run for a seed that other arms have.
  case missing([Pair])
  /// An arm with two runs for one seed.
  case repeated(arm: String, seed: String)
  /// A run without a finite value of a metric.
  case notFinite(arm: String, seed: String, metric: String)
  /// An arm whose runs have different components.
  case armChanges(arm: String)
  /// Two arms with the same components.
  case sameArm(String, String)
  /// No arm has the baseline's name.
  case unknownBaseline(String, arms: [String])
  /// Nothing to compare the baseline with.
  case oneArm(String)
  /// The baseline lacks components.
  case baselineNotFull(String)
  /// The baseline, or every other arm, has runs that did not complete.
  case nothingCompleted(baseline: String, events: [String])
  /// A run's predictions are of other images than the first run's.
  case otherImages(arm: String, seed: String)

  /// What is wrong, what is allowed and what to do next.
  public var description: String {
    switch self {
    case .missing(let pairs):
      let named = pairs.prefix(5).map { "arm '\($0.arm)' seed \($0.seed)" }.joined(separator: ", ")
      return "\(pairs.count) pair\(pairs.count == 1 ? " is" : "s are") missing: \(named)"
        + (pairs.count > 5 ? ", ..." : "")
        + "; every arm needs a run for every seed - run what is missing, or leave those seeds out for all arms"
    case .repeated(let arm, let seed): return "arm '\(arm)' has two runs for seed \(seed); keep one"
    case .notFinite(let arm, let seed, let metric):
      return
        "arm '\(arm)' seed \(seed) has no finite '\(metric)'; a run that diverged cannot be averaged - say so in a "
        + "column state (\(AblationRunState.allCases.map(\.rawValue).joined(separator: ", ")))"
    case .armChanges(let arm):
      return "the runs of arm '\(arm)' have different components; runs of one arm differ in their seed alone"
    case .sameArm(let first, let second):
      return "the arms '\(first)' and '\(second)' have the same components; give both the same name or tell them apart"
    case .unknownBaseline(let name, let arms):
      return "no arm is named '\(name)'; the arms are \(arms.joined(separator: ", "))"
    case .oneArm(let name): return "'\(name)' is the only arm; an ablation needs one to compare it with"
    case .baselineNotFull(let name):
      return "the baseline '\(name)' is not the full model; the baseline is the arm that has every component"
    case .nothingCompleted(let baseline, let events):
      return "nothing can be compared, because every comparison with '\(baseline)' or of the design lacks an arm: "
        + events.joined(separator: "; ")
    case .otherImages(let arm, let seed):
      return
        "the predictions of arm '\(arm)' seed \(seed) are of other images than those of the first run; all runs are "
        + "to be tested on the same images in the same order"
    }
  }
}
