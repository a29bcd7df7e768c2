import Search
import Seeding
import Statistics
import Studies

/// A seeded sample of a study's stopped trials, and what became of them when they were trained to their ends.
public struct RegretAudit: Sendable {
  /// The study.
  public let study: JudgedStudy
  /// The numbers of the sampled trials, ascending.
  public let sample: [Int]

  /// Draws a sample without replacement.
  ///
  /// - Parameters:
  ///   - size: how many trials; all where fewer were stopped.
  ///   - seed: the same seed draws the same trials.
  public init(_ study: JudgedStudy, size: Int, seed: UInt64) {
    self.study = study
    var numbers = study.stopped.map(\.number)
    var generator = SeedSequence(root: seed).child("audit").child(study.definition.name).generator()
    let count = min(size, numbers.count)
    for index in 0..<count {
      numbers.swapAt(index, index + generator.uniform(below: numbers.count - index))
    }
    sample = numbers.prefix(count).sorted()
  }

  /// The sampled trials with what became of them; `nil` for those that have not been trained yet.
  public var entries: [(trial: Trial, audit: TrialAudit?)] {
    study.trials.filter { sample.contains($0.number) }.map { ($0, study.audits[$0.number]) }
  }

  /// Whether a trial would have been the best of its study.
  public func wins(_ audit: TrialAudit) -> Bool {
    guard audit.state == .complete, let value = audit.value else { return false }
    guard let best = study.best?.value else { return true }
    return study.isBetter(value, than: best)
  }

  /// The share of the sampled trials that would have won, with its exact 95 % interval (Clopper and Pearson 1934); `nil`
  /// before anything was audited.
  ///
  /// The interval is for the share among all stopped trials; where all of them were audited there is nothing left to
  /// estimate.
  public var share: (wins: Int, of: Int, interval: ConfidenceInterval)? {
    let audits = entries.compactMap(\.audit)
    guard !audits.isEmpty else { return nil }
    let wins = audits.count(where: wins)
    return (wins, audits.count, .exactProportion(wins, of: audits.count))
  }

  /// How much better the best audited trial is than the study's best, at least 0.
  public var largestRegret: Double? {
    guard let best = study.best?.value else { return nil }
    let gains = entries.compactMap(\.audit).filter { $0.state == .complete }.compactMap(\.value).map { value in
      study.definition.goal == .maximize ? value - best : best - value
    }
    return gains.max().map { max(0, $0) }
  }
}
