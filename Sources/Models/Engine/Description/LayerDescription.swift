/// How a convolution treats the border.
public enum Padding: String, Codable, Sendable, CaseIterable {
  /// Zero padding so that the output is as large as the input; an even kernel's extra row and column come last.
  case same
  /// No padding: the output shrinks by kernel - 1.
  case valid
}

/// How a pooling layer summarises its window.
public enum PoolingKind: String, Codable, Sendable, CaseIterable {
  case average
  case max
}

/// One layer of a network, as a value: what the layer is, not yet its place or its parameters.
public enum LayerDescription: Hashable, Sendable, Codable {
  /// Cross-correlation with square kernels, stride 1, followed by an activation.
  case convolution(name: String, filters: Int, kernel: Int, padding: Padding, activation: Activation)
  /// Batch normalisation over samples, rows and columns of each channel (Ioffe & Szegedy 2015).
  case batchNorm(name: String, epsilon: Float, momentum: Float)
  /// Square windows, stride equal to their side; rows and columns that fill no window are dropped.
  case pool(name: String, kind: PoolingKind, size: Int)
  /// Inverted dropout: kept values are scaled by 1 / (1 - rate) (Srivastava et al. 2014).
  case dropout(name: String, rate: Float)
  /// A fully connected layer over all features in channel, row, column order, followed by an activation.
  case dense(name: String, units: Int, activation: Activation)

  /// The layer's name, unique in its network: it keys the layer's seed streams and parameters.
  public var name: String {
    switch self {
    case .convolution(let name, _, _, _, _), .batchNorm(let name, _, _), .pool(let name, _, _),
      .dropout(let name, _), .dense(let name, _, _):
      return name
    }
  }
}

/// A feed-forward classifier: an input shape and layers, the last of which gives one logit a class.
public struct NetworkDescription: Hashable, Sendable, Codable {
  /// The shape of one input sample.
  public var input: Shape
  /// The layers in the order of the forward pass.
  public var layers: [LayerDescription]

  /// Describes a network; `NetworkDescription.layerShapes()` says whether it can be built.
  public init(input: Shape, layers: [LayerDescription]) {
    self.input = input
    self.layers = layers
  }
}
