/// Why a network cannot be built.
public enum InfeasibleNetwork: Error, Hashable, Sendable, CustomStringConvertible {
  /// A 'valid' convolution's kernel is larger than its input.
  case kernelTooLarge(layer: String, kernel: Int, input: Shape)
  /// A pooling window is larger than its input.
  case windowTooLarge(layer: String, window: Int, input: Shape)
  /// The layers stand in an order that the engine does not build.
  case unsupportedOrder(layer: String, reason: String)
  /// A size that must be positive is not, or a rate is outside its range.
  case invalidValue(layer: String, reason: String)

  /// One sentence that names the layer and the sizes.
  public var description: String {
    switch self {
    case .kernelTooLarge(let layer, let kernel, let input):
      return "\(layer): a \(kernel) x \(kernel) 'valid' kernel does not fit its \(input.height) x \(input.width) input"
    case .windowTooLarge(let layer, let window, let input):
      return "\(layer): a \(window) x \(window) window does not fit its \(input.height) x \(input.width) input"
    case .unsupportedOrder(let layer, let reason), .invalidValue(let layer, let reason):
      return "\(layer): \(reason)"
    }
  }
}

/// What one layer of a network makes of its input, and what it costs for one sample.
public struct LayerSummary: Hashable, Sendable {
  /// The layer.
  public let layer: LayerDescription
  /// Shape of its input.
  public let input: Shape
  /// Shape of its output.
  public let output: Shape
  /// Trainable values.
  public let parameters: Int
  /// Multiply-adds of the forward pass of one sample; elementwise work is not counted.
  public let multiplyAdds: Int
  /// Multiply-adds of the input gradient; zero where it is not needed.
  public let inputGradientMultiplyAdds: Int
  /// Multiply-adds of the weight gradient.
  public let weightGradientMultiplyAdds: Int

  /// Bytes of one sample's output activation.
  public var outputBytes: Int { output.count * 4 }
}

extension NetworkDescription {
  /// Logits of the network: the units of the last layer.
  public var classCount: Int {
    if case .dense(_, let units, _)? = layers.last { return units }
    return 0
  }

  /// The largest height, width, kernel or number of filters of a layer.
  private static let largestSide = 65_536
  /// The largest number of values that a layer may compute for one image, or hold as weights.
  private static let largestCount = 1 << 31

  /// Refuses activations that no memory holds, before their products overflow.
  private static func checkCount(_ layer: String, _ shape: Shape) throws(InfeasibleNetwork) {
    _ = try product(layer, "values an image", shape.channels, shape.height, shape.width)
  }

  /// The product of positive sizes, or a refusal where it is above a limit.
  private static func product(
    _ layer: String, _ what: String, limit: Int = largestCount, _ factors: Int...
  ) throws(InfeasibleNetwork) -> Int {
    var product = 1
    for factor in factors {
      let (next, overflow) = product.multipliedReportingOverflow(by: factor)
      if overflow || next > limit {
        let sizes = factors.map(String.init).joined(separator: " x ")
        throw .invalidValue(layer: layer, reason: "\(sizes) \(what) are more than the engine's limit of \(limit)")
      }
      product = next
    }
    return product
  }

  /// Shapes, parameters and costs of every layer; throws where the network cannot be built.
  ///
  /// The engine builds zero or more convolutions, each optionally followed by batch normalisation, pooling and
  /// dropout in this order, then one or more dense layers, each optionally followed by dropout; the last dense layer
  /// gives the logits.
  public func summarise() throws(InfeasibleNetwork) -> [LayerSummary] {
    var shape = input
    var summaries: [LayerSummary] = []
    var afterDense = false
    var previous = ""
    if input.channels < 1 || input.height < 1 || input.width < 1 {
      throw .invalidValue(layer: "input", reason: "the shape \(input) must be positive")
    }
    if max(input.height, input.width) > Self.largestSide {
      throw .invalidValue(layer: "input", reason: "the sides of \(input) must be at most \(Self.largestSide)")
    }
    try Self.checkCount("input", input)
    for (index, layer) in layers.enumerated() {
      var output = shape
      var parameters = 0
      var work = 0
      switch layer {
      case .convolution(let name, let filters, let kernel, let padding, _):
        if afterDense { throw .unsupportedOrder(layer: name, reason: "a convolution cannot follow a dense layer") }
        if filters < 1 || kernel < 1 {
          throw .invalidValue(layer: name, reason: "filters \(filters) and kernel \(kernel) must be at least 1")
        }
        if max(filters, kernel) > Self.largestSide {
          throw .invalidValue(
            layer: name, reason: "filters \(filters) and kernel \(kernel) must be at most \(Self.largestSide)")
        }
        if padding == .valid {
          if kernel > shape.height || kernel > shape.width {
            throw .kernelTooLarge(layer: name, kernel: kernel, input: shape)
          }
          output = Shape(channels: filters, height: shape.height - kernel + 1, width: shape.width - kernel + 1)
        } else {
          output.channels = filters
          // The input is kept with its border.
          try Self.checkCount(
            name, Shape(channels: shape.channels, height: shape.height + kernel - 1, width: shape.width + kernel - 1))
        }
        try Self.checkCount(name, output)
        let weights = try Self.product(name, "weights", filters, shape.channels, kernel, kernel)
        parameters = weights + filters
        work = try Self.product(name, "multiply-adds", limit: 1 << 53, weights, output.height, output.width)
        previous = "convolution"
      case .batchNorm(let name, let epsilon, let momentum):
        if previous != "convolution" {
          throw .unsupportedOrder(layer: name, reason: "batch normalisation must follow a convolution directly")
        }
        if epsilon <= 0 || momentum < 0 || momentum >= 1 {
          throw .invalidValue(layer: name, reason: "epsilon \(epsilon) must be above 0, momentum \(momentum) in [0, 1)")
        }
        parameters = 2 * shape.channels
        previous = "batchNorm"
      case .pool(let name, _, let size):
        if previous != "convolution" && previous != "batchNorm" {
          throw .unsupportedOrder(
            layer: name, reason: "pooling must follow a convolution or its batch normalisation directly")
        }
        if size < 1 { throw .invalidValue(layer: name, reason: "the window \(size) must be at least 1") }
        if size > shape.height || size > shape.width {
          throw .windowTooLarge(layer: name, window: size, input: shape)
        }
        output = Shape(channels: shape.channels, height: shape.height / size, width: shape.width / size)
        previous = "pool"
      case .dropout(let name, let rate):
        if index == 0 || previous == "dropout" {
          throw .unsupportedOrder(layer: name, reason: "dropout must follow a convolution block or a dense layer")
        }
        if !(rate >= 0 && rate < 1) { throw .invalidValue(layer: name, reason: "the rate \(rate) must lie in [0, 1)") }
        if index == layers.count - 1 {
          throw .unsupportedOrder(layer: name, reason: "dropout cannot follow the logits")
        }
        previous = "dropout"
      case .dense(let name, let units, _):
        if units < 1 { throw .invalidValue(layer: name, reason: "the units \(units) must be at least 1") }
        output = Shape(channels: units)
        work = try Self.product(name, "weights", units, shape.count)
        parameters = work + units
        afterDense = true
        previous = "dense"
      }
      summaries.append(
        LayerSummary(
          layer: layer, input: shape, output: output, parameters: parameters, multiplyAdds: work,
          inputGradientMultiplyAdds: index == 0 ? 0 : work, weightGradientMultiplyAdds: work))
      shape = output
    }
    guard case .dense(let name, let units, let activation)? = layers.last else {
      throw .unsupportedOrder(layer: "output", reason: "the last layer must be dense")
    }
    if units < 2 { throw .invalidValue(layer: name, reason: "a classifier needs at least 2 classes, got \(units)") }
    if activation != .identity {
      throw .invalidValue(layer: name, reason: "the last layer gives logits and takes no activation")
    }
    return summaries
  }
}
