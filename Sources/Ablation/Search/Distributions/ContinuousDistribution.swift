/// A distribution on the real numbers, as a pair of quantile and cumulative distribution functions.
///
/// Names, parameters and formulas are those of W&B's sweep files (`sweeps` 0.3.0, `params.py`).
public enum ContinuousDistribution: Hashable, Sendable, Codable {
  /// Uniform on [min, max].
  case uniform(min: Double, max: Double)
  /// The logarithm is uniform; `log_uniform_values`. Both bounds are positive.
  case logUniform(min: Double, max: Double)
  /// The reciprocal is log-uniform, which gives the same values as `logUniform`; `inv_log_uniform_values`.
  case inverseLogUniform(min: Double, max: Double)
  /// Gaussian with mean `mu` and standard deviation `sigma`, which is positive.
  case normal(mu: Double, sigma: Double)
  /// The logarithm is Gaussian.
  case logNormal(mu: Double, sigma: Double)
  /// Beta on [0, 1] with positive shapes.
  case beta(a: Double, b: Double)

  /// The value below which the share `u`, in [0, 1], of all draws lies.
  public func quantile(_ u: Double) -> Double {
    switch self {
    case .uniform(let min, let max):
      return min + u * (max - min)
    case .logUniform(let min, let max), .inverseLogUniform(let min, let max):
      let value = Elementary.exp(Elementary.log(min) + u * (Elementary.log(max) - Elementary.log(min)))
      return Swift.min(Swift.max(value, min), max)
    case .normal(let mu, let sigma):
      return mu + sigma * StandardNormal.quantile(u)
    case .logNormal(let mu, let sigma):
      return Elementary.exp(mu + sigma * StandardNormal.quantile(u))
    case .beta(let a, let b):
      return BetaDistribution(a: a, b: b).quantile(u)
    }
  }

  /// The probability of a draw up to `x`, in [0, 1].
  public func cdf(_ x: Double) -> Double {
    switch self {
    case .uniform(let min, let max):
      return clamped((x - min) / (max - min))
    case .logUniform(let min, let max), .inverseLogUniform(let min, let max):
      return x <= min
        ? 0 : clamped((Elementary.log(x) - Elementary.log(min)) / (Elementary.log(max) - Elementary.log(min)))
    case .normal(let mu, let sigma):
      return StandardNormal.cdf((x - mu) / sigma)
    case .logNormal(let mu, let sigma):
      return x <= 0 ? 0 : StandardNormal.cdf((Elementary.log(x) - mu) / sigma)
    case .beta(let a, let b):
      return BetaDistribution(a: a, b: b).cdf(x)
    }
  }

  /// The interval outside which no draw falls; infinite where unbounded.
  public var bounds: ClosedRange<Double> {
    switch self {
    case .uniform(let min, let max), .logUniform(let min, let max), .inverseLogUniform(let min, let max):
      return min...max
    case .normal: return -Double.infinity...Double.infinity
    case .logNormal: return 0...Double.infinity
    case .beta: return 0...1
    }
  }

  /// The word after `distribution:` in a sweep file.
  public var name: String {
    switch self {
    case .uniform: return "uniform"
    case .logUniform: return "log_uniform_values"
    case .inverseLogUniform: return "inv_log_uniform_values"
    case .normal: return "normal"
    case .logNormal: return "log_normal"
    case .beta: return "beta"
    }
  }

  private func clamped(_ u: Double) -> Double {
    Swift.min(Swift.max(u, 0), 1)
  }
}
