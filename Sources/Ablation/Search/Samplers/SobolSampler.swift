import Seeding

/// Quasi-random search: trial n has point n of a scrambled Sobol sequence; without replacement where the space is finite.
///
/// Points of the sequence cover all parameters together far more evenly than independent draws. The scrambling is Owen's
/// (1995), so that every seed gives another sequence of the same evenness whose every point is uniformly distributed. A
/// parameter's value is the quantile of its coordinate, so that categories are spread in proportion to their
/// probabilities; the order in which a list of values is written does not matter. Parameters beyond the table's 40
/// dimensions are drawn independently. No result is looked at.
public struct SobolSampler: Sampler {
  private static let furtherPoints = 64

  private let encoding: MixedEncoding
  private let sequence: SobolSequence
  private let seeds: SeedSequence
  private let random: RandomSampler

  /// A quasi-random search over the space.
  public init(space: SearchSpace, seed: UInt64) {
    encoding = MixedEncoding(space: space)
    let seeds = SeedSequence(root: seed).child("quasi-random search")
    self.seeds = seeds
    let dimension = min(space.dimensions.count, SobolSequence.largestDimension)
    sequence = SobolSequence(scrambling: (0..<dimension).map { seeds.child("scrambling").child($0) })
    random = RandomSampler(space: space, seed: seed)
  }

  /// The configuration for a trial, or `nil` when every point of a finite space has been tried.
  public func suggest(trial number: Int, history: TrialHistory) throws -> Configuration? {
    if let index = index(trial: number, history: history) { return configuration(at: index) }
    return try random.suggest(trial: number, history: history)
  }

  /// The place in the sequence of the point for a trial; `nil` where the point is drawn, because those nearby were tried.
  func index(trial number: Int, history: TrialHistory) -> Int? {
    let space = encoding.space
    guard space.size != nil else { return number }
    let own = configuration(at: number)
    let tried = history.triedKeys
    if !tried.contains(own.canonicalKey), space.contains(own) { return number }
    // The own point of a later trial is not taken away as long as there are others.
    let start = 1 << 20 + number % 4096 * SobolSampler.furtherPoints
    for step in 0..<SobolSampler.furtherPoints {
      let candidate = configuration(at: start + step)
      if !tried.contains(candidate.canonicalKey), space.contains(candidate) { return start + step }
    }
    return nil
  }

  private func configuration(at index: Int) -> Configuration {
    var rest = seeds.child("further dimensions").child(index).generator()
    return encoding.decode(
      encoding.axes.indices.map { j in
        let draw = j < SobolSequence.largestDimension ? sequence.coordinate(index, dimension: j) : rest.uniform()
        return encoding.coordinate(axis: j, draw: draw)
      })
  }
}
