import Statistics
import Studies

/// How a run of an ablation study ended.
public enum AblationRunState: String, Hashable, Sendable, CaseIterable {
  /// With a finite value of every metric.
  case complete
  /// Its loss or metric stopped being a finite number.
  case diverged
  /// With an error.
  case failed
  /// Its configuration cannot be built.
  case infeasible

  /// The state of a run that has ended.
  init(_ state: TrialState) {
    switch state {
    case .complete: self = .complete
    case .diverged: self = .diverged
    case .infeasible: self = .infeasible
    case .failed, .pruned, .waiting, .running: self = .failed
    }
  }
}

/// An arm of which some run did not complete: nothing is compared with it, because the seeds that are left would be those
/// that went well.
public struct IncompleteArm: Hashable, Sendable {
  /// The arm's name.
  public let name: String
  /// Its level of each factor.
  public let levels: [Int]
  /// How its runs ended, in the order of the seeds.
  public let states: [AblationRunState]

  /// What happened: `'x' diverged on 3 of 10 seeds`.
  public var event: String {
    let counts = AblationRunState.allCases.filter { $0 != .complete }.compactMap { state -> String? in
      let count = states.count { $0 == state }
      guard count > 0 else { return nil }
      return state == .infeasible ? "is infeasible on \(count)" : "\(state.rawValue) on \(count)"
    }
    return "'\(name)' \(counts.joined(separator: ", ")) of \(states.count) seed\(states.count == 1 ? "" : "s")"
  }

  /// What the report says of it.
  public var sentence: String { event + ": no comparison" }
}
