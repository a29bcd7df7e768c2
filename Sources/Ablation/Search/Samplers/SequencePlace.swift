/// Where a suggestion stands in the sequence of a sampler that looks at no result.
public enum SequencePlace: Hashable, Sendable {
  /// Point `index` (from 0) of a grid of `count`.
  case grid(index: Int, count: Int)
  /// Point `index` (from 0) of a Sobol sequence.
  case sobol(index: Int)
  /// An independent draw from the trial's own stream.
  case draw
}

/// A sampler whose suggestions are places in a sequence.
public protocol SequentialSampler: Sampler {
  /// The place of the suggestion for a trial; `nil` where there is none left.
  func place(trial number: Int, history: TrialHistory) throws -> SequencePlace?
}

extension GridSampler: SequentialSampler {
  /// The place in the sampler's own order.
  public func place(trial number: Int, history: TrialHistory) -> SequencePlace? {
    index(trial: number, history: history).map { .grid(index: $0, count: count) }
  }
}

extension SobolSampler: SequentialSampler {
  /// The place in the sequence, or a draw where the points nearby were tried.
  public func place(trial number: Int, history: TrialHistory) throws -> SequencePlace? {
    if let index = index(trial: number, history: history) { return .sobol(index: index) }
    return try suggest(trial: number, history: history).map { _ in .draw }
  }
}

extension RandomSampler: SequentialSampler {
  /// A draw, as long as there are points.
  public func place(trial number: Int, history: TrialHistory) throws -> SequencePlace? {
    try suggest(trial: number, history: history).map { _ in .draw }
  }
}

extension RuledSampler: SequentialSampler {
  /// The place in the inner sampler's sequence, or a draw where that has none that is allowed.
  public func place(trial number: Int, history: TrialHistory) throws -> SequencePlace? {
    guard let decision = try decide(trial: number, history: history) else { return nil }
    if let index = decision.gridIndex, let grid = inner as? GridSampler {
      return .grid(index: index, count: grid.count)
    }
    guard let inner = inner as? any SequentialSampler, let asked = decision.inner?.number else { return .draw }
    return try inner.place(trial: asked, history: decision.view)
  }
}
