import Engine

/// Everything that decides what a training computes, apart from the data and the seed: architecture, optimisation and
/// augmentation, as one value whose JSON keys are the names that sweep files use.
public struct ModelConfiguration: Codable, Hashable, Sendable {
  /// Convolution blocks.
  public var convolutionLayers: Int
  /// Filters of each block; the last value goes on for further blocks.
  public var filters: [Int]
  /// Side of the square kernels.
  public var kernelSize: Int
  /// Border of each block's convolution; the last value goes on.
  public var padding: [Padding]
  /// Activation of convolutions and hidden dense layers.
  public var activation: Activation
  /// Pooling of each block; the last value goes on.
  public var pooling: [PoolingKind]
  /// Side of the pooling windows.
  public var poolSize: Int
  /// Whether each block normalises its activations.
  public var batchNormalization: Bool
  /// With ``batchNormalization``, the blocks that do, counted from 1; `nil` for all, absent from JSON then.
  ///
  /// Not a key of sweep files: ablation studies take blocks away one by one.
  public var batchNormalizationBlocks: [Int]?
  /// Dropout rate after each block; zero for none.
  public var dropout: Double
  /// Dropout rate after each hidden dense layer; zero for none.
  public var denseDropout: Double
  /// Units of the hidden dense layers.
  public var denseUnits: [Int]

  /// Update rule.
  public var optimizer: OptimizerKind
  /// Base learning rate.
  public var learningRate: Double
  /// Momentum of SGD.
  public var momentum: Double
  /// Whether SGD's momentum is Nesterov's.
  public var nesterov: Bool
  /// Decoupled decay of AdamW, or L2 decay of SGD.
  public var weightDecay: Double
  /// Course of the learning rate.
  public var schedule: ScheduleKind
  /// Epochs between two steps of the step schedule.
  public var scheduleEpochs: Int
  /// Factor of each step of the step schedule.
  public var scheduleFactor: Double
  /// Epochs over which the learning rate rises linearly from zero at the start.
  public var warmupEpochs: Double
  /// Passes over the training images.
  public var epochs: Int
  /// Samples in a step.
  public var batchSize: Int

  /// Ranges of the random transforms.
  public var augmentation: Augmentation

  enum CodingKeys: String, CodingKey {
    case convolutionLayers = "conv_layer"
    case filters
    case kernelSize = "kernel_size"
    case padding
    case activation
    case pooling
    case poolSize = "pool_size"
    case batchNormalization = "batch_normalization"
    case batchNormalizationBlocks = "batch_normalization_blocks"
    case dropout
    case denseDropout = "dropout_fc"
    case denseUnits = "dense_units"
    case optimizer
    case learningRate = "learning_rate"
    case momentum
    case nesterov
    case weightDecay = "weight_decay"
    case schedule
    case scheduleEpochs = "schedule_epochs"
    case scheduleFactor = "schedule_factor"
    case warmupEpochs = "warmup_epochs"
    case epochs
    case batchSize = "batch_size"
    case augmentation
  }

  /// A family's original network and training, as published.
  public init(_ family: ModelFamily) {
    convolutionLayers = 2
    filters = [6, 16]
    kernelSize = 5
    padding = [.same, .valid]
    activation = .tanh
    pooling = [.average]
    poolSize = 2
    batchNormalization = false
    dropout = 0
    denseDropout = 0
    denseUnits = [120, 84]
    optimizer = .adam
    learningRate = 0.001
    momentum = 0.9
    nesterov = false
    weightDecay = 0
    schedule = .constant
    scheduleEpochs = 5
    scheduleFactor = 0.5
    warmupEpochs = 0
    epochs = 20
    batchSize = 64
    augmentation = Augmentation()
    switch family {
    case .lenet5:
      break
    case .lenet5Augmented:
      augmentation = Augmentation(
        rotationDegrees: 30, widthShift: 0.1, heightShift: 0.1, shearDegrees: 0.2, zoom: 0.2)
    case .padocanet:
      activation = .relu
      pooling = [.max, .average]
      batchNormalization = true
      dropout = 0.5
      denseDropout = 0.5
      augmentation = Augmentation(
        rotationDegrees: 40, widthShift: 0.2, heightShift: 0.2, shearDegrees: 0.2, zoom: 0.5)
    }
  }
}
