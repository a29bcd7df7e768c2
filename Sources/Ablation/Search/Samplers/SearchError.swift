/// Why a sampler cannot be made for a space.
public enum SearchError: Error, Hashable, Sendable {
  /// Grid search cannot list the values of these parameters.
  case noGrid(parameters: [String])
  /// The method needs at least one parameter that is not constant.
  case onlyConstants(method: String)
}

extension SearchError: CustomStringConvertible {
  /// What is wrong and what is allowed.
  public var description: String {
    switch self {
    case .noGrid(let parameters):
      let names = parameters.map { "'\($0)'" }.joined(separator: ", ")
      return "grid search cannot list the values of \(names); "
        + "allowed: value, values without probabilities, int_uniform, q_uniform"
    case .onlyConstants(let method):
      return "method '\(method)' needs at least one parameter that is not constant"
    }
  }
}
