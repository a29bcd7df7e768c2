/// The same networks in plain Double loops, one sample and one value at a time: slow, and simple enough to be believed.
///
/// It shares no code with the lane kernels. Tests take central differences of its loss as the truth for every
/// gradient; benchmarks compare a layer's output with it before they time the layer.
public struct ScalarReference {
  /// The network.
  public let description: NetworkDescription
  /// Values by tensor name, row-major, as `ParameterStore` reads them.
  public var parameters: [String: [Double]]
  /// Kept values (1) and dropped ones (0) of each dropout layer, `[sample][feature]`; a layer without a mask keeps all.
  public var masks: [String: [UInt8]] = [:]
  /// Running statistics: where given, batch normalisation uses them (inference); otherwise those of the batch.
  public var statistics: [String: [Double]]?

  /// A reference for `network` at its present parameter values.
  public init(_ network: Network) {
    description = network.description
    parameters = Dictionary(
      uniqueKeysWithValues: network.parameters.tensors.map { tensor in
        (tensor.name, network.parameters.read(tensor).map(Double.init))
      })
  }

  /// The logits of a batch, `[sample][class]`.
  ///
  /// - Parameter inputs: `[sample][channel][row][column]`, flat.
  public func logits(inputs: [Double]) -> [[Double]] {
    let size = description.input.count
    var samples = stride(from: 0, to: inputs.count, by: size).map { Array(inputs[$0..<($0 + size)]) }
    var shape = description.input
    for layer in description.layers {
      switch layer {
      case .convolution(let name, let filters, let kernel, let padding, let activation):
        let before = padding == .same ? (kernel - 1) / 2 : 0
        let output =
          padding == .same
          ? Shape(channels: filters, height: shape.height, width: shape.width)
          : Shape(channels: filters, height: shape.height - kernel + 1, width: shape.width - kernel + 1)
        let weight = parameters[name + "/weight", default: []]
        let bias = parameters[name + "/bias", default: []]
        samples = samples.map {
          Self.convolve($0, shape, output, kernel, before, weight, bias).map { Self.apply(activation, $0) }
        }
        shape = output
      case .batchNorm(let name, let epsilon, _):
        samples = normalise(samples, shape, name: name, epsilon: Double(epsilon))
      case .pool(_, let kind, let window):
        let output = Shape(channels: shape.channels, height: shape.height / window, width: shape.width / window)
        samples = samples.map { Self.pool($0, shape, output, kind, window) }
        shape = output
      case .dropout(let name, let rate):
        guard let mask = masks[name] else { continue }
        let features = shape.count
        for s in samples.indices {
          for f in 0..<features { samples[s][f] *= Double(mask[s * features + f]) / (1 - Double(rate)) }
        }
      case .dense(let name, let units, let activation):
        let weight = parameters[name + "/weight", default: []]
        let bias = parameters[name + "/bias", default: []]
        samples = samples.map { x in
          (0..<units).map { o in
            var sum = bias[o]
            for i in x.indices { sum += weight[o * x.count + i] * x[i] }
            return Self.apply(activation, sum)
          }
        }
        shape = Shape(channels: units)
      }
    }
    return samples
  }

  /// The mean cross-entropy of a batch in nats.
  public func loss(inputs: [Double], labels: [UInt8]) -> Double {
    var total = 0.0
    for (z, label) in zip(logits(inputs: inputs), labels) {
      let largest = z.max() ?? 0
      let sum = z.reduce(0) { $0 + Self.exponential($1 - largest) }
      total += Self.logarithm(sum) - (z[Int(label)] - largest)
    }
    return total / Double(labels.count)
  }

  /// The central difference of the loss with respect to one parameter.
  public func centralDifference(
    tensor: String, index: Int, inputs: [Double], labels: [UInt8], step: Double = 1e-5
  ) -> Double {
    var shifted = self
    shifted.parameters[tensor, default: []][index] += step
    let above = shifted.loss(inputs: inputs, labels: labels)
    shifted.parameters[tensor, default: []][index] -= 2 * step
    return (above - shifted.loss(inputs: inputs, labels: labels)) / (2 * step)
  }

  static func convolve(
    _ x: [Double], _ from: Shape, _ to: Shape, _ kernel: Int, _ before: Int, _ weight: [Double], _ bias: [Double]
  ) -> [Double] {
    var result = [Double](repeating: 0, count: to.count)
    for o in 0..<to.channels {
      for y in 0..<to.height {
        for xx in 0..<to.width {
          var sum = bias[o]
          for c in 0..<from.channels {
            for ky in 0..<kernel {
              for kx in 0..<kernel {
                let row = y + ky - before
                let column = xx + kx - before
                guard row >= 0, row < from.height, column >= 0, column < from.width else { continue }
                sum +=
                  weight[((o * from.channels + c) * kernel + ky) * kernel + kx]
                  * x[(c * from.height + row) * from.width + column]
              }
            }
          }
          result[(o * to.height + y) * to.width + xx] = sum
        }
      }
    }
    return result
  }

  func normalise(_ samples: [[Double]], _ shape: Shape, name: String, epsilon: Double) -> [[Double]] {
    let plane = shape.height * shape.width
    let gamma = parameters[name + "/gamma", default: []]
    let beta = parameters[name + "/beta", default: []]
    var result = samples
    for c in 0..<shape.channels {
      let range = (c * plane)..<((c + 1) * plane)
      let mean: Double
      let variance: Double
      if let statistics {
        mean = statistics[name + "/running_mean", default: []][c]
        variance = statistics[name + "/running_variance", default: []][c]
      } else {
        let count = Double(samples.count * plane)
        mean = samples.reduce(0) { $0 + $1[range].reduce(0, +) } / count
        variance = samples.reduce(0) { $0 + $1[range].reduce(0) { $0 + ($1 - mean) * ($1 - mean) } } / count
      }
      let scale = gamma[c] / (variance + epsilon).squareRoot()
      for s in samples.indices { for i in range { result[s][i] = (samples[s][i] - mean) * scale + beta[c] } }
    }
    return result
  }

  static func pool(_ x: [Double], _ from: Shape, _ to: Shape, _ kind: PoolingKind, _ window: Int) -> [Double] {
    var result = [Double](repeating: 0, count: to.count)
    for c in 0..<to.channels {
      for y in 0..<to.height {
        for xx in 0..<to.width {
          var sum = 0.0
          var best = -Double.infinity
          for wy in 0..<window {
            for wx in 0..<window {
              let v = x[(c * from.height + y * window + wy) * from.width + xx * window + wx]
              sum += v
              best = max(best, v)
            }
          }
          result[(c * to.height + y) * to.width + xx] = kind == .max ? best : sum / Double(window * window)
        }
      }
    }
    return result
  }
}
