import Seeding

/// Any sampler on a space with conditions and constraints.
///
/// The inner sampler searches the whole space: to it, an absent parameter has a fixed value, and what a constraint
/// forbids is infeasible. What it suggests is reduced to the active parameters; a suggestion that is forbidden or was
/// tried in reduced form is refused and another one asked for, finally drawn or looked for in the whole space. A grid
/// keeps its order. No configuration of a finite space is suggested twice.
public struct RuledSampler: Sampler {
  private static let attempts = 12
  private static let draws = 20_000
  /// Points of a finite space that are looked at for one that is left.
  private static let longestWalk = 1_000_000

  let space: SearchSpace
  let rules: SpaceRules
  let inner: any Sampler
  private let seeds: SeedSequence

  /// - Parameters:
  ///   - inner: a sampler of the space.
  ///   - seed: the study's seed.
  public init(_ inner: any Sampler, space: SearchSpace, rules: SpaceRules, seed: UInt64) {
    self.inner = inner
    self.space = space
    self.rules = rules
    seeds = SeedSequence(root: seed).child("rules of the space")
  }

  /// The configuration for a trial, or `nil` when no allowed point of a finite space is left.
  ///
  /// - Throws: `SearchError.expression`, or `SearchError.nothingAllowed` when an infinite space seems to have no
  ///   allowed point.
  public func suggest(trial number: Int, history: TrialHistory) throws -> Configuration? {
    try decide(trial: number, history: history)?.suggestion
  }

  /// How a suggestion came about.
  struct Decision {
    var suggestion: Configuration
    /// The place in the grid, of grids.
    var gridIndex: Int?
    /// The point that the inner sampler suggested, the number it was asked for, and what it was told; absent where the
    /// point was drawn without it.
    var inner: (whole: Configuration, number: Int)?
    /// What the inner sampler was told at last.
    var view = TrialHistory()
  }

  func decide(trial number: Int, history: TrialHistory) throws -> Decision? {
    let tried = history.triedKeys
    if let grid = inner as? GridSampler { return try firstLeft(of: grid, tried) }
    var view = TrialHistory(
      observations: history.observations.map { seen in
        Observation(trial: seen.trial, configuration: space.completed(seen.configuration), outcome: seen.outcome)
      }, pending: history.pending.map(space.completed))
    for attempt in 0..<RuledSampler.attempts {
      // Each attempt has random streams of its own; the first is what the sampler would do without rules.
      let asked = number + attempt << 16
      guard let whole = try inner.suggest(trial: asked, history: view) else { break }
      let (reduced, isAllowed) = try examine(whole)
      if isAllowed, isNew(reduced, tried) {
        return Decision(suggestion: reduced, inner: (whole, asked), view: view)
      }
      if isAllowed {
        view.pending.append(whole)
      } else {
        view.observations.append(Observation(trial: number, configuration: whole, outcome: .infeasible))
      }
    }
    return try drawn(number, tried).map { Decision(suggestion: $0, view: view) }
  }

  /// Whether a configuration was not tried.
  private func isNew(_ reduced: Configuration, _ tried: Set<String>) -> Bool {
    // Infinite spaces repeat a configuration only where few parameters are active in it.
    !tried.contains(reduced.canonicalKey)
  }

  private func examine(_ whole: Configuration) throws -> (reduced: Configuration, isAllowed: Bool) {
    do throws(ExpressionError) {
      let reduced = try rules.reduced(whole)
      return (reduced, try rules.violation(by: reduced) == nil)
    } catch {
      throw SearchError.expression(error)
    }
  }

  private func firstLeft(of grid: GridSampler, _ tried: Set<String>) throws -> Decision? {
    for index in 0..<grid.count {
      let (reduced, isAllowed) = try examine(grid.configuration(at: index))
      if isAllowed, isNew(reduced, tried) { return Decision(suggestion: reduced, gridIndex: index) }
      if index >= RuledSampler.longestWalk, tried.isEmpty { throw SearchError.nothingAllowed(points: index) }
    }
    return nil
  }

  /// An independent draw; in a finite space, where draws find nothing, the first point left after a random one.
  private func drawn(_ number: Int, _ tried: Set<String>) throws -> Configuration? {
    var generator = seeds.child(number).generator()
    var isAnyAllowed = false
    for _ in 0..<(space.size.map { min(4 * $0, RuledSampler.draws) } ?? RuledSampler.draws) {
      let whole = space.decode(space.dimensions.map { _ in generator.uniform() })
      let (reduced, isAllowed) = try examine(whole)
      isAnyAllowed = isAnyAllowed || isAllowed
      if isAllowed, isNew(reduced, tried), space.contains(whole) { return reduced }
    }
    guard let size = space.size else {
      if isAnyAllowed { return nil }
      throw SearchError.nothingAllowed(points: RuledSampler.draws)
    }
    let start = generator.uniform(below: size)
    for step in 0..<min(size, RuledSampler.longestWalk) {
      let index = start < size - step ? start + step : start - (size - step)
      let (reduced, isAllowed) = try examine(space.configuration(at: index))
      if isAllowed, isNew(reduced, tried) { return reduced }
    }
    return nil
  }
}
