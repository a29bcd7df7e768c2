import CLanes

/// A convolution with its activation, of one image: lanes are neighbouring outputs of one plane.
final class SingleConvolution {
  /// The padded input planes; the border stays zero.
  let input: FloatBuffer
  /// Where the first pixel goes, and the distances of rows and planes, in floats.
  let inputLayout: PlaneLayout
  /// Planes of outputs after the activation, `geometry.outputVectors` vectors each.
  let output: LaneBuffer
  let geometry: SingleGeometry
  private let stage: ConvolutionStage
  private let store: ParameterStore
  private let channels: Int
  private let channelTiles: [Int]
  /// For each tile height, how a plane's vectors are cut.
  private let vectorTiles: [Int: [Int]]
  /// The weights in the order of the tiles: for each `[input channel][tap][output channel of the tile]`.
  private let packed: FloatBuffer

  /// - Parameter overrun: floats behind an output row that its reader may read.
  init(_ stage: ConvolutionStage, store: ParameterStore, overrun: Int) {
    self.stage = stage
    self.store = store
    let layout = stage.input.layout
    let shape = stage.output.layout.shape
    inputLayout = layout
    channels = shape.channels
    let positions = (shape.height - 1) * layout.rowStride + shape.width
    let vectors = (positions + laneCount - 1) / laneCount
    geometry = SingleGeometry(
      inputChannels: layout.shape.channels, rowStride: layout.rowStride, inputPlaneStride: layout.planeStride,
      outputVectors: vectors, kernel: stage.kernel)
    var cost: [Int: Double] = [:]
    var tiles: [Int: [Int]] = [:]
    for entry in SingleTiles.widest {
      let plan = TilePlan.partition(vectors, sizes: Array(1...entry.vectors)) {
        TilePlan.cycles(rows: entry.channels, columns: $0)
      }
      cost[entry.channels] = plan.cost
      tiles[entry.channels] = plan.tiles
    }
    channelTiles =
      TilePlan.partition(channels, sizes: SingleTiles.widest.map(\.channels)) { cost[$0, default: .infinity] }.tiles
    vectorTiles = tiles
    packed = FloatBuffer(count: stage.weight.count)
    // The last vector of the last plane reads fifteen floats too many.
    input = FloatBuffer(count: layout.blockStride + laneCount)
    output = LaneBuffer(count: channels * vectors + (overrun + laneCount - 1) / laneCount)
  }

  /// Brings changed weights into the order of the tiles.
  func refresh() {
    let columns = stage.weight.columns
    let from = store.pointer(stage.weight)
    var target = packed.pointer
    var channel = 0
    for tile in channelTiles {
      for column in 0..<columns {
        for j in 0..<tile { target[j] = from[(channel + j) * columns + column] }
        target += tile
      }
      channel += tile
    }
  }

  /// Computes `output` from `input`.
  func forward() {
    let outputWeights = stage.weight.columns
    let bias = store.pointer(stage.bias)
    var channel = 0
    for height in channelTiles {
      guard let widths = vectorTiles[height] else { stop("no tile of \(height) channels") }
      var vector = 0
      for width in widths {
        SingleTiles.run(
          channels: height, vectors: width, geometry, input: input.pointer + vector * laneCount,
          weights: packed.pointer + channel * outputWeights, bias: bias + channel,
          output: output.pointer + channel * geometry.outputVectors + vector)
        vector += width
      }
      channel += height
    }
    stage.activation.apply(output.pointer, count: channels * geometry.outputVectors)
  }
}
