import Seeding

/// Turns a list of layers into stages: a convolution with its activation; what follows it up to the next convolution;
/// each dense layer with its dropout.
struct StageBuilder {
  let summaries: [LayerSummary]
  let blocks: Int
  let threads: Int
  let store: ParameterStore
  let seed: SeedSequence
  let input: ActivationTensor
  private(set) var convolutions: [ConvolutionStage] = []
  private(set) var poolings: [PoolingStage] = []
  private(set) var denses: [DenseStage] = []
  /// Run after the parameters have memory.
  private(set) var initialisers: [() -> Void] = []

  init(summaries: [LayerSummary], input: Shape, blocks: Int, threads: Int, store: ParameterStore, seed: SeedSequence) {
    self.summaries = summaries
    self.blocks = blocks
    self.threads = threads
    self.store = store
    self.seed = seed
    self.input = ActivationTensor(Self.layout(input, for: summaries.first?.layer), blocks: blocks)
  }

  /// The border that a layer wants around its input.
  private static func layout(_ shape: Shape, for consumer: LayerDescription?) -> PlaneLayout {
    guard case .convolution(_, _, let kernel, .same, _)? = consumer else { return PlaneLayout(shape: shape) }
    let before = (kernel - 1) / 2
    let after = kernel - 1 - before
    return PlaneLayout(shape: shape, top: before, bottom: after, left: before, right: after)
  }

  mutating func build() {
    var index = 0
    while index < summaries.count {
      switch summaries[index].layer {
      case .convolution: index = addConvolution(at: index)
      case .dense: index = addDense(at: index)
      default: index += 1
      }
    }
  }

  /// Adds a convolution and the pooling stage that takes up everything before the next convolution or dense layer.
  private mutating func addConvolution(at start: Int) -> Int {
    let summary = summaries[start]
    guard case .convolution(let name, let filters, let kernel, _, let activation) = summary.layer else { return start }
    let stage = ConvolutionStage(
      name: name, filters: filters, kernel: kernel, activation: activation, input: poolings.last?.output ?? input,
      blocks: blocks, threads: threads, needsInputGradient: !convolutions.isEmpty, rowGranule: window(after: start),
      store: store)
    convolutions.append(stage)
    let channels = summary.input.channels
    let store = store
    let weightSeed = seed.child("initialisation").child(name)
    initialisers.append {
      store.initialiseGlorotUniform(
        stage.weight, fanIn: channels * kernel * kernel, fanOut: filters * kernel * kernel, seed: weightSeed)
    }

    var kind = PoolingKind.average
    var window = 1
    var normalisation: BatchNormState?
    var dropout: DropoutMask?
    var index = start + 1
    var shape = summary.output
    scan: while index < summaries.count {
      switch summaries[index].layer {
      case .batchNorm(let name, let epsilon, let momentum):
        let state = BatchNormState(
          name: name, epsilon: epsilon, momentum: momentum, channels: filters, blocks: blocks, store: store)
        initialisers.append { state.initialise() }
        normalisation = state
      case .pool(_, let poolKind, let size):
        kind = poolKind
        window = size
        shape = summaries[index].output
      case .dropout(let name, let rate):
        dropout = makeDropout(name: name, rate: rate, features: shape.count)
      case .convolution, .dense:
        break scan
      }
      index += 1
    }
    let consumer = index < summaries.count ? summaries[index].layer : nil
    poolings.append(
      PoolingStage(
        kind: kind, window: window, normalisation: normalisation, dropout: dropout, source: stage,
        outputLayout: Self.layout(shape, for: consumer), blocks: blocks))
    return index
  }

  /// The side of the pooling window between a convolution and the next; 1 where there is none.
  private func window(after start: Int) -> Int {
    for summary in summaries[(start + 1)...] {
      switch summary.layer {
      case .pool(_, _, let size): return size
      case .convolution, .dense: return 1
      default: continue
      }
    }
    return 1
  }

  private mutating func addDense(at start: Int) -> Int {
    let summary = summaries[start]
    guard case .dense(let name, let units, let activation) = summary.layer else { return start }
    var dropout: DropoutMask?
    var index = start + 1
    if index < summaries.count, case .dropout(let dropoutName, let rate) = summaries[index].layer {
      dropout = makeDropout(name: dropoutName, rate: rate, features: units)
      index += 1
    }
    let inputs = summary.input.count
    let stage = DenseStage(
      name: name, units: units, inputs: inputs, activation: activation, dropout: dropout, blocks: blocks,
      threads: threads, store: store)
    denses.append(stage)
    let store = store
    let weightSeed = seed.child("initialisation").child(name)
    initialisers.append {
      store.initialiseGlorotUniform(stage.weight, fanIn: inputs, fanOut: units, seed: weightSeed)
    }
    return index
  }

  private func makeDropout(name: String, rate: Float, features: Int) -> DropoutMask? {
    rate == 0
      ? nil
      : DropoutMask(
        name: name, rate: rate, features: features, blocks: blocks, seed: seed.child("dropout").child(name))
  }
}
