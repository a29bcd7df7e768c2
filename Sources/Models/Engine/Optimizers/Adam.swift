import CLanes

/// Adam (Kingma & Ba 2015) and, with decoupled weight decay, AdamW (Loshchilov & Hutter 2019).
public final class Adam: Optimizer {
  /// Where epsilon enters the update, which frameworks do differently.
  public enum EpsilonConvention: String, Codable, Sendable {
    /// `p -= lr sqrt(1 - beta2^t) / (1 - beta1^t) m / (sqrt(v) + epsilon)`: Kingma & Ba's "epsilon hat", as in Keras.
    case keras
    /// `p -= lr / (1 - beta1^t) m / (sqrt(v / (1 - beta2^t)) + epsilon)`, as in PyTorch.
    case pytorch
  }

  private let beta1: Float
  private let beta2: Float
  private let epsilon: Float
  private let weightDecay: Float
  private let convention: EpsilonConvention
  private var beta1Power = 1.0
  private var beta2Power = 1.0
  private var moments: (first: FloatBuffer, second: FloatBuffer)?
  // The present step's.
  private var stepSize: Float = 0
  private var rootScale: Float = 1
  private var kept: Float = 1

  /// - Parameters:
  ///   - weightDecay: AdamW's decoupled decay, applied to every trainable value before the step; zero is Adam.
  ///   - epsilon: Keras' default is 1e-7, PyTorch's 1e-8.
  public init(
    beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-7, weightDecay: Float = 0,
    convention: EpsilonConvention = .keras
  ) {
    require(0 <= beta1 && beta1 < 1 && 0 <= beta2 && beta2 < 1, "betas must lie in [0, 1): \(beta1), \(beta2)")
    require(epsilon > 0 && weightDecay >= 0, "epsilon \(epsilon) > 0 and weight decay \(weightDecay) >= 0")
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.convention = convention
  }

  /// Counts the step and makes the moments at the first.
  public func begin(_ store: ParameterStore, learningRate: Float) {
    if moments == nil { moments = (FloatBuffer(count: store.flatCount), FloatBuffer(count: store.flatCount)) }
    // Powers by repeated multiplication: the C library's `pow` differs between versions.
    beta1Power *= Double(beta1)
    beta2Power *= Double(beta2)
    let correction = (1 - beta2Power).squareRoot()
    let rate: Double
    switch convention {
    case .keras:
      rate = Double(learningRate) * correction / (1 - beta1Power)
      rootScale = 1
    case .pytorch:
      rate = Double(learningRate) / (1 - beta1Power)
      rootScale = Float(1 / correction)
    }
    stepSize = Float(rate)
    kept = 1 - learningRate * weightDecay
  }

  /// Moves some of the values.
  public func update(_ store: ParameterStore, vectors: Range<Int>) {
    guard let state = moments else { stop("an optimizer's step begins with 'begin'") }
    let p = store.values.lanes
    let g = store.gradients.lanes
    let m = state.first.lanes
    let v = state.second.lanes
    let b1 = splat(beta1)
    let b2 = splat(beta2)
    let c1 = splat(1 - beta1)
    let c2 = splat(1 - beta2)
    let step = splat(-stepSize)
    let scale = splat(rootScale)
    let e = splat(epsilon)
    let keep = splat(kept)
    for i in vectors {
      let gradient = g[i]
      let first = fma(m[i], b1, gradient * c1)
      let second = fma(v[i], b2, gradient * gradient * c2)
      m[i] = first
      v[i] = second
      p[i] = fma(step, first / fma(lanes_sqrt(second), scale, e), p[i] * keep)
    }
  }
}
