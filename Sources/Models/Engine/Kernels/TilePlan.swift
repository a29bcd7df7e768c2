/// Cuts a count into tile sizes so that the estimated cost is least; made once when a network is built.
///
/// The remainder of a count that no large tile divides is covered by smaller tiles, never by a scalar path.
enum TilePlan {
  /// The cheapest way to write `count` as a sum of `sizes`, largest tiles first.
  ///
  /// - Parameters:
  ///   - sizes: the tile sizes that exist; must contain 1.
  ///   - cost: the cost of one tile of a size.
  static func partition(_ count: Int, sizes: [Int], cost: (Int) -> Double) -> (tiles: [Int], cost: Double) {
    require(sizes.contains(1), "tile sizes \(sizes) cannot cover every count")
    var best = [Double](repeating: .infinity, count: count + 1)
    var choice = [Int](repeating: 0, count: count + 1)
    best[0] = 0
    for n in stride(from: 1, through: count, by: 1) {
      for size in sizes where size <= n {
        let total = best[n - size] + cost(size)
        if total < best[n] {
          best[n] = total
          choice[n] = size
        }
      }
    }
    var tiles: [Int] = []
    var rest = count
    while rest > 0 {
      tiles.append(choice[rest])
      rest -= choice[rest]
    }
    return (tiles.sorted(by: >), best[count])
  }

  /// Estimated cycles of one step of a rows x columns register tile: two multiply-adds and two loads a cycle, and a
  /// latency of four cycles that needs at least eight accumulators to hide.
  static func cycles(rows: Int, columns: Int) -> Double {
    let products = Double(rows * columns) / 2
    let loads = Double(rows + columns) / 2
    return max(products, loads, 4) + 0.25
  }
}
