import CLanes

/// The weight and bias gradients of a convolution for one block of samples, summed over its lanes.
struct WeightGradient {
  let geometry: WeightGradientGeometry
  private let channelTiles: [[Int]]
  private let columnTiles: [Int]
  /// Output rows that are swept together: all, or as many as the nearest cache holds.
  let rowsPerChunk: Int
  /// Output channels of the tallest tile.
  let tallest: Int

  /// Heights of the tiles that exist for each number of kernel columns.
  static let heights: [[Int]] = [
    [], [1, 2, 4, 8], [1, 2, 4, 8], [1, 2, 3, 4, 6], [1, 2, 3, 4, 6], [1, 2, 3, 4], [1, 2, 3, 4], [1, 2, 3],
  ]

  /// - Parameter rowGranule: a chunk has a multiple of so many rows, apart from the last.
  init(_ geometry: WeightGradientGeometry, rowGranule: Int = 1) {
    self.geometry = geometry
    let columns = TilePlan.partition(geometry.kernel, sizes: Array(1...7)) { k in
      let best = Self.heights[k].map { TilePlan.cycles(rows: $0, columns: k) / Double($0) }.min() ?? .infinity
      // Every further tile reads the whole gradient again.
      return best + 0.25
    }
    columnTiles = columns.tiles
    channelTiles = columns.tiles.map { k in
      let heights = TilePlan.partition(geometry.outputChannels, sizes: Self.heights[k]) {
        TilePlan.cycles(rows: $0, columns: k)
      }
      return heights.tiles
    }
    tallest = channelTiles.flatMap { $0 }.max() ?? 1
    // The gradient rows of a chunk are swept once for every input channel and kernel row: keep them in a 32 KiB cache.
    let most = max(1, min(geometry.outputHeight, 26 * 1024 / (tallest * geometry.outputWidth * 64)))
    let chunks = (geometry.outputHeight + most - 1) / most
    let balanced = (geometry.outputHeight + chunks - 1) / chunks
    rowsPerChunk = (balanced + rowGranule - 1) / rowGranule * rowGranule
  }

  /// Memory that a call works in; calls at the same time need one each.
  final class Scratch {
    /// Lane sums of the tile at hand, `[input channel][output channel of the tile][kernel row][kernel column]`; one
    /// input channel where the rows are one chunk.
    fileprivate let lanes: LaneBuffer
    fileprivate let sums: FloatBuffer
    fileprivate let biases: LaneBuffer

    fileprivate init(sums count: Int, channels: Int, tallest: Int) {
      lanes = LaneBuffer(count: channels * count + laneCount)
      sums = FloatBuffer(count: count + laneCount)
      biases = LaneBuffer(count: max(4 * tallest, laneCount))
    }
  }

  func makeScratch() -> Scratch {
    Scratch(
      sums: tallest * geometry.kernel * (columnTiles.max() ?? 1),
      channels: rowsPerChunk < geometry.outputHeight ? geometry.inputChannels : 1, tallest: tallest)
  }

  /// Whether every gradient row is asked for once.
  var readsRowsOnce: Bool { columnTiles.count == 1 }

  /// Writes the gradient of every weight (`[output channel][input channel][kernel row][kernel column]`) and bias.
  ///
  /// - Parameters:
  ///   - accumulate: whether to add to what `weights` and `biases` hold, or to overwrite them.
  ///   - gradient: the output gradient at (first channel, channels, first row, rows), and the distance of its planes.
  @inline(__always)
  func run(
    input: LanePointer, weights: FloatPointer, biases: FloatPointer, accumulate: Bool, scratch: Scratch,
    gradient: (Int, Int, Int, Int) -> (rows: LanePointer, planeStride: Int)
  ) {
    var g = geometry
    var column = 0
    for (tile, columns) in columnTiles.enumerated() {
      let channelSums = g.kernel * columns
      var channel = 0
      for height in channelTiles[tile] {
        var y = 0
        while y < g.outputHeight {
          let rows = min(rowsPerChunk, g.outputHeight - y)
          let isLast = y + rows == g.outputHeight
          let given = gradient(channel, height, y, rows)
          g.gradientPlaneStride = given.planeStride
          for c in 0..<g.inputChannels {
            let target = scratch.lanes.pointer + (rowsPerChunk < g.outputHeight ? c * height * channelSums : 0)
            for ky in 0..<g.kernel {
              Self.tile(
                columns, height, g,
                input: input + c * g.inputPlaneStride + (y + ky) * g.inputRowStride + column,
                gradient: given.rows, rows: rows, sums: target + ky * columns, weightStride: channelSums,
                accumulate: y > 0)
            }
            if isLast {
              reduce(
                target, scratch, height: height, columns: columns, accumulate: accumulate,
                into: weights + (channel * g.inputChannels + c) * g.kernel * g.kernel + column)
            }
          }
          if tile == 0 {
            sumBiases(
              given.rows, scratch, g, height: height, rows: rows, isFirst: y == 0, isLast: isLast,
              accumulate: accumulate,
              into: biases + channel)
          }
          y += rows
        }
        channel += height
      }
      column += columns
    }
  }

  /// Sums the lanes of a tile's weights for one input channel.
  private func reduce(
    _ lanes: LanePointer, _ scratch: Scratch, height: Int, columns: Int, accumulate: Bool, into weights: FloatPointer
  ) {
    let g = geometry
    let count = height * g.kernel * columns
    var i = 0
    // The last group reads beyond the tile's sums, within the buffer; those lanes are not used.
    while i < count {
      vectors(scratch.sums.pointer)[i / laneCount] = lanes_sum16(scalars(lanes + i))
      i += laneCount
    }
    var source = scratch.sums.pointer
    for j in 0..<height {
      for ky in 0..<g.kernel {
        let target = weights + j * g.inputChannels * g.kernel * g.kernel + ky * g.kernel
        for k in 0..<columns { target[k] = accumulate ? target[k] + source[k] : source[k] }
        source += columns
      }
    }
  }

  private func sumBiases(
    _ gradient: LanePointer, _ scratch: Scratch, _ g: WeightGradientGeometry, height: Int, rows: Int, isFirst: Bool,
    isLast: Bool,
    accumulate: Bool, into biases: FloatPointer
  ) {
    let kept = scratch.biases.pointer
    for o in 0..<height {
      // Four sums hide the latency of the additions.
      var s =
        isFirst
        ? (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
        : (kept[4 * o], kept[4 * o + 1], kept[4 * o + 2], kept[4 * o + 3])
      for y in 0..<rows {
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
      if isLast {
        kept[o] = (s.0 + s.1) + (s.2 + s.3)
      } else {
        kept[4 * o] = s.0
        kept[4 * o + 1] = s.1
        kept[4 * o + 2] = s.2
        kept[4 * o + 3] = s.3
      }
    }
    guard isLast else { return }
    let totals = lanes_sum16(scalars(kept))
    for o in 0..<height { biases[o] = accumulate ? biases[o] + totals[o] : totals[o] }
  }
}
