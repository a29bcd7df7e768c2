import Engine
import Search
import Studies
import Training

/// A study plan, read and checked: what `Study` needs.
public struct PreparedStudy: Sendable {
  /// The plan.
  public let plan: StudyPlan
  /// The sweep file.
  public let sweep: SweepDefinition
  /// What is optimised.
  public let metric: Metric
  /// The study's identity.
  public let definition: StudyDefinition
  /// What is to be said where the run's budget allows fewer trials than the file.
  public let capNote: String?
  /// Shape of the images.
  let input: Shape
  let classes: Int

  /// Reads a sweep file for a run and checks every value of every parameter against the family.
  ///
  /// - Throws: `SweepFileError` with all faults.
  public init(_ plan: StudyPlan, run: RunPlan, data: LoadedData) throws {
    self.plan = plan
    let options = SweepFile.Options(allowDeprecated: plan.allowsDeprecated ?? false)
    let sweep = try SweepFile.parse(text: plan.text, fileName: plan.fileName, options: options) { reading in
      FamilyCheck.findings(reading, family: plan.family)
    }
    self.sweep = sweep
    let images = data.training.images
    input = Shape(channels: 1, height: images.height, width: images.width)
    classes = images.classCount
    // The check has made sure of it.
    metric = sweep.metric.flatMap { Metric($0.name) } ?? .validationAccuracy
    var budget = [run.budget.trials, sweep.runCap].compactMap { $0 }.min()
    var capNote: String?
    if let allowed = run.budget.trials, let cap = sweep.runCap, allowed < cap {
      capNote =
        "\(allowed) trials of run_cap \(cap): the \(run.budget.name.rawValue) budget allows no more, --budget full all"
    }
    // A grid ends by itself, and half a grid is no grid; only a quick run may cut it.
    if sweep.method == .grid, run.budget.name != .quick { (budget, capNote) = (sweep.runCap, nil) }
    self.capNote = capNote
    if sweep.method != .grid, budget == nil { budget = Self.defaultTrials }
    var fields = sweep.fields
    fields.merge(
      [
        "space": try sweep.space.canonicalText(),
        "data": data.training.digest,
        "split_seed": String(run.data.splitSeed),
        "search_images": run.budget.searchImages.map(String.init) ?? "all",
        "search_epoch_share": String(run.budget.searchEpochShare),
      ], uniquingKeysWith: { $1 })
    if sweep.sampler != sweep.method.defaultSampler { fields["sampler"] = sweep.sampler.rawValue }
    definition = StudyDefinition(
      name: plan.name, family: plan.family.rawValue, method: sweep.method.rawValue, metric: metric.rawValue,
      goal: sweep.metric?.goal ?? .minimize, trialBudget: budget, lag: sweep.lag,
      seed: sweep.settings.seed ?? run.seed, fields: fields)
  }

  /// Trials of a random or bayesian study that neither its file nor the budget limits: the original studies' number.
  static let defaultTrials = 10

  /// What a point of the space trains, at its own number of epochs.
  public func modelConfiguration(_ point: Configuration) throws(SettingError) -> ModelConfiguration {
    var configuration = ModelConfiguration(plan.family)
    try configuration.apply(Dictionary(uniqueKeysWithValues: point.map { ($0.key, SettingValue($0.value)) }))
    return configuration
  }

  /// Why a point cannot be trained, or `nil`.
  public func infeasibility(_ point: Configuration) -> String? {
    do throws(SettingError) {
      return try modelConfiguration(point).infeasibility(input: input, classes: classes)
    } catch {
      return error.description
    }
  }

  /// Opens the study in a run's store.
  func open(in store: any StudyStore) throws -> Study {
    let prepared = self
    return try Study(
      definition, in: store, sampler: sweep.makeSampler(seed: definition.seed, trialBudget: definition.trialBudget),
      rules: sweep.studyRules,
      feasibility: { prepared.infeasibility($0) })
  }
}

extension Metric {
  /// The metric of a name, W&B's `validation_` spelling included.
  init?(_ name: String) {
    self.init(rawValue: name.replacing("validation_", with: "val_").replacing("train_", with: ""))
  }
}

extension SettingValue {
  /// A sweep's value as a setting.
  public init(_ value: ParameterValue) {
    switch value {
    case .null: self = .text("null")
    case .bool(let value): self = .bool(value)
    case .int(let value): self = .number(Double(value))
    case .double(let value): self = .number(value)
    case .string(let value): self = .text(value)
    case .list(let values): self = .list(values.map(SettingValue.init))
    case .map: self = .text(value.description)
    }
  }
}

extension ParameterValue {
  /// A setting as a sweep's value.
  init(_ value: SettingValue) {
    switch value {
    case .bool(let value): self = .bool(value)
    case .number(let value): self = Int(exactly: value).map(ParameterValue.int) ?? .double(value)
    case .text(let value): self = .string(value)
    case .list(let values): self = .list(values.map(ParameterValue.init))
    }
  }
}

extension Distribution {
  /// Values that stand for the distribution: every level of a finite one (the first thousand), quantiles of others.
  var samples: [ParameterValue] {
    if let count = levelCount { return (0..<min(count, 1_000)).map(level) }
    return [0.001, 0.25, 0.5, 0.75, 0.999].map(quantile)
  }
}

extension SearchSpace {
  /// The space as text that is equal for equal spaces.
  func canonicalText() throws -> String {
    String(decoding: try JobCoding.encode(self), as: UTF8.self)
  }
}

extension PreparedStudy {
  /// The number of trials of a whole grid; `nil` for other methods, and where conditions and constraints make fewer
  /// of them.
  var gridSize: Int? {
    sweep.method == .grid && sweep.settings.rules.isEmpty ? sweep.space.size : nil
  }
}
