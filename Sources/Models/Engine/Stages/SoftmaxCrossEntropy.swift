import CLanes

/// The loss and its gradient with respect to the logits.
struct SoftmaxCrossEntropy {
  let classes: Int

  /// What became of one sample.
  struct Judgement {
    var loss: Float
    var isCorrect: Bool
  }

  /// Turns logits into the gradient of the batch's mean loss, and judges every sample.
  ///
  /// - Parameters:
  ///   - logits: `[block][classes]`.
  ///   - gradient: overwritten; masked lanes are zero.
  ///   - labels: one class a sample.
  ///   - count: samples in the batch, of which the last block may hold fewer than sixteen.
  ///   - judgements: overwritten for each sample of this thread's blocks.
  func lossAndGradient(
    logits: LanePointer, gradient: LanePointer, labels: UnsafePointer<UInt8>, count: Int,
    judgements: UnsafeMutablePointer<Judgement>, share: BlockShare = .all
  ) {
    let inverse = splat(1 / Float(count))
    share.forEachBlock((count + laneCount - 1) / laneCount) { block in
      let z = logits + block * classes
      let d = gradient + block * classes
      let used = min(laneCount, count - block * laneCount)
      var largest = z[0]
      for c in 1..<classes { largest = lanes_max(z[c], largest) }
      var sum = Lanes.zero
      for c in 0..<classes {
        d[c] = exp(z[c] - largest)
        sum += d[c]
      }
      let logarithm = log(sum)
      let factor = laneMask(count: used) * inverse
      let zs = scalars(z)
      let ds = scalars(d)
      for c in 0..<classes { d[c] = d[c] / sum * factor }
      for lane in 0..<used {
        let label = Int(labels[block * laneCount + lane])
        judgements[block * laneCount + lane] = Judgement(
          loss: logarithm[lane] - (zs[label * laneCount + lane] - largest[lane]),
          isCorrect: Self.predicted(zs, lane: lane, classes: classes) == label)
        ds[label * laneCount + lane] -= inverse[0]
      }
    }
  }

  /// Loss, predicted class and its softmax probability for every sample.
  func evaluate(
    logits: LanePointer, labels: UnsafePointer<UInt8>, count: Int, each: (Int, Double, Int, Float, Float) -> Void
  ) {
    var block = 0
    while block * laneCount < count {
      let z = logits + block * classes
      var largest = z[0]
      for c in 1..<classes { largest = lanes_max(z[c], largest) }
      var sum = Lanes.zero
      for c in 0..<classes { sum += exp(z[c] - largest) }
      let logarithm = log(sum)
      let zs = scalars(z)
      for lane in 0..<min(laneCount, count - block * laneCount) {
        let sample = block * laneCount + lane
        let label = Int(labels[sample])
        let predicted = Self.predicted(zs, lane: lane, classes: classes)
        let logProbability = zs[label * laneCount + lane] - largest[lane] - logarithm[lane]
        let labelProbability = exp(splat(logProbability))[0]
        each(sample, Double(-logProbability), predicted, 1 / sum[lane], labelProbability)
      }
      block += 1
    }
  }

  /// The first class with the largest logit.
  @inline(__always)
  private static func predicted(_ z: FloatPointer, lane: Int, classes: Int) -> Int {
    var best = 0
    for c in 1..<classes where z[c * laneCount + lane] > z[best * laneCount + lane] { best = c }
    return best
  }
}
