import Engine

extension SettingValue {
  var asDouble: Double? { if case .number(let value) = self { value } else { nil } }
  var asInt: Int? { asDouble.flatMap { $0 == $0.rounded() && $0.magnitude < 1e9 ? Int($0) : nil } }

  /// A switch: true or false, or 1 and 0.
  var asBool: Bool? {
    switch self {
    case .bool(let value): return value
    case .number(1): return true
    case .number(0): return false
    default: return nil
    }
  }

  var elements: [SettingValue] { if case .list(let values) = self { values } else { [self] } }

  func asList<Element>(_ convert: (SettingValue) -> Element?) -> [Element]? {
    let converted = elements.compactMap(convert)
    return converted.count == elements.count && !converted.isEmpty ? converted : nil
  }

  func asCase<Value: RawRepresentable<String>>(_: Value.Type) -> Value? {
    if case .text(let text) = self { Value(rawValue: text) } else { nil }
  }

  static func list<Value>(of values: [Value], _ convert: (Value) -> SettingValue) -> SettingValue {
    values.count == 1 ? convert(values[0]) : .list(values.map(convert))
  }
}

private func names<Value: CaseIterable & RawRepresentable<String>>(_: Value.Type) -> String {
  Value.allCases.map(\.rawValue).joined(separator: ", ")
}

extension ConfigurationKey {
  /// Assigns a value if it passes a check.
  private static func assign<Value>(
    _ path: WritableKeyPath<ModelConfiguration, Value> & Sendable, _ value: Value?, where check: (Value) -> Bool,
    in configuration: inout ModelConfiguration
  ) -> Bool {
    guard let value, check(value) else { return false }
    configuration[keyPath: path] = value
    return true
  }

  private static func number(
    _ name: String, _ aliases: [String] = [], _ meaning: String, _ allowed: String,
    _ path: WritableKeyPath<ModelConfiguration, Double> & Sendable, _ check: @escaping @Sendable (Double) -> Bool
  ) -> ConfigurationKey {
    ConfigurationKey(
      name: name, aliases: aliases, meaning: meaning, allowed: allowed,
      set: { assign(path, $1.asDouble, where: { $0.isFinite && check($0) }, in: &$0) },
      get: { .number($0[keyPath: path]) })
  }

  private static func integer(
    _ name: String, _ aliases: [String] = [], _ meaning: String,
    _ path: WritableKeyPath<ModelConfiguration, Int> & Sendable, _ range: ClosedRange<Int>
  ) -> ConfigurationKey {
    ConfigurationKey(
      name: name, aliases: aliases, meaning: meaning,
      allowed: "a whole number from \(range.lowerBound) to \(range.upperBound)",
      set: { assign(path, $1.asInt, where: range.contains, in: &$0) }, get: { .number(Double($0[keyPath: path])) })
  }

  private static func choice<Value: CaseIterable & RawRepresentable<String> & Sendable>(
    _ name: String, _ meaning: String, _ path: WritableKeyPath<ModelConfiguration, Value> & Sendable
  ) -> ConfigurationKey {
    ConfigurationKey(
      name: name, aliases: [], meaning: meaning, allowed: "one of " + names(Value.self),
      set: { assign(path, $1.asCase(Value.self), where: { _ in true }, in: &$0) },
      get: { .text($0[keyPath: path].rawValue) })
  }

  private static func flag(
    _ name: String, _ aliases: [String] = [], _ meaning: String,
    _ path: WritableKeyPath<ModelConfiguration, Bool> & Sendable
  ) -> ConfigurationKey {
    ConfigurationKey(
      name: name, aliases: aliases, meaning: meaning, allowed: "true or false",
      set: { assign(path, $1.asBool, where: { _ in true }, in: &$0) }, get: { .bool($0[keyPath: path]) })
  }

  private static let sizes = "a whole number from 1 to 1024, or a list with one for each block"

  /// Every key, in the order in which settings are applied and printed.
  public static let all: [ConfigurationKey] = architecture + optimisation + transforms

  private static let architecture: [ConfigurationKey] = [
    integer("conv_layer", ["conv_layers"], "convolution blocks", \.convolutionLayers, 0...8),
    ConfigurationKey(
      name: "filters", aliases: [], meaning: "filters of each block", allowed: sizes,
      set: {
        assign(\.filters, $1.asList(\.asInt), where: { $0.allSatisfy((1...1024).contains) }, in: &$0)
      }, get: { .list(of: $0.filters) { .number(Double($0)) } }),
    integer("kernel_size", ["kernel"], "side of the square kernels, pixels", \.kernelSize, 1...15),
    ConfigurationKey(
      name: "padding", aliases: [], meaning: "border of each convolution",
      allowed: "one of " + names(Padding.self) + ", or a list with one for each block",
      set: { assign(\.padding, $1.asList { $0.asCase(Padding.self) }, where: { _ in true }, in: &$0) },
      get: { .list(of: $0.padding) { .text($0.rawValue) } }),
    choice("activation", "activation of convolutions and hidden dense layers", \.activation),
    ConfigurationKey(
      name: "pooling", aliases: [], meaning: "pooling of each block",
      allowed: "max or 1, average or 0, or a list with one for each block",
      set: {
        assign(
          \.pooling,
          $1.asList { element in
            if let flag = element.asBool { return flag ? .max : .average }
            if element == .text("avg") { return .average }
            return element.asCase(PoolingKind.self)
          }, where: { _ in true }, in: &$0)
      }, get: { .list(of: $0.pooling) { .text($0.rawValue) } }),
    integer("pool_size", [], "side of the pooling windows, pixels", \.poolSize, 1...8),
    flag("batch_normalization", ["batch_norm", "batch_normalisation"], "batch normalisation", \.batchNormalization),
    ConfigurationKey(
      name: "dropout_rate", aliases: [], meaning: "rate where 'dropout' is a switch",
      allowed: "a rate from 0 to below 1",
      set: { configuration, value in
        guard let rate = value.asDouble, (0..<1).contains(rate) else { return false }
        configuration.dropout = rate
        configuration.denseDropout = rate
        return true
      }, get: { .number($0.dropout) }),
    ConfigurationKey(
      name: "dropout", aliases: [], meaning: "dropout rate after each block, or a switch for all dropout",
      allowed: "a rate from 0 to below 1, or true or false",
      set: { configuration, value in
        if case .bool(let on) = value {
          // Switched on without a rate: the customary half.
          let rate = on ? (configuration.dropout > 0 ? configuration.dropout : 0.5) : 0
          configuration.dropout = rate
          configuration.denseDropout = rate
          return true
        }
        return assign(\.dropout, value.asDouble, where: (0..<1).contains, in: &configuration)
      }, get: { .number($0.dropout) }),
    number(
      "dropout_fc", ["dense_dropout"], "dropout rate after each hidden dense layer", "a rate from 0 to below 1",
      \.denseDropout, (0..<1).contains),
    ConfigurationKey(
      name: "dense_units", aliases: ["dense"], meaning: "units of the hidden dense layers",
      allowed: "a list of whole numbers from 1 to 4096, or none",
      set: {
        if $1 == .text("none") {
          $0.denseUnits = []
          return true
        }
        return assign(\.denseUnits, $1.asList(\.asInt), where: { $0.allSatisfy((1...4096).contains) }, in: &$0)
      }, get: { $0.denseUnits.isEmpty ? .text("none") : .list(of: $0.denseUnits) { .number(Double($0)) } }),
  ]

  private static let optimisation: [ConfigurationKey] = [
    choice("optimizer", "update rule", \.optimizer),
    number("learning_rate", ["learn_rate", "lr"], "base learning rate", "a number above 0", \.learningRate) { $0 > 0 },
    number("momentum", [], "momentum of SGD", "a number from 0 to below 1", \.momentum, (0..<1).contains),
    flag("nesterov", [], "Nesterov's momentum for SGD", \.nesterov),
    number(
      "weight_decay", [], "decoupled decay of AdamW, L2 decay of SGD", "a number of at least 0", \.weightDecay
    ) { $0 >= 0 },
    choice("schedule", "course of the learning rate", \.schedule),
    integer("schedule_epochs", [], "epochs between two steps of the step schedule", \.scheduleEpochs, 1...1000),
    number("schedule_factor", [], "factor of each step of the step schedule", "a number above 0", \.scheduleFactor) {
      $0 > 0
    },
    number("warmup_epochs", [], "epochs of linear warm-up", "a number of at least 0", \.warmupEpochs) { $0 >= 0 },
    integer("epochs", [], "passes over the training images", \.epochs, 1...10_000),
    integer("batch_size", [], "samples in a step", \.batchSize, 1...4096),
  ]

  private static let transforms: [ConfigurationKey] = [
    number(
      "rotation_range", [], "largest rotation, degrees", "from 0 to 180", \.augmentation.rotationDegrees,
      (0...180).contains),
    number(
      "width_shift_range", [], "largest horizontal shift, fraction of the width", "from 0 to 1",
      \.augmentation.widthShift, (0...1).contains),
    number(
      "height_shift_range", [], "largest vertical shift, fraction of the height", "from 0 to 1",
      \.augmentation.heightShift, (0...1).contains),
    number("shear_range", [], "largest shear, degrees", "from 0 to 89", \.augmentation.shearDegrees, (0...89).contains),
    number(
      "zoom_range", [], "largest relative zoom of rows and columns", "from 0 to below 1", \.augmentation.zoom,
      (0..<1).contains),
  ]
}
