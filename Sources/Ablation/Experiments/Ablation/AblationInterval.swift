import Statistics

/// Which interval of a mean difference a study declares as its primary one; the others stand beside it.
public enum AblationInterval: String, Hashable, Sendable, Codable, CaseIterable {
  /// Student's of the paired differences, for any number of seeds.
  case student
  /// The BCa bootstrap from 15 seeds on, Student's below.
  case bcaFrom15 = "bca-from-15"

  /// The rule of the statistics.
  public var rule: IntervalRule { self == .student ? .student : .acceleratedFromFifteen }
}
