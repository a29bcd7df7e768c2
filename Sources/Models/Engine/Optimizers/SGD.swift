/// Stochastic gradient descent with optional momentum (Polyak 1964) and L2 weight decay.
///
/// Nesterov's variant has the form of Sutskever, Martens, Dahl and Hinton (2013), as PyTorch writes it.
public final class SGD: Optimizer {
  private let momentum: Float
  private let nesterov: Bool
  private let weightDecay: Float
  private var velocity: FloatBuffer?
  /// The present step's.
  private var learningRate: Float = 0

  /// - Parameter weightDecay: added to the gradient as `weightDecay * value`.
  public init(momentum: Float = 0, nesterov: Bool = false, weightDecay: Float = 0) {
    require(0 <= momentum && momentum < 1 && weightDecay >= 0, "momentum \(momentum), decay \(weightDecay)")
    require(!nesterov || momentum > 0, "Nesterov's variant needs a momentum above 0")
    self.momentum = momentum
    self.nesterov = nesterov
    self.weightDecay = weightDecay
  }

  /// Takes the learning rate and makes the velocities at the first step.
  public func begin(_ store: ParameterStore, learningRate: Float) {
    self.learningRate = learningRate
    if momentum > 0, velocity == nil { velocity = FloatBuffer(count: store.flatCount) }
  }

  /// `v = momentum v + g`, `p -= lr v`, or `p -= lr (g + momentum v)` for Nesterov.
  public func update(_ store: ParameterStore, vectors: Range<Int>) {
    let p = store.values.lanes
    let g = store.gradients.lanes
    let step = splat(-learningRate)
    let decay = splat(weightDecay)
    guard let v = velocity?.lanes else {
      for i in vectors { p[i] = fma(step, fma(decay, p[i], g[i]), p[i]) }
      return
    }
    let mu = splat(momentum)
    for i in vectors {
      let gradient = fma(decay, p[i], g[i])
      let moved = fma(mu, v[i], gradient)
      v[i] = moved
      p[i] = fma(step, nesterov ? fma(mu, moved, gradient) : moved, p[i])
    }
  }
}
