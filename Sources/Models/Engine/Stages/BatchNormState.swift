/// Batch normalisation of one layer: parameters, the batch's statistics and the running ones.
///
/// Mean and variance are those of the samples that exist: masked lanes of a partial block do not count. Sums run over
/// lanes in Float and over lanes, channels and blocks in Double, in a fixed order (Chan, Golub & LeVeque 1983).
final class BatchNormState {
  let name: String
  let epsilon: Float
  let momentum: Float
  let gamma: ParameterTensor
  let beta: ParameterTensor
  let runningMean: ParameterStore.RunningStatistic
  let runningVariance: ParameterStore.RunningStatistic
  let channels: Int
  /// Per channel: what the backward pass needs of the batch, or the running statistics during inference.
  var mean: FloatPointer { coefficients.pointer }
  var inverseDeviation: FloatPointer { coefficients.pointer + channels }
  /// `output = scale * input + shift`.
  var scale: FloatPointer { coefficients.pointer + 2 * channels }
  var shift: FloatPointer { coefficients.pointer + 3 * channels }
  /// Coefficients of the input gradient: `scale * dy + slope * (x - mean) + offset`.
  var slope: FloatPointer { coefficients.pointer + 4 * channels }
  var offset: FloatPointer { coefficients.pointer + 5 * channels }
  private let store: ParameterStore
  // Fixed memory, not arrays: threads write the entries of their own blocks at the same time.
  private let coefficients: FloatBuffer
  private let blockSums: UnsafeMutablePointer<Double>
  private let blockMean: UnsafeMutablePointer<Double>
  private let blockSquares: UnsafeMutablePointer<Double>
  private let gradientSum: UnsafeMutablePointer<Double>
  private let gradientProduct: UnsafeMutablePointer<Double>
  private let blockCount: UnsafeMutablePointer<Double>

  init(name: String, epsilon: Float, momentum: Float, channels: Int, blocks: Int, store: ParameterStore) {
    self.name = name
    self.epsilon = epsilon
    self.momentum = momentum
    self.channels = channels
    self.store = store
    gamma = store.reserve(name + "/gamma", rows: 1, columns: channels)
    beta = store.reserve(name + "/beta", rows: 1, columns: channels)
    runningMean = store.addStatistic(name + "/running_mean", columns: channels, initialValue: 0)
    runningVariance = store.addStatistic(name + "/running_variance", columns: channels, initialValue: 1)
    coefficients = FloatBuffer(count: 6 * channels)
    let size = channels * blocks
    blockSums = .allocate(capacity: 4 * size + blocks)
    blockSums.initialize(repeating: 0, count: 4 * size + blocks)
    blockMean = blockSums
    blockSquares = blockSums + size
    gradientSum = blockSums + 2 * size
    gradientProduct = blockSums + 3 * size
    blockCount = blockSums + 4 * size
  }

  deinit { blockSums.deallocate() }

  /// Identity parameters: slopes of one; shifts are zero as allocated.
  func initialise() {
    store.write([Float](repeating: 1, count: channels), to: gamma)
  }

  /// Records mean and centred sum of squares of every channel of a block (planes of `count` contiguous vectors).
  func accumulate(block: Int, input: LanePointer, planeStride: Int, count: Int, samples: Int) {
    blockCount[block] = Double(samples * count)
    for c in 0..<channels {
      let plane = input + c * planeStride
      var sums = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
      var i = 0
      while i + 4 <= count {
        sums.0 += plane[i]
        sums.1 += plane[i + 1]
        sums.2 += plane[i + 2]
        sums.3 += plane[i + 3]
        i += 4
      }
      while i < count {
        sums.0 += plane[i]
        i += 1
      }
      let average = Self.total((sums.0 + sums.1) + (sums.2 + sums.3), samples: samples) / blockCount[block]
      // The centre may be any number near the mean: what rounding does to it is corrected for exactly below.
      let centre = splat(Float(average))
      var squares = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
      i = 0
      while i + 4 <= count {
        let d0 = plane[i] - centre
        let d1 = plane[i + 1] - centre
        let d2 = plane[i + 2] - centre
        let d3 = plane[i + 3] - centre
        squares.0 = fma(d0, d0, squares.0)
        squares.1 = fma(d1, d1, squares.1)
        squares.2 = fma(d2, d2, squares.2)
        squares.3 = fma(d3, d3, squares.3)
        i += 4
      }
      while i < count {
        let d = plane[i] - centre
        squares.0 = fma(d, d, squares.0)
        i += 1
      }
      let error = average - Double(Float(average))
      blockMean[block * channels + c] = average
      blockSquares[block * channels + c] =
        Self.total((squares.0 + squares.1) + (squares.2 + squares.3), samples: samples)
        - blockCount[block] * error * error
    }
  }

  /// Merges the blocks, updates the running statistics and sets scale and shift for the forward pass.
  func finishStatistics(blocks: Int) {
    let means = runningMean.pointer
    let variances = runningVariance.pointer
    for c in 0..<channels {
      var count = blockCount[0]
      var average = blockMean[c]
      var squares = blockSquares[c]
      for block in 1..<max(blocks, 1) {
        let n = blockCount[block]
        let delta = blockMean[block * channels + c] - average
        let total = count + n
        average += delta * n / total
        squares += blockSquares[block * channels + c] + delta * delta * count * n / total
        count = total
      }
      let variance = squares / count
      set(c, mean: average, variance: variance)
      means[c] = momentum * means[c] + (1 - momentum) * Float(average)
      variances[c] = momentum * variances[c] + (1 - momentum) * Float(variance)
    }
  }

  /// Sets scale and shift from the running statistics.
  func useRunningStatistics() {
    let means = runningMean.pointer
    let variances = runningVariance.pointer
    for c in 0..<channels { set(c, mean: Double(means[c]), variance: Double(variances[c])) }
  }

  private func set(_ c: Int, mean m: Double, variance: Double) {
    let inverse = 1 / (variance + Double(epsilon)).squareRoot()
    let g = Double(store.pointer(gamma)[c])
    mean[c] = Float(m)
    inverseDeviation[c] = Float(inverse)
    scale[c] = Float(g * inverse)
    shift[c] = Float(Double(store.pointer(beta)[c]) - g * inverse * m)
  }

  /// Records a block's sums of dy and of dy (x - mean) for a channel.
  @inline(__always)
  func recordGradient(block: Int, channel: Int, sum: Lanes, product: Lanes) {
    gradientSum[block * channels + channel] = Self.total(sum, samples: laneCount)
    gradientProduct[block * channels + channel] = Self.total(product, samples: laneCount)
  }

  /// Parameter gradients and the coefficients of the input gradient.
  func finishGradient(blocks: Int) {
    var count = 0.0
    for block in 0..<blocks { count += blockCount[block] }
    for c in 0..<channels {
      var sum = 0.0
      var product = 0.0
      for block in 0..<blocks {
        sum += gradientSum[block * channels + c]
        product += gradientProduct[block * channels + c]
      }
      let inverse = Double(inverseDeviation[c])
      let s = Double(scale[c])
      store.gradient(beta)[c] = Float(sum)
      store.gradient(gamma)[c] = Float(product * inverse)
      slope[c] = Float(-s * inverse * inverse * product / count)
      offset[c] = Float(-s * sum / count)
    }
  }

  private static func total(_ lanes: Lanes, samples: Int) -> Double {
    var sum = 0.0
    for lane in 0..<min(samples, laneCount) { sum += Double(lanes[lane]) }
    return sum
  }
}
