@testable import Engine

/// Brings `[sample][channel][row][column]` arrays into lanes and back, so that tests can run single stages.
enum LanePacking {
  static func blocks(_ samples: Int) -> Int { (samples + laneCount - 1) / laneCount }

  /// Fills the interior of every block; lanes without a sample get `masked`.
  static func write(_ values: [Float], samples: Int, to tensor: ActivationTensor, masked: Float = 0) {
    for block in 0..<blocks(samples) { write(values, samples: samples, block: block, to: tensor, masked: masked) }
  }

  /// Fills the interior of one block, which may lie in a tensor of a single block.
  static func write(_ values: [Float], samples: Int, block: Int, to tensor: ActivationTensor, masked: Float = 0) {
    let layout = tensor.layout
    let features = layout.shape.count
    forEachFeature(layout) { feature, offset in
      var lanes = Lanes(repeating: masked)
      for lane in 0..<laneCount where block * laneCount + lane < samples {
        lanes[lane] = values[(block * laneCount + lane) * features + feature]
      }
      tensor.interior(block)[offset] = lanes
    }
  }

  /// Reads the interior of every block.
  static func read(_ tensor: ActivationTensor, samples: Int) -> [Float] {
    var values = [Float](repeating: 0, count: samples * tensor.layout.shape.count)
    for block in 0..<blocks(samples) { read(tensor, samples: samples, block: block, into: &values) }
    return values
  }

  /// Reads one block into its place of an array for all samples, and returns the largest magnitude in a masked lane.
  @discardableResult
  static func read(_ tensor: ActivationTensor, samples: Int, block: Int, into values: inout [Float]) -> Float {
    let features = tensor.layout.shape.count
    var leak: Float = 0
    forEachFeature(tensor.layout) { feature, offset in
      let lanes = tensor.interior(block)[offset]
      for lane in 0..<laneCount {
        let sample = block * laneCount + lane
        if sample < samples {
          values[sample * features + feature] = lanes[lane]
        } else {
          leak = max(leak, lanes[lane].isNaN ? .infinity : lanes[lane].magnitude)
        }
      }
    }
    return leak
  }

  /// Fills `[block][feature]` lane vectors.
  static func write(_ values: [Float], samples: Int, to buffer: LaneBuffer, masked: Float = 0) {
    let features = values.count / samples
    for block in 0..<blocks(samples) {
      for feature in 0..<features {
        var lanes = Lanes(repeating: masked)
        for lane in 0..<laneCount where block * laneCount + lane < samples {
          lanes[lane] = values[(block * laneCount + lane) * features + feature]
        }
        buffer.pointer[block * features + feature] = lanes
      }
    }
  }

  /// Reads `[block][feature]` lane vectors.
  static func read(_ pointer: LanePointer, features: Int, samples: Int) -> [Float] {
    (0..<samples).flatMap { sample in
      (0..<features).map { pointer[sample / laneCount * features + $0][sample % laneCount] }
    }
  }

  private static func forEachFeature(_ layout: PlaneLayout, _ body: (_ feature: Int, _ offset: Int) -> Void) {
    let shape = layout.shape
    for channel in 0..<shape.channels {
      for row in 0..<shape.height {
        for column in 0..<shape.width {
          body(
            (channel * shape.height + row) * shape.width + column,
            channel * layout.planeStride + row * layout.rowStride + column)
        }
      }
    }
  }
}
