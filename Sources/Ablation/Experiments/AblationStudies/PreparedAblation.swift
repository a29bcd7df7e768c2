import Foundation
import Search
import Seeding
import Studies

/// A plan, read and checked, with the seeds of everything that it trains.
public struct PreparedAblation: Sendable {
  /// The plan.
  public let plan: AblationPlan
  /// The components in the order of the arms' bits.
  public let components: [AblationComponent]
  let subject: any AblationSubject

  /// Reads the data or the program's file and checks every component.
  ///
  /// - Parameter logs: where programs' logs go.
  /// - Throws: ``AblationStudyError``, `SweepFileError` or `DatasetError`.
  public init(_ plan: AblationPlan, logs: URL) throws {
    self.plan = plan
    switch plan.subject {
    case .model(let model):
      if plan.design == .path, let metric = AblationMetric(rawValue: plan.metric), metric.isOfTestSet {
        throw AblationStudyError.pathOnTest(metric: plan.metric)
      }
      subject = try ModelAblation(model, tuning: plan.tuning, data: LoadedData(model.data))
    case .program(let program):
      subject = try ProgramAblation(program, tuning: plan.tuning, logs: logs)
    }
    components = subject.components
    guard components.count <= plan.design.mostComponents else {
      throw AblationStudyError.tooMany(
        components: components.count, design: plan.design.rawValue, most: plan.design.mostComponents)
    }
  }

  /// The names of the classes; empty for a program.
  public var classNames: [String] { (subject as? ModelAblation)?.data.training.classNames ?? [] }

  /// The SHA-256 of the training files; `nil` for a program.
  public var trainingDigest: String? { (subject as? ModelAblation)?.data.training.digest }

  private var root: SeedSequence { SeedSequence(root: plan.seed).child("ablation") }

  /// The seed of a replicate: the same in every arm and way.
  public func seed(replicate: Int) -> UInt64 { root.child(replicate).seed }

  /// The seed of a run before the study, which no run of the study shares.
  func seed(pilot replicate: Int) -> UInt64 { root.child("pilot").child(replicate).seed }

  /// The name of an arm.
  public func name(of arm: Int) -> String { AblationComponent.armName(arm, components) }

  /// Arms in an order of the replicate's own, so that no arm is trained first or last throughout.
  func interleaved(_ arms: [Int], replicate: Int) -> [Int] {
    var generator = root.child("order").child(replicate).generator()
    var order = arms
    generator.shuffle(&order)
    return order
  }

  /// The study that a way's runs are stored under.
  func definition(_ way: TuningMode) throws -> StudyDefinition {
    var fields = try subject.fields
    fields["components"] = components.map(\.name).joined(separator: ", ")
    fields["design"] = plan.design.rawValue
    fields["seeds"] = String(plan.seeds)
    fields["margin"] = String(plan.margin)
    fields["tuning"] = plan.mode.rawValue
    if let interval = plan.interval { fields["interval"] = interval.rawValue }
    if let tuning = plan.tuning, way == .retuned {
      fields["tuning.space"] = try tuning.space.canonicalText()
      fields["tuning.trials"] = String(tuning.trials)
      fields["tuning.metric"] = "\(tuning.metric), \(tuning.goal.rawValue)"
    }
    return StudyDefinition(
      name: "ablation/\(way.rawValue)", family: plan.name, method: plan.design.rawValue, metric: plan.metric,
      goal: plan.goal, trialBudget: nil, lag: SweepDefinition.independentLag, seed: plan.seed, fields: fields)
  }

  /// The full model's own values of what is tuned; `nil` if it has none or they lie outside of the space.
  private func fullModelsPoint(in space: SearchSpace) -> Configuration? {
    var point: Configuration = [:]
    for parameter in space.parameters { point[parameter.name] = subject.ownValue(of: parameter.name) }
    return space.contains(point) ? point : nil
  }

  /// The sweep of an arm: equal points for all arms, seeds of its own.
  func tuningStudy(arm: Int, in store: any StudyStore) throws -> Study? {
    guard let tuning = plan.tuning else { return nil }
    let subject = subject
    var fields = try subject.fields
    fields["arm"] = name(of: arm)
    fields["space"] = try tuning.space.canonicalText()
    let definition = StudyDefinition(
      name: "tuning/\(arm)", family: plan.name, method: SweepMethod.random.rawValue, metric: tuning.metric,
      goal: tuning.goal, trialBudget: tuning.trials, lag: SweepDefinition.independentLag,
      seed: root.child("tuning").seed, fields: fields)
    let points = try SamplerName.sobol.makeSampler(
      space: tuning.space, goal: tuning.goal, seed: definition.seed, trialBudget: tuning.trials)
    // The full model's own hyperparameters are among the points, so that no sweep has to be lucky to do as well.
    let sampler = LedSampler(first: fullModelsPoint(in: tuning.space), others: points)
    return try Study(
      definition, in: store, sampler: sampler, feasibility: { subject.infeasibility(arm: arm, point: $0) })
  }
}
