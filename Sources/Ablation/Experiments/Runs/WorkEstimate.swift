import Studies

/// Time left, from multiply-adds: the engine's rate is nearly the same for every network, so the work of what has
/// ended tells what the rest will take.
struct WorkEstimate {
  /// Seconds of workers spent, and the work done in them.
  private var seconds = 0.0
  private var work = 0.0
  /// Work of the search trials by study, to guess that of trials not yet suggested.
  private var searchWork: [String: (sum: Double, count: Int)] = [:]

  /// Forward multiply-adds per image, times images, times epochs.
  static func work(multiplyAdds: Int?, images: Int, epochs: Int) -> Double {
    Double(multiplyAdds ?? 0) * Double(images) * Double(epochs)
  }

  mutating func record(study: String, work amount: Double, seconds spent: Double, isSearch: Bool) {
    guard amount > 0, spent > 0 else { return }
    work += amount
    seconds += spent
    if isSearch {
      let old = searchWork[study] ?? (0, 0)
      searchWork[study] = (old.sum + amount, old.count + 1)
    }
  }

  /// Mean work of a study's trials, or of all studies' where it has none yet.
  func meanSearchWork(_ study: String) -> Double? {
    if let own = searchWork[study], own.count > 0 { return own.sum / Double(own.count) }
    let all = searchWork.values.reduce((0.0, 0)) { ($0.0 + $1.sum, $0.1 + $1.count) }
    return all.1 > 0 ? all.0 / Double(all.1) : nil
  }

  /// Seconds for an amount of work on some workers.
  func seconds(for amount: Double, workers: Int) -> Double? {
    work > 0 ? amount * seconds / work / Double(workers) : nil
  }
}
