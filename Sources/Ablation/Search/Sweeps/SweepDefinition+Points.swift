import Seeding

extension SweepDefinition {
  /// How many points are known before any trial has ended; `nil` where results never matter.
  ///
  /// - Parameter trialBudget: how many trials the study has at most, if that is known; `runCap` may be larger.
  public func pointsWithoutResults(trialBudget: Int? = nil) -> Int? {
    sampler.startUpTrials(trialBudget: trialBudget ?? runCap)
  }

  /// The first points that a study would try, as far as they do not depend on results; fewer where the space ends.
  ///
  /// - Throws: `SearchError`.
  public func firstPoints(_ count: Int, seed: UInt64, trialBudget: Int? = nil) throws -> [Configuration] {
    let sampler = try makeSampler(seed: seed, trialBudget: trialBudget)
    let known = pointsWithoutResults(trialBudget: trialBudget) ?? count
    var history = TrialHistory()
    while history.pending.count < min(count, known) {
      guard let point = try sampler.suggest(trial: history.pending.count, history: history) else { break }
      history.pending.append(point)
    }
    return history.pending
  }
}

extension SweepDefinition {
  /// Independent draws that the rules allow, in reduced form.
  ///
  /// - Throws: `SearchError.expression`.
  public func draws(_ count: Int, seed: UInt64 = 1) throws -> [Configuration] {
    var generator = SeedSequence(root: seed).child("draws").generator()
    var result: [Configuration] = []
    for _ in 0..<count {
      do throws(ExpressionError) {
        let point = try settings.rules.reduced(space.decode(space.dimensions.map { _ in generator.uniform() }))
        if try settings.rules.violation(by: point) == nil { result.append(point) }
      } catch {
        throw SearchError.expression(error)
      }
    }
    return result
  }
}
