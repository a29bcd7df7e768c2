/// A rule of a sweep file that stops unpromising trials.
public enum EarlyTermination: Hashable, Sendable, Codable {
  /// W&B's `hyperband`: one asynchronous successive-halving ladder.
  case hyperband(HyperbandSettings)
  /// Asynchronous successive halving.
  case successiveHalving(SuccessiveHalvingSettings)
  /// Worse than the median of complete trials.
  case median(MedianSettings)
  /// Without improvement for some epochs.
  case patience(PatienceSettings)
}

extension EarlyTermination: CustomStringConvertible {
  /// The rule's name in sweep files.
  public var name: String {
    switch self {
    case .hyperband: "hyperband"
    case .successiveHalving: "successive_halving"
    case .median: "median"
    case .patience: "patience"
    }
  }

  /// Whether trials are compared with each other; a trial that such a rule stops is pruned, one that another rule stops
  /// is complete: it has ended by itself.
  public var comparesTrials: Bool { pruner.comparesTrials }

  /// Name and settings, with spaces between them; equal for equal rules.
  public var description: String {
    switch self {
    case .hyperband(let settings):
      let ladder =
        switch settings.ladder {
        case .from(let first): "min_iter=\(first)"
        case .below(let last, let count): "max_iter=\(last) s=\(count)"
        }
      return "\(name) \(ladder) eta=\(settings.eta) strict=\(settings.isStrict)"
    case .successiveHalving(let settings):
      return "\(name) min_epochs=\(settings.minimumEpochs) eta=\(settings.eta)"
    case .median(let settings):
      return "\(name) warm_up=\(settings.warmUp) minimum_trials=\(settings.minimumTrials) interval=\(settings.interval)"
    case .patience(let settings):
      return "\(name) epochs=\(settings.epochs) minimum_delta=\(settings.minimumDelta)"
    }
  }
}

/// The settings of W&B's `hyperband` rule.
public struct HyperbandSettings: Hashable, Sendable, Codable {
  /// Where the ladder of iterations is anchored.
  public enum Ladder: Hashable, Sendable, Codable {
    /// Bands upwards from the first one: `min_iter`.
    case from(Int)
    /// A number of bands downwards from the last iteration, which is no band itself: `max_iter` and `s`.
    case below(Int, count: Int)
  }

  /// Where the bands lie.
  public var ladder: Ladder
  /// The ratio of successive bands, above 1; about one in `eta` trials survives a band.
  public var eta: Double
  /// Whether a trial is judged by its value at the band, not by its best value so far.
  public var isStrict: Bool

  /// Describes a rule.
  public init(ladder: Ladder, eta: Double = 3, isStrict: Bool = true) {
    self.ladder = ladder
    self.eta = eta
    self.isStrict = isStrict
  }

  /// The numbers of iterations at which trials are compared, ascending, up to a limit; repetitions are kept.
  public func bands(upTo limit: Int) -> [Int] {
    var result: [Int] = []
    switch ladder {
    case .from(let first):
      // Multiplied step by step, as W&B does; a power may round to the other side of a whole number.
      var band = Double(first)
      for _ in 0..<100 {
        guard let whole = Int(exactly: band.rounded(.down)), whole <= limit else { break }
        result.append(whole)
        band *= eta
      }
    case .below(let last, let count):
      var band = Double(last)
      for _ in 0..<count {
        band /= eta
        if band < 1 { break }
        if band.rounded(.down) <= Double(limit) { result.insert(Int(band.rounded(.down)), at: 0) }
      }
    }
    return result
  }
}
