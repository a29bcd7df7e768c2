import Search
import Statistics
import Studies
import Training

/// What the fresh seeds of a study's best configurations say, and which one to use.
public struct SelectionReview: Sendable {
  /// The study.
  public let study: PreparedStudy
  /// What was asked for.
  public let request: RetrainingRequest
  /// One for each configuration, in the order in which the search ranked them.
  public let entries: [Entry]
  /// What the seeds say.
  public let analysis: SelectionAnalysis
  /// The place of the recommended configuration among the entries; `nil` where none is complete.
  public let recommended: Int?

  /// One configuration.
  public struct Entry: Sendable {
    /// The trial for which the search selected it.
    public let trial: Trial
    /// Its trainings by replicate; `nil` where one has not ended.
    public let retrainings: [Retraining?]
    /// Epochs of a training.
    public let epochs: Int

    /// The trainings that ended without a metric.
    public var failures: Int { retrainings.count { $0.map { $0.value == nil } ?? false } }
    /// The trainings that have not ended.
    public var missing: Int { retrainings.count { $0 == nil } }
    /// Mean and spread of a metric of the test set.
    public func test(_ metric: String) -> Moments { Moments(retrainings.compactMap { $0?.testMetrics[metric] }) }
  }

  /// Reads the last request of a study and what has ended of it; `nil` where nothing was asked for.
  ///
  /// - Throws: ``AfterSearchError`` or `StudyError`.
  public init?(_ study: PreparedStudy, in run: Run) throws {
    let name = study.definition.name
    guard let request = try run.retrainingRequest(ofStudy: name) else { return nil }
    self.study = study
    self.request = request
    let stored = Dictionary(
      try run.store.retrainings(ofStudy: name).filter(\.state.isTerminal).map { ($0.key, $0) },
      uniquingKeysWith: { $1 })
    let entries = try request.trials(of: study.definition, in: run.store).map { trial in
      let whole = try study.modelConfiguration(trial.configuration).epochs
      return Entry(
        trial: trial,
        retrainings: (0..<request.seeds).map { stored[Confirmation.Key(trial: trial.number, replicate: $0)] },
        epochs: Budget.epochs(whole, share: run.plan.budget.searchEpochShare))
    }
    self.entries = entries
    let analysis = SelectionAnalysis(
      entries.map { .init(selected: $0.trial.value ?? .nan, values: $0.retrainings.map { $0?.value }) },
      largerIsBetter: study.definition.goal == .maximize)
    self.analysis = analysis
    // Of configurations that not even an uncorrected test tells from the leader: not to be worse for certain is not yet
    // to be as good. Of these the cheapest to use, then the smallest, then the cheapest to train, then the best.
    let sign = study.definition.goal == .maximize ? -1.0 : 1.0
    recommended = entries.indices.filter { analysis.findings[$0].isCloseToLeader }.min { left, right in
      func cost(_ index: Int) -> [Double] {
        let entry = entries[index]
        let forward = Double(entry.trial.multiplyAdds ?? .max)
        return [
          forward, Double(entry.trial.parameterCount ?? .max), Double(entry.epochs),
          sign * (analysis.findings[index].moments.mean ?? 0), Double(index),
        ]
      }
      return cost(left).lexicographicallyPrecedes(cost(right))
    }
  }

  /// The mean optimism gap of the configurations, positive where the search promised too much.
  public var meanGap: Double? { mean(of: analysis.findings.compactMap { $0.gap?.estimate }) }

  /// Seeds to train in addition, so that the two best would be told apart 4 times in 5; 0 where they already are.
  public var furtherSeeds: Int? {
    guard let second = analysis.runnerUp else { return nil }
    if !analysis.findings[second].isAmongBest { return 0 }
    // Beyond a million seeds nobody would train them.
    return analysis.seedsToSeparate.map { max(1, Int(min($0, 1e6)) - request.seeds) }
  }
}
