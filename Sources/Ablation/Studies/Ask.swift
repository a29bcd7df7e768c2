/// What a study has to do next.
public enum Ask: Hashable, Sendable {
  /// Train this trial and tell the study how it ended.
  case trial(Trial)
  /// Nothing can be handed out before the trial of this number has been told.
  case waitForTrial(Int)
  /// Every trial has ended and there will be no other.
  case finished(Finish)

  /// Why a study creates no more trials.
  public enum Finish: Hashable, Sendable {
    /// It has created as many as its definition allows.
    case budgetSpent
    /// Its sampler has no configuration left.
    case spaceExhausted
    /// This trial's value is as good as the study was to find.
    case targetReached(trial: Int)
    /// Its last suggestions, this many, were all infeasible.
    case onlyInfeasible(Int)

    /// Why the study ended before its number of trials was reached; `nil` where it was.
    public var note: String? {
      switch self {
      case .budgetSpent: return nil
      case .spaceExhausted: return "space exhausted: every configuration has been tried"
      case .targetReached(let trial): return "trial \(trial + 1) reached the target"
      case .onlyInfeasible(let count): return "the last \(count) suggestions were all infeasible"
      }
    }
  }
}
