/// One value of a hyperparameter: anything that a YAML scalar, list or map can say.
public enum ParameterValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case int(Int)
  case double(Double)
  case string(String)
  case list([ParameterValue])
  case map([String: ParameterValue])
}

/// A point of a search space: one value for each active parameter, keyed by its name; nested groups use dotted names.
public typealias Configuration = [String: ParameterValue]

/// Whether a larger or a smaller metric is better.
public enum Goal: String, Codable, Sendable, CaseIterable {
  case minimize
  case maximize
}
