/// Why a sampler cannot be made for a space.
public enum SearchError: Error, Hashable, Sendable {
  /// Grid search cannot list the values of these parameters.
  case noGrid(parameters: [String])
  /// The method needs at least one parameter that is not constant.
  case onlyConstants(method: String)
  /// A configuration that lacks a parameter of the space or has a value that is never drawn.
  case outsideSpace(parameters: [String])
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
    case .outsideSpace(let parameters):
      let names = parameters.map { "'\($0)'" }.joined(separator: ", ")
      return "the configuration has no value, or one outside the space, for \(names); "
        + "allowed: one of the values that the sweep file gives each parameter"
    }
  }
}
