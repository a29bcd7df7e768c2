import Search

/// The record of one reading of the test set.
///
/// Openings are only ever added, so that a table of test results can state how often the test set was looked at.
public struct TestOpening: Hashable, Sendable {
  /// The study on whose behalf the test set was read.
  public let study: String
  /// The configuration that was evaluated.
  public let configuration: Configuration
  /// The replicate that was evaluated, counted from 0.
  public let replicate: Int
  /// Why, such as "confirmation".
  public let purpose: String
  /// Which opening this is among those equal in everything above, counted from 1.
  ///
  /// It counts within its own configuration and replicate, and hence does not depend on which worker came first.
  public let sequence: Int

  /// Describes one opening.
  public init(study: String, configuration: Configuration, replicate: Int, purpose: String, sequence: Int) {
    self.study = study
    self.configuration = configuration
    self.replicate = replicate
    self.purpose = purpose
    self.sequence = sequence
  }
}
