/// A regular fraction of a two-level factorial: the first factors run through all combinations, each further one is a
/// product of some of them (Box, Hunter and Hunter 2005, chapter 6).
///
/// Sets of factors, "words", are bits: bit j stands for factor j.
public struct FractionalFactorial: Hashable, Sendable {
  /// The number of factors.
  public let factorCount: Int
  /// The word whose product each further factor is.
  public let generators: [Int]

  /// Describes a fraction of 2^(factors - generators) runs.
  ///
  /// - Precondition: every generator is a word of the factors that run through all combinations.
  public init(factorCount: Int, generators: [Int]) {
    let base = factorCount - generators.count
    precondition(base >= 1, "\(generators.count) generators for \(factorCount) factors")
    precondition(
      generators.allSatisfy { $0 > 0 && $0 < 1 << base }, "a generator is a product of the first \(base) factors")
    self.factorCount = factorCount
    self.generators = generators
  }

  /// The smallest tabulated fraction in which no main effect or pair is confounded with another main effect or pair.
  ///
  /// All combinations below five factors, where there is no such fraction; `nil` above eleven.
  public static func resolutionFive(factorCount: Int) -> FractionalFactorial? {
    // Box, Hunter and Hunter 2005, table 6.22.
    let generators: [Int: [String]] = [
      5: ["ABCD"], 6: ["ABCDE"], 7: ["ABCDEF"], 8: ["ABCD", "ABEF"], 9: ["ACDFG", "BCEFG"],
      10: ["ABCG", "BCDE", "ACDF"], 11: ["ABCG", "BCDE", "ACDF", "ABCDEFG"],
    ]
    guard (1...11).contains(factorCount) else { return nil }
    let words = (generators[factorCount] ?? []).map { word in
      word.utf8.reduce(0) { $0 | 1 << Int($1 - UInt8(ascii: "A")) }
    }
    return FractionalFactorial(factorCount: factorCount, generators: words)
  }

  /// The runs: whether each factor is on.
  public var runs: [[Bool]] {
    let base = factorCount - generators.count
    return (0..<(1 << base)).map { run in
      let first = (0..<base).map { run >> $0 & 1 == 1 }
      // A product of signs is positive when an even number of them is negative.
      return first + generators.map { word in (~run & word).nonzeroBitCount % 2 == 0 }
    }
  }

  /// The words whose product is the same sign in every run, the empty one left out.
  public var definingRelation: [Int] {
    let base = factorCount - generators.count
    let words = generators.enumerated().map { $0.element | 1 << (base + $0.offset) }
    return (1..<(1 << words.count)).map { bits in
      words.indices.reduce(0) { bits >> $1 & 1 == 1 ? $0 ^ words[$1] : $0 }
    }.sorted { ($0.nonzeroBitCount, $0) < ($1.nonzeroBitCount, $1) }
  }

  /// The length of the shortest word of the defining relation; `nil` where all combinations are run.
  public var resolution: Int? { definingRelation.map(\.nonzeroBitCount).min() }

  /// The words that cannot be told from a word, up to a number of factors, shortest first.
  public func aliases(of word: Int, upTo order: Int) -> [Int] {
    definingRelation.map { $0 ^ word }.filter { $0.nonzeroBitCount <= order }
      .sorted { ($0.nonzeroBitCount, $0) < ($1.nonzeroBitCount, $1) }
  }
}
