/// Where a trial or a confirmation stands.
public enum TrialState: String, Codable, Sendable, CaseIterable {
  /// Numbered, with its configuration and seed fixed, and free to be handed out.
  case waiting
  /// Handed out to a worker that has not reported yet.
  case running
  /// Trained to the end with a finite objective value.
  case complete
  /// Stopped early because its curve was not promising.
  case pruned
  /// Its configuration cannot be built; found out before training.
  case infeasible
  /// Its loss or objective stopped being a finite number.
  case diverged
  /// Ended with an error as often as the study allows.
  case failed

  /// Whether the trial has ended for good.
  public var isTerminal: Bool {
    switch self {
    case .waiting, .running: false
    case .complete, .pruned, .infeasible, .diverged, .failed: true
    }
  }
}
