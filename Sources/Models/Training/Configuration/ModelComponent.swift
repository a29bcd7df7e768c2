import Engine

/// A part of a configuration that an ablation study takes away and puts back.
public struct ModelComponent: Sendable {
  /// The name that studies, tables and command lines use, such as `dropout.block`; a name before a dot is the component
  /// that this one is a part of.
  public let name: String
  /// What it is.
  public let meaning: String
  /// The form that a configuration without it has: `off`, or what takes its place, such as `tanh`.
  public let bareForm: String
  /// The form that a configuration has, or `nil` where it does not have the component.
  let form: @Sendable (ModelConfiguration) -> String?
  /// Takes it away.
  let remove: @Sendable (inout ModelConfiguration) -> Void

  /// The component that this one is a part of, or its own name.
  public var group: String { String(name.prefix { $0 != "." }) }

  /// The form that a configuration has: `on`, or a name such as `relu`; `nil` where it does not have the component.
  public func form(in configuration: ModelConfiguration) -> String? { form(configuration) }

  /// Takes the component away; without it nothing changes.
  public func remove(from configuration: inout ModelConfiguration) {
    if form(configuration) != nil { remove(&configuration) }
  }

  /// The components that a study takes unless it says otherwise, in this order.
  public static let usual = ["batch_norm", "dropout", "activation", "augmentation", "pooling"]

  /// Every component that configurations with as many blocks can have.
  public static func all(blocks: Int) -> [ModelComponent] {
    [
      onOff("batch_norm", "batch normalisation of every block", { $0.batchNormalization }) {
        $0.batchNormalization = false
        $0.batchNormalizationBlocks = nil
      }
    ] + (1..<max(1, blocks) + 1).map(batchNorm(block:)) + [
      onOff("dropout", "all dropout", { $0.dropout > 0 || $0.denseDropout > 0 }) {
        $0.dropout = 0
        $0.denseDropout = 0
      },
      onOff("dropout.block", "dropout after convolution blocks", { $0.dropout > 0 }) { $0.dropout = 0 },
      onOff("dropout.dense", "dropout after hidden dense layers", { $0.denseDropout > 0 }) { $0.denseDropout = 0 },
      ModelComponent(
        name: "activation", meaning: "the activation function, else tanh", bareForm: Activation.tanh.rawValue,
        form: { $0.activation == .tanh ? nil : $0.activation.rawValue }, remove: { $0.activation = .tanh }),
      onOff("augmentation", "all transforms of the training images", { !$0.augmentation.isIdentity }) {
        $0.augmentation = Augmentation()
      },
      transform("rotation", \.rotationDegrees), transform("width_shift", \.widthShift),
      transform("height_shift", \.heightShift), transform("shear", \.shearDegrees), transform("zoom", \.zoom),
      ModelComponent(
        name: "pooling", meaning: "the blocks' pooling, else average", bareForm: PoolingKind.average.rawValue,
        form: { configuration in
          let kinds = (0..<configuration.convolutionLayers).map {
            ModelConfiguration.value(configuration.pooling, $0, .average)
          }
          guard kinds.contains(where: { $0 != .average }) else { return nil }
          let names = kinds.map(\.rawValue)
          return Set(names).count == 1 ? names[0] : names.joined(separator: " then ")
        }, remove: { $0.pooling = [.average] }),
    ]
  }

  private static func onOff(
    _ name: String, _ meaning: String, _ isPresent: @escaping @Sendable (ModelConfiguration) -> Bool,
    _ remove: @escaping @Sendable (inout ModelConfiguration) -> Void
  ) -> ModelComponent {
    ModelComponent(
      name: name, meaning: meaning, bareForm: "off", form: { isPresent($0) ? "on" : nil }, remove: remove)
  }

  private static func transform(
    _ name: String, _ range: WritableKeyPath<Augmentation, Double> & Sendable
  ) -> ModelComponent {
    onOff(
      "augmentation.\(name)", "the transform \(name.replacing("_", with: " "))",
      { $0.augmentation[keyPath: range] != 0 }, { $0.augmentation[keyPath: range] = 0 })
  }

  private static func batchNorm(block: Int) -> ModelComponent {
    onOff(
      "batch_norm.block\(block)", "batch normalisation of block \(block)",
      { block <= $0.convolutionLayers && $0.normalizes(block: block) }
    ) { configuration in
      let blocks = (1..<configuration.convolutionLayers + 1).filter {
        $0 != block && configuration.normalizes(block: $0)
      }
      // Without its last block the configuration is one without the component, whichever way it came there.
      configuration.batchNormalization = !blocks.isEmpty
      configuration.batchNormalizationBlocks = blocks.isEmpty ? nil : blocks
    }
  }
}
