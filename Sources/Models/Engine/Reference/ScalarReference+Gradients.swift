/// A convolution's sizes, as the scalar loops take them.
struct ScalarConvolution {
  var input: Shape
  var output: Shape
  var kernel: Int
  /// Rows and columns of padding before the image.
  var before: Int

  /// Calls `body` with every product of one sample: positions in output, weights and input.
  func forEachProduct(_ body: (_ output: Int, _ weight: Int, _ input: Int) -> Void) {
    for o in 0..<output.channels {
      for y in 0..<output.height {
        for x in 0..<output.width {
          for c in 0..<input.channels {
            for ky in 0..<kernel {
              let row = y + ky - before
              if row < 0 || row >= input.height { continue }
              for kx in 0..<kernel {
                let column = x + kx - before
                if column < 0 || column >= input.width { continue }
                body(
                  (o * output.height + y) * output.width + x, ((o * input.channels + c) * kernel + ky) * kernel + kx,
                  (c * input.height + row) * input.width + column)
              }
            }
          }
        }
      }
    }
  }
}

// The chain rule of single layers, one product at a time.
extension ScalarReference {
  /// Gradient of one sample's input from that of the output before the activation.
  static func inputGradient(_ layer: ScalarConvolution, gradient: [Double], weight: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: layer.input.count)
    layer.forEachProduct { result[$2] += gradient[$0] * weight[$1] }
    return result
  }

  /// Adds one sample's part of the weights' gradient.
  static func addWeightGradient(
    _ layer: ScalarConvolution, input: [Double], gradient: [Double], to result: inout [Double]
  ) {
    layer.forEachProduct { result[$1] += gradient[$0] * input[$2] }
  }

  /// The derivative of an activation where its output is `y`.
  static func derivative(_ activation: Activation, output y: Double) -> Double {
    switch activation {
    case .tanh: 1 - y * y
    case .relu: y > 0 ? 1 : 0
    case .leakyReLU: y > 0 ? 1 : Double(Activation.leakyReLUSlope)
    case .sigmoid: y * (1 - y)
    case .identity: 1
    }
  }

  /// Gradient of one sample's input of a pooling layer; of equal largest (or smallest) values the first takes it.
  ///
  /// - Parameter isSmallest: for each channel, whether the smallest value was taken in place of the largest.
  static func unpool(
    _ gradient: [Double], _ x: [Double], from: Shape, to: Shape, kind: PoolingKind, window: Int, isSmallest: [Bool]
  ) -> [Double] {
    var result = [Double](repeating: 0, count: from.count)
    for c in 0..<to.channels {
      for y in 0..<to.height {
        for xx in 0..<to.width {
          let d = gradient[(c * to.height + y) * to.width + xx]
          var positions: [Int] = []
          for wy in 0..<window {
            for wx in 0..<window {
              positions.append((c * from.height + y * window + wy) * from.width + xx * window + wx)
            }
          }
          if kind == .average {
            for position in positions { result[position] = d / Double(window * window) }
          } else {
            var best = positions[0]
            for position in positions where isSmallest[c] ? x[position] < x[best] : x[position] > x[best] {
              best = position
            }
            result[best] = d
          }
        }
      }
    }
    return result
  }

  /// Gradient of every sample's input of batch normalisation from that of its output (Ioffe & Szegedy 2015).
  static func normalisationGradient(
    _ gradients: [[Double]], _ samples: [[Double]], shape: Shape, gamma: [Double], epsilon: Double
  ) -> [[Double]] {
    let plane = shape.height * shape.width
    let count = Double(samples.count * plane)
    var result = samples
    for c in 0..<shape.channels {
      let range = (c * plane)..<((c + 1) * plane)
      var mean = 0.0
      var variance = 0.0
      for x in samples { for i in range { mean += x[i] / count } }
      for x in samples { for i in range { variance += (x[i] - mean) * (x[i] - mean) / count } }
      let inverse = 1 / (variance + epsilon).squareRoot()
      var sum = 0.0
      var product = 0.0
      for s in samples.indices {
        for i in range {
          sum += gradients[s][i]
          product += gradients[s][i] * (samples[s][i] - mean) * inverse
        }
      }
      for s in samples.indices {
        for i in range {
          let normalised = (samples[s][i] - mean) * inverse
          result[s][i] = gamma[c] * inverse * (gradients[s][i] - sum / count - normalised * product / count)
        }
      }
    }
    return result
  }
}
