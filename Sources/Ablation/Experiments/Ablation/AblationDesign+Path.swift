import Statistics

extension AblationDesign {
  /// Whether arms are those of a greedy path: of every size between bare and full the one that was taken with each
  /// component that could be added to it, and not every combination.
  ///
  /// Which arms a path has depends on results, those of two components excepted, which are every combination. Seen by the
  /// arms alone, so that a table made elsewhere is judged by the same rules.
  static func isPath(_ arms: [[Int]], factors: [Factor]) -> Bool {
    let count = factors.count
    guard count > 2, factors.allSatisfy({ $0.levels.count == 2 }) else { return false }
    let sets = Set(arms.map { levels in levels.indices.reduce(0) { levels[$1] == 0 ? $0 : $0 | 1 << $1 } })
    guard sets.count == arms.count, sets.count == 1 + count * (count + 1) / 2 else { return false }
    var taken = 0
    for size in 1..<count {
      guard sets.contains(taken) else { return false }
      let larger = sets.filter { $0.nonzeroBitCount == size }
      guard larger.count == count - size + 1, larger.allSatisfy({ $0 & taken == taken }) else { return false }
      let next = sets.filter { $0.nonzeroBitCount == size + 1 }.reduce((1 << count) - 1) { $0 & $1 }
      // The last step has one set left, whose parts are all alike.
      guard size < count - 1 else { break }
      guard next.nonzeroBitCount == size else { return false }
      taken = next
    }
    return sets.contains((1 << count) - 1)
  }
}
