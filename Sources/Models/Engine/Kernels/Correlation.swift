/// Cross-correlation of one block: picks register tiles when it is made, runs them row by row.
struct Correlation {
  let geometry: CorrelationGeometry
  /// Output channels of each tile row, largest first.
  private let channelTiles: [Int]
  /// For each tile height, how the columns are cut.
  private let columnTiles: [Int: [Int]]

  /// The widest tile for each tile height: at most 24 accumulators, and with the inputs that the compiler keeps for the
  /// next kernel column at most 32 registers (wider ones spill; see docs/engine-log.md).
  private static let widest: [(channels: Int, columns: Int)] = [(1, 12), (2, 10), (3, 7), (4, 6), (6, 4), (8, 2)]

  init(_ geometry: CorrelationGeometry) {
    self.geometry = geometry
    var rowCost: [Int: Double] = [:]
    var columns: [Int: [Int]] = [:]
    for entry in Self.widest {
      let plan = TilePlan.partition(geometry.outputWidth, sizes: Array(1...entry.columns)) {
        TilePlan.cycles(rows: entry.channels, columns: $0)
      }
      rowCost[entry.channels] = plan.cost
      columns[entry.channels] = plan.tiles
    }
    let heights = TilePlan.partition(geometry.outputChannels, sizes: Self.widest.map(\.channels)) {
      rowCost[$0, default: .infinity]
    }
    channelTiles = heights.tiles
    columnTiles = columns
  }

  /// Values that `pack` writes.
  var packedCount: Int { geometry.outputChannels * geometry.inputChannels * geometry.kernel * geometry.kernel }

  /// Brings the weights into the order in which the tiles read them, so that a tile walks one pointer: for each channel
  /// tile `[input channel][tap][output channel of the tile]`.
  ///
  /// - Parameter weight: the weight of (output channel, input channel, tap).
  @inline(__always)
  func pack(into packed: FloatPointer, weight: (Int, Int, Int) -> Float) {
    let taps = geometry.kernel * geometry.kernel
    var target = packed
    var channel = 0
    for tile in channelTiles {
      for c in 0..<geometry.inputChannels {
        for tap in 0..<taps {
          for j in 0..<tile { target[j] = weight(channel + j, c, tap) }
          target += tile
        }
      }
      channel += tile
    }
  }

  /// Computes every output of one block.
  ///
  /// - Parameters:
  ///   - weights: as `pack` wrote them.
  ///   - bias: one value an output channel, or `nil` for zero.
  ///   - rowDone: called with (first channel, channel count, row) when a row of a channel tile is complete and still in
  ///     the nearest cache.
  @inline(__always)
  func run(
    input: LanePointer, weights: FloatPointer, bias: FloatPointer?, output: LanePointer,
    rowDone: (Int, Int, Int) -> Void
  ) {
    let g = geometry
    let outputWeights = g.inputChannels * g.kernel * g.kernel
    var channel = 0
    for tileChannels in channelTiles {
      guard let widths = columnTiles[tileChannels] else { stop("no tile of \(tileChannels) channels") }
      widths.withUnsafeBufferPointer { widths in
        for y in 0..<g.outputHeight {
          let firstRow = max(0, g.rowOffset - y)
          let lastRow = min(g.kernel, g.inputRows + g.rowOffset - y)
          Self.row(
            tileChannels, g, widths: widths,
            input: input + (y + firstRow - g.rowOffset) * g.inputRowStride,
            weights: weights + channel * outputWeights + firstRow * g.kernel * tileChannels,
            bias: bias.map { $0 + channel },
            output: output + channel * g.outputPlaneStride + y * g.outputRowStride,
            kernelRows: lastRow - firstRow)
          rowDone(channel, tileChannels, y)
        }
      }
      channel += tileChannels
    }
  }

  private static func row(
    _ channels: Int, _ g: CorrelationGeometry, widths: UnsafeBufferPointer<Int>, input: LanePointer,
    weights: FloatPointer, bias: FloatPointer?, output: LanePointer, kernelRows: Int
  ) {
    switch channels {
    case 1: row1(g, widths, input, weights, bias, output, kernelRows)
    case 2: row2(g, widths, input, weights, bias, output, kernelRows)
    case 3: row3(g, widths, input, weights, bias, output, kernelRows)
    case 4: row4(g, widths, input, weights, bias, output, kernelRows)
    case 6: row6(g, widths, input, weights, bias, output, kernelRows)
    default: row8(g, widths, input, weights, bias, output, kernelRows)
    }
  }
}
