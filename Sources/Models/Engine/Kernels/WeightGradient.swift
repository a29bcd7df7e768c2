/// The weight and bias gradients of a convolution for one block, as lane sums.
struct WeightGradient {
  let geometry: WeightGradientGeometry
  private let channelTiles: [[Int]]
  private let columnTiles: [Int]
  private let rowsPerChunk: Int

  /// Heights of the tiles that exist for each number of kernel columns.
  static let heights: [[Int]] = [
    [], [1, 2, 4, 8], [1, 2, 4, 8], [1, 2, 3, 4, 6, 8], [1, 2, 3, 4, 6], [1, 2, 3, 4], [1, 2, 3, 4], [1, 2, 3],
  ]

  init(_ geometry: WeightGradientGeometry) {
    self.geometry = geometry
    let columns = TilePlan.partition(geometry.kernel, sizes: Array(1...7)) { k in
      let best = Self.heights[k].map { TilePlan.cycles(rows: $0, columns: k) / Double($0) }.min() ?? .infinity
      return best
    }
    columnTiles = columns.tiles
    channelTiles = columns.tiles.map { k in
      let heights = TilePlan.partition(geometry.outputChannels, sizes: Self.heights[k]) {
        TilePlan.cycles(rows: $0, columns: k)
      }
      return heights.tiles
    }
    // The gradient rows of a chunk are swept once for every input channel and kernel row: keep them in a 32 KiB cache.
    let tallest = channelTiles.flatMap { $0 }.max() ?? 1
    rowsPerChunk = max(1, min(geometry.outputHeight, 24 * 1024 / (tallest * geometry.outputWidth * 64)))
  }

  /// Writes the lane sums of every weight (`[output channel][input channel][kernel row][kernel column]`) and bias.
  ///
  /// - Parameter accumulate: whether to add to what `sums` and `biasSums` hold, or to overwrite them.
  func run(
    input: LanePointer, gradient: LanePointer, sums: LanePointer, biasSums: LanePointer, accumulate: Bool
  ) {
    let g = geometry
    let channelWeights = g.kernel * g.kernel
    let weightStride = g.inputChannels * channelWeights
    var column = 0
    for (tile, columns) in columnTiles.enumerated() {
      var channel = 0
      for height in channelTiles[tile] {
        var y = 0
        while y < g.outputHeight {
          let rows = min(rowsPerChunk, g.outputHeight - y)
          for c in 0..<g.inputChannels {
            for ky in 0..<g.kernel {
              Self.tile(
                columns, height, g,
                input: input + c * g.inputPlaneStride + (y + ky) * g.inputRowStride + column,
                gradient: gradient + channel * g.gradientPlaneStride + y * g.gradientRowStride, rows: rows,
                sums: sums + channel * weightStride + c * channelWeights + ky * g.kernel + column,
                weightStride: weightStride, accumulate: accumulate || y > 0)
            }
          }
          y += rows
        }
        channel += height
      }
      column += columns
    }
    for o in 0..<g.outputChannels {
      // Four sums hide the latency of the additions.
      var s = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
      for y in 0..<g.outputHeight {
        let row = gradient + o * g.gradientPlaneStride + y * g.gradientRowStride
        var x = 0
        while x + 4 <= g.outputWidth {
          s.0 += row[x]
          s.1 += row[x + 1]
          s.2 += row[x + 2]
          s.3 += row[x + 3]
          x += 4
        }
        while x < g.outputWidth {
          s.0 += row[x]
          x += 1
        }
      }
      let total = (s.0 + s.1) + (s.2 + s.3)
      biasSums[o] = accumulate ? biasSums[o] + total : total
    }
  }
}
