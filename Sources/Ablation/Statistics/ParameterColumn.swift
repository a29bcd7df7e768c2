/// The values of one hyperparameter over the observations of a study.
public struct ParameterColumn: Hashable, Sendable {
  /// The values, one for each observation.
  public enum Values: Hashable, Sendable {
    /// Numbers; NaN stands for a parameter that was not active.
    case numeric([Double])
    /// Indices into `levels`; -1 stands for a parameter that was not active.
    case categorical([Int], levels: [String])
  }

  /// The parameter's name.
  public let name: String
  /// Its values, one for each observation.
  public let values: Values
  /// Whether the forest splits numbers on a logarithmic scale; correlations use the numbers as they are.
  public let isLogarithmic: Bool

  /// Describes a column.
  ///
  /// - Precondition: every index of a categorical column is -1 or that of a level.
  public init(name: String, values: Values, isLogarithmic: Bool = false) {
    if case .categorical(let indices, let levels) = values {
      precondition(
        indices.allSatisfy { $0 >= -1 && $0 < levels.count },
        "\(name): an index lies outside the \(levels.count) levels")
    }
    self.name = name
    self.values = values
    self.isLogarithmic = isLogarithmic
  }

  /// How many observations the column has.
  public var count: Int {
    switch values {
    case .numeric(let numbers): numbers.count
    case .categorical(let indices, _): indices.count
    }
  }

  /// Whether an observation has the parameter.
  public func isActive(_ row: Int) -> Bool {
    switch values {
    case .numeric(let numbers): !numbers[row].isNaN
    case .categorical(let indices, _): indices[row] >= 0
    }
  }

  /// The column with the values of other observations: row k has what row `sources[k]` had.
  func rearranged(_ sources: [Int]) -> ParameterColumn {
    switch values {
    case .numeric(let numbers):
      ParameterColumn(name: name, values: .numeric(sources.map { numbers[$0] }), isLogarithmic: isLogarithmic)
    case .categorical(let indices, let levels):
      ParameterColumn(
        name: name, values: .categorical(sources.map { indices[$0] }, levels: levels), isLogarithmic: isLogarithmic)
    }
  }
}
