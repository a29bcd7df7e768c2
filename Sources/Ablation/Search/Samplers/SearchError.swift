/// Why a sampler cannot be made for a space, or finds nothing to suggest.
public enum SearchError: Error, Hashable, Sendable {
  /// Grid search cannot list the values of these parameters.
  case noGrid(parameters: [String])
  /// The method needs at least one parameter that is not constant.
  case onlyConstants(method: String)
  /// A configuration that lacks a parameter of the space or has a value that is never drawn.
  case outsideSpace(parameters: [String])
  /// A condition or constraint has no truth value for a configuration.
  case expression(ExpressionError)
  /// Every one of many points of a large or infinite space violated a constraint.
  case nothingAllowed(points: Int)
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
    case .expression(let error):
      return "a condition or constraint cannot be evaluated \(error)"
    case .nothingAllowed(let points):
      return "the constraints forbade every one of \(points) points: loosen them or widen the space"
    }
  }
}
