import Foundation

/// Whether everybody has learnt the same: a network that trains something else would be compared in vain.
public enum PeerLosses {
  /// The largest relative difference of two mean training losses that other random numbers explain.
  ///
  /// The mean over all epochs is mostly the first epoch's, which initial weights and order move by some percent; an
  /// activation, rate or layer that differs moves it by far more.
  public static let tolerance = 0.25

  /// What is wrong with a peer's losses beside this program's; `nil` where nothing is.
  ///
  /// - Parameters:
  ///   - ours: mean training loss of each epoch in nats, the first one included.
  ///   - theirs: the same of a peer.
  public static func fault(_ framework: String, losses theirs: [Double], ours: [Double]) -> String? {
    let (a, b) = (mean(ours), mean(theirs))
    guard !(b <= (1 + tolerance) * a && b >= a / (1 + tolerance)) else { return nil }
    return String(
      format: "%@ does not learn the same: its mean training loss is %.4f nats where this program has %.4f, ",
      framework, b, a)
      + "more than \(Int(100 * tolerance)) % apart, so that the times would compare different work - "
      + "look at the script's layers and optimizer"
  }

  /// The mean; not a number for no epochs.
  public static func mean(_ losses: [Double]) -> Double { losses.reduce(0, +) / Double(losses.count) }
}
