/// A given configuration first, then what another sampler suggests.
public struct LedSampler: Sampler {
  private let first: Configuration?
  private let others: any Sampler

  /// - Parameters:
  ///   - first: the configuration of trial 0; `nil` leaves every trial to the other sampler.
  ///   - others: suggests trial n as its own n - 1.
  public init(first: Configuration?, others: any Sampler) { (self.first, self.others) = (first, others) }

  /// The configuration for a trial, or `nil` when the other sampler has no more.
  public func suggest(trial number: Int, history: TrialHistory) throws -> Configuration? {
    guard let first else { return try others.suggest(trial: number, history: history) }
    return number == 0 ? first : try others.suggest(trial: number - 1, history: history)
  }
}
