import Seeding

/// Tries every point of a finite grid once, in W&B's order.
///
/// Names are sorted by code point at every nesting level, depth first; the last one varies fastest; values come as they
/// were listed, repetitions collapsed. With a seed the same points come in a shuffled order. Trial n is the n-th point,
/// or the first one left if that has been tried.
public struct GridSampler: Sampler {
  private let names: [String]
  private let values: [[ParameterValue]]
  private let permutation: IndexPermutation?

  /// A grid over the space.
  ///
  /// - Parameter seed: shuffles the order; `nil` keeps W&B's.
  /// - Throws: `SearchError.noGrid`, naming every parameter whose values cannot be listed.
  public init(space: SearchSpace, seed: UInt64? = nil) throws {
    let impossible = space.parameters.filter { $0.distribution.gridValues == nil }.map(\.name)
    guard impossible.isEmpty else { throw SearchError.noGrid(parameters: impossible) }
    names = space.parameters.map(\.name)
    let values = space.parameters.compactMap(\.distribution.gridValues)
    self.values = values
    permutation = seed.map {
      IndexPermutation(
        count: GridSampler.product(of: values.map(\.count)), seeds: SeedSequence(root: $0).child("grid order"))
    }
  }

  /// The number of grid points; `Int.max` if there are more than an integer holds.
  public var count: Int { GridSampler.product(of: values.map(\.count)) }

  private static func product(of counts: [Int]) -> Int {
    var product = 1
    for count in counts {
      let (next, overflow) = product.multipliedReportingOverflow(by: count)
      if overflow { return Int.max }
      product = next
    }
    return product
  }

  /// The grid point at a position of the sampler's order; without a seed the last parameter varies fastest.
  ///
  /// - Precondition: `index` is in 0 ..< `count`.
  public func configuration(at index: Int) -> Configuration {
    var rest = permutation?[index] ?? index
    var result: Configuration = [:]
    for (name, list) in zip(names, values).reversed() {
      result[name] = list[rest % list.count]
      rest /= list.count
    }
    return result
  }

  /// The grid point for a trial; a point counts as tried whatever its outcome.
  public func suggest(trial number: Int, history: TrialHistory) throws -> Configuration? {
    index(trial: number, history: history).map(configuration(at:))
  }

  /// The position of the point for a trial; `nil` when every point has been tried.
  func index(trial number: Int, history: TrialHistory) -> Int? {
    let count = count
    // As a rule every earlier trial has the point of its own number, which is cheaper to see than to list them all.
    if number < count, isInOrder(history, before: number) { return number }
    let tried = history.triedKeys
    if number < count, !tried.contains(configuration(at: number).canonicalKey) { return number }
    // At most one more position than there are tried points has to be looked at.
    return (0..<count).first { !tried.contains(configuration(at: $0).canonicalKey) }
  }

  /// Whether the history consists of the first `number` points, each as the trial of its position.
  private func isInOrder(_ history: TrialHistory, before number: Int) -> Bool {
    let observed = history.observations.count
    return observed + history.pending.count == number
      && history.observations.enumerated().allSatisfy { $1.trial == $0 && isPoint(at: $0, $1.configuration) }
      && history.pending.enumerated().allSatisfy { isPoint(at: observed + $0, $1) }
  }

  /// Whether a configuration is the grid point at a position, down to the types of its values.
  private func isPoint(at index: Int, _ configuration: Configuration) -> Bool {
    guard configuration.count == names.count else { return false }
    var rest = permutation?[index] ?? index
    for position in names.indices.reversed() {
      let list = values[position]
      if configuration[names[position]] != list[rest % list.count] { return false }
      rest /= list.count
    }
    return true
  }
}

extension TrialHistory {
  /// The canonical keys of all configurations that were tried or are under way.
  var triedKeys: Set<String> {
    Set(observations.map(\.configuration.canonicalKey)).union(pending.map(\.canonicalKey))
  }
}
