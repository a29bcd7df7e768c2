@testable import Engine

/// An optimizer as the fixtures write it (`Tests/Reference/engine_optimizers.py`).
struct OptimizerFixture: Decodable, Sendable {
  var optimizer: String
  var learningRate: Float
  var momentum: Float?
  var l2: Float?
  var weightDecay: Float?
  var beta1: Float?
  var beta2: Float?
  var epsilon: Float?

  enum CodingKeys: String, CodingKey {
    case optimizer, momentum, l2, beta1, beta2, epsilon
    case learningRate = "learning_rate"
    case weightDecay = "weight_decay"
  }

  /// The engine's optimizer of that description, or `nil` for a name that no engine optimizer answers to.
  func make() -> (any Optimizer)? {
    func adam(_ convention: Adam.EpsilonConvention) -> Adam {
      Adam(
        beta1: beta1 ?? 0.9, beta2: beta2 ?? 0.999, epsilon: epsilon ?? 1e-7, weightDecay: weightDecay ?? 0,
        convention: convention)
    }
    switch optimizer {
    case "sgd": return SGD(weightDecay: l2 ?? 0)
    case "momentum": return SGD(momentum: momentum ?? 0.9, weightDecay: l2 ?? 0)
    case "nesterov": return SGD(momentum: momentum ?? 0.9, nesterov: true, weightDecay: l2 ?? 0)
    case "adam", "adamw": return adam(.keras)
    case "adam_torch", "adamw_torch": return adam(.pytorch)
    default: return nil
    }
  }
}
