/// An update rule: moves every trainable value by the gradient of the last batch.
public protocol Optimizer: AnyObject {
  /// Applies one step.
  ///
  /// - Parameters:
  ///   - store: values and gradients; the same store at every call.
  ///   - learningRate: the rate of this step, as its schedule gives it.
  func update(_ store: ParameterStore, learningRate: Float)
}
