/// A factor of a designed study: a component and the forms it was tried in.
public struct Factor: Hashable, Sendable {
  /// The component's name.
  public let name: String
  /// The names of its forms, the one of the bare model first; two for a component that is on or off.
  public let levels: [String]
  /// The form that the full model has.
  public let fullLevel: Int

  /// Describes a factor; a component that is on or off by default.
  ///
  /// - Precondition: at least two levels, and `fullLevel` is one of them but the first.
  public init(name: String, levels: [String] = ["off", "on"], fullLevel: Int? = nil) {
    let full = fullLevel ?? levels.count - 1
    precondition(levels.count >= 2, "a factor has at least 2 levels, '\(name)' has \(levels.count)")
    precondition((1..<levels.count).contains(full), "'\(name)' has no level \(full) to be full of")
    self.name = name
    self.levels = levels
    self.fullLevel = full
  }
}

/// Why a table is not a complete balanced factorial.
public enum FactorialError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A combination was not measured with a seed; the number says how many are missing in all.
  case missing(combination: String, seed: String, missing: Int)
  /// A combination was measured twice with one seed.
  case repeated(combination: String, seed: String)
  /// A measurement is not a finite number.
  case notFinite(combination: String, seed: String)
  /// There is nothing to analyse.
  case empty

  /// What is wrong and what to do about it.
  public var description: String {
    switch self {
    case .missing(let combination, let seed, let missing):
      "the factorial is not balanced: '\(combination)' has no value for seed \(seed)"
        + (missing > 1 ? ", and \(missing - 1) more are missing" : "")
        + "; every combination needs a value for every seed - run what is missing, or leave that seed out everywhere"
    case .repeated(let combination, let seed):
      "the factorial is not balanced: '\(combination)' has two values for seed \(seed); keep one"
    case .notFinite(let combination, let seed):
      "'\(combination)' has no finite value for seed \(seed); a run that diverged has no place in an analysis of "
        + "variance - leave that seed out everywhere"
    case .empty: "a factorial needs at least 1 factor and 1 seed"
    }
  }
}

/// The values of a complete factorial: every combination of levels, with every seed once.
public struct FactorialData: Hashable, Sendable {
  /// One measurement.
  public struct Observation: Hashable, Sendable {
    /// The level of each factor.
    public var levels: [Int]
    /// The position of its seed.
    public var seed: Int
    /// What was measured.
    public var value: Double

    /// Describes a measurement.
    public init(levels: [Int], seed: Int, value: Double) {
      (self.levels, self.seed, self.value) = (levels, seed, value)
    }
  }

  /// The factors; the first one's level changes fastest from cell to cell.
  public let factors: [Factor]
  /// The names of the seeds.
  public let seeds: [String]
  /// The value of each cell with each seed.
  public let values: [[Double]]
  private let strides: [Int]

  /// Orders measurements into cells.
  ///
  /// - Throws: ``FactorialError`` where the design is not complete and balanced.
  /// - Precondition: levels and seeds are within their ranges.
  public init(factors: [Factor], seeds: [String], observations: [Observation]) throws {
    guard !factors.isEmpty, !seeds.isEmpty else { throw FactorialError.empty }
    self.factors = factors
    self.seeds = seeds
    var strides: [Int] = []
    var cells = 1
    for factor in factors {
      strides.append(cells)
      cells *= factor.levels.count
    }
    self.strides = strides
    func name(_ cell: Int) -> String {
      zip(factors, strides).map { factor, stride in
        "\(factor.name)=\(factor.levels[cell / stride % factor.levels.count])"
      }.joined(separator: " ")
    }
    var found = [[Double?]](repeating: [Double?](repeating: nil, count: seeds.count), count: cells)
    for observation in observations {
      precondition(observation.levels.count == factors.count, "an observation needs a level for each factor")
      let cell = zip(observation.levels, strides).reduce(0) { $0 + $1.0 * $1.1 }
      guard found[cell][observation.seed] == nil else {
        throw FactorialError.repeated(combination: name(cell), seed: seeds[observation.seed])
      }
      guard observation.value.isFinite else {
        throw FactorialError.notFinite(combination: name(cell), seed: seeds[observation.seed])
      }
      found[cell][observation.seed] = observation.value
    }
    let missing = found.reduce(0) { $0 + $1.count { $0 == nil } }
    for (cell, row) in found.enumerated() {
      for (seed, value) in row.enumerated() where value == nil {
        throw FactorialError.missing(combination: name(cell), seed: seeds[seed], missing: missing)
      }
    }
    values = found.map { $0.compactMap(\.self) }
  }

  /// The number of cells.
  public var cellCount: Int { values.count }

  /// The position of a combination of levels.
  public func cell(_ levels: [Int]) -> Int {
    zip(levels, strides).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The level of a factor in a cell.
  public func level(of factor: Int, in cell: Int) -> Int {
    cell / strides[factor] % factors[factor].levels.count
  }

  /// The cell of the bare model with the named factors in the full model's form, as a set of bits.
  public func corner(_ subset: Int) -> Int {
    cell(factors.indices.map { subset >> $0 & 1 == 1 ? factors[$0].fullLevel : 0 })
  }

  /// The mean of each cell over the seeds.
  public var cellMeans: [Double] { values.map { $0.reduce(0, +) / Double(seeds.count) } }
}
