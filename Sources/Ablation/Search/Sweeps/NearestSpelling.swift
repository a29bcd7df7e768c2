/// Finds the valid word that a misspelt one was probably meant to be.
public enum NearestSpelling {
  /// The candidate with the smallest edit distance, case ignored, the first one among equals; failing that
  /// the only one that begins with the word.
  public static func of(_ word: String, among candidates: [String]) -> String? {
    let lowered = Array(word.lowercased())
    var best: (candidate: String, distance: Int)?
    for candidate in candidates {
      let distance = levenshtein(lowered, Array(candidate.lowercased()))
      if distance < best?.distance ?? Int.max { best = (candidate, distance) }
    }
    // Two edits are one swap of neighbouring letters.
    if let best, best.distance <= max(2, word.count / 3), best.distance < word.count { return best.candidate }
    // A word broken off, if only one goes on like it.
    let continued = candidates.filter { $0.lowercased().hasPrefix(word.lowercased()) }
    return word.count > 2 && continued.count == 1 ? continued[0] : nil
  }

  /// The least number of insertions, deletions and substitutions that turn one word into the other (Levenshtein 1966).
  static func levenshtein(_ a: [Character], _ b: [Character]) -> Int {
    var row = Array(0...b.count)
    for (i, left) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, right) in b.enumerated() {
        let substitution = diagonal + (left == right ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(substitution, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[b.count]
  }
}
