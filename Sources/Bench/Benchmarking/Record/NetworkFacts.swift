import Engine

/// How large a measured network is: what belongs to every measurement of it.
public struct NetworkFacts: Sendable, Hashable {
  /// Trainable values.
  public var parameters: Int
  /// Multiply-adds of one image's forward pass.
  public var forwardMultiplyAdds: Int
  /// Multiply-adds of one training image: forward, input gradients and weight gradients.
  public var trainingMultiplyAdds: Int
  /// The largest resident set of the measuring process until the measurement ended, in bytes.
  public var peakResidentBytes: Int

  /// The facts of a network's layers.
  public init(_ layers: [LayerSummary], peakResidentBytes: Int) {
    parameters = layers.reduce(0) { $0 + $1.parameters }
    forwardMultiplyAdds = layers.reduce(0) { $0 + $1.multiplyAdds }
    trainingMultiplyAdds = layers.reduce(0) {
      $0 + $1.multiplyAdds + $1.inputGradientMultiplyAdds + $1.weightGradientMultiplyAdds
    }
    self.peakResidentBytes = peakResidentBytes
  }

  /// The columns of every table of whole networks.
  public static let columns = [
    "parameters", "forward_multiply_adds", "training_multiply_adds", "peak_resident_bytes",
  ]

  /// The cells under ``columns``.
  public var cells: [String] {
    [parameters, forwardMultiplyAdds, trainingMultiplyAdds, peakResidentBytes].map(String.init)
  }

  /// The facts of a record's series.
  public var record: [String: Double] {
    Dictionary(
      uniqueKeysWithValues: zip(
        Self.columns, [parameters, forwardMultiplyAdds, trainingMultiplyAdds, peakResidentBytes].map(Double.init)))
  }
}
