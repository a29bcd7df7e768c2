import Engine
import Search
import Studies
import Training

/// The ablation of a configuration of the built-in models.
struct ModelAblation: AblationSubject {
  let plan: AblationPlan.ModelSubject
  let data: LoadedData
  let components: [AblationComponent]
  private let parts: [ModelComponent]
  private let tuningMetric: Metric
  private let tuningGoal: Goal

  /// - Throws: ``AblationStudyError`` with every fault of the components.
  init(_ plan: AblationPlan.ModelSubject, tuning: AblationPlan.Tuning?, data: LoadedData) throws {
    self.plan = plan
    self.data = data
    let found = ModelComponent.find(plan.components, in: plan.configuration)
    guard found.faults.isEmpty else { throw AblationStudyError.components(found.faults.map(\.fault.description)) }
    parts = found.components
    components = parts.map { part in
      AblationComponent(
        name: part.name, bareForm: part.bareForm, fullForm: part.form(in: plan.configuration) ?? part.bareForm)
    }
    tuningMetric = tuning.flatMap { Metric($0.metric) } ?? .validationAccuracy
    tuningGoal = tuning?.goal ?? .maximize
    let images = data.training.images
    let shape = Shape(channels: 1, height: images.height, width: images.width)
    for arm in [(1 << parts.count) - 1, 0] {
      if let fault = try configuration(arm: arm, point: nil).infeasibility(input: shape, classes: images.classCount) {
        throw AblationStudyError.infeasible(arm: AblationComponent.armName(arm, components), reason: fault)
      }
    }
  }

  var opensTest: Bool { true }

  var fields: [String: String] {
    get throws {
      [
        "configuration": String(decoding: try JobCoding.encode(plan.configuration), as: UTF8.self),
        "data": data.training.digest, "split": "of each seed, sweeps \(plan.data.splitSeed)",
        "images": plan.images.map(String.init) ?? "all",
      ]
    }
  }

  /// What an arm trains: its own hyperparameters first, so that they cannot bring back what the arm lacks.
  func configuration(arm: Int, point: Configuration?) throws(SettingError) -> ModelConfiguration {
    var configuration = plan.configuration
    if let point {
      try configuration.apply(Dictionary(uniqueKeysWithValues: point.map { ($0.key, SettingValue($0.value)) }))
    }
    for (index, part) in parts.enumerated() where arm >> index & 1 == 0 { part.remove(from: &configuration) }
    return configuration
  }

  func infeasibility(arm: Int, point: Configuration) -> String? {
    let images = data.training.images
    do throws(SettingError) {
      return try configuration(arm: arm, point: point).infeasibility(
        input: Shape(channels: 1, height: images.height, width: images.width), classes: images.classCount)
    } catch {
      return error.description
    }
  }

  func ownValue(of name: String) -> ParameterValue? {
    (try? ConfigurationKey.find(name)).map { ParameterValue($0.value(in: plan.configuration)) }
  }

  func size(arm: Int, point: Configuration?) -> (parameters: Int, multiplyAdds: Int)? {
    let images = data.training.images
    guard let configuration = try? configuration(arm: arm, point: point),
      let layers = try? configuration.network(
        input: Shape(channels: 1, height: images.height, width: images.width), classes: images.classCount
      ).summarise()
    else { return nil }
    return (layers.reduce(0) { $0 + $1.parameters }, layers.reduce(0) { $0 + $1.multiplyAdds })
  }

  /// Images that a training is fitted to.
  var trainingImages: Int { min(plan.images ?? .max, data.split.trainingIndices.count) }

  func job(_ training: AblationTraining, id: Int) throws -> Job {
    // Which images are held out varies from seed to seed like everything else that is random, so that intervals are not
    // of one split (Bouthillier et al. 2021). The trials of a sweep share one, by which they are compared.
    var split = plan.data
    if case .tuning = training.purpose {} else { split.splitSeed = training.seed }
    var job = TrainingJob(
      id: id, purpose: .retraining(opensTest: training.purpose == .run), data: split,
      configuration: try configuration(arm: training.arm, point: training.point), seed: training.seed,
      imageLimit: plan.images.map { min($0, data.split.trainingIndices.count) },
      validationLimit: plan.images.map { min($0, data.split.validationIndices.count) }, metric: .validationAccuracy)
    if case .tuning = training.purpose {
      job.purpose = .search
      job.metric = tuningMetric
      job.goal = tuningGoal
    }
    return .training(job)
  }

  func record(_ training: AblationTraining, _ result: JobResult) -> Confirmation {
    let ended = result.trial.retraining(trial: training.arm, replicate: training.replicate, seed: training.seed)
    var record = Confirmation(
      trial: training.arm, replicate: training.replicate, seed: training.seed, state: ended.state,
      detail: ended.detail, epochs: ended.epochs)
    if let test = result.test {
      record.testMetrics = test.metrics
      record.confusion = test.confusion.counts
      record.predictions = Studies.Predictions(classes: test.classes)
      if !test.loss.isFinite {
        record.state = .diverged
        record.detail = "the loss on the test images was not finite"
      }
    }
    return record
  }

  func metrics(_ run: Confirmation) -> [String: Double] {
    var metrics: [String: Double] = [:]
    for metric in AblationMetric.allCases {
      let value: Double?
      switch metric {
      case .validationAccuracy: value = run.epochs.last?.validationAccuracy
      case .validationLoss: value = run.epochs.last?.validationLoss
      case .testAccuracy, .testF1, .testLoss: value = metric.testName.flatMap { run.testMetrics[$0] }
      }
      metrics[metric.rawValue] = value
    }
    return metrics
  }
}
