/// The order in which a round measures its things: forwards and backwards in turn, so that none is always the one after
/// another, with what that leaves in the caches and in the processor's clock.
public enum RoundOrder {
  /// The places of `count` things in a round, counted from 0.
  public static func indices(_ count: Int, round: Int) -> [Int] {
    round.isMultiple(of: 2) ? Array(0..<count) : (0..<count).reversed()
  }
}
