/// An update rule: moves every trainable value by the gradient of the last batch.
public protocol Optimizer: AnyObject {
  /// Begins a step: prepares what all values share, and at the first step the rule's own memory.
  ///
  /// - Parameters:
  ///   - store: values and gradients, which need not be there yet; the same store at every call.
  ///   - learningRate: the rate of this step, as its schedule gives it.
  func begin(_ store: ParameterStore, learningRate: Float)

  /// Applies the step to some of the store's vectors of sixteen values, which several threads may do at a time.
  func update(_ store: ParameterStore, vectors: Range<Int>)
}

extension Optimizer {
  /// Applies one step to every trainable value.
  public func update(_ store: ParameterStore, learningRate: Float) {
    begin(store, learningRate: learningRate)
    store.markChanged()
    update(store, vectors: 0..<store.vectorCount)
  }
}
