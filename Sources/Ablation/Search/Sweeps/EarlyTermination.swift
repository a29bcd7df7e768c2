import Foundation

/// A rule of a sweep file that stops unpromising trials.
public enum EarlyTermination: Hashable, Sendable, Codable {
  /// W&B's `hyperband`: one asynchronous successive-halving ladder.
  case hyperband(HyperbandSettings)
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
      for k in 0..<100 {
        let band = (Double(first) * pow(eta, Double(k))).rounded(.down)
        guard let whole = Int(exactly: band), whole <= limit else { break }
        result.append(whole)
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
