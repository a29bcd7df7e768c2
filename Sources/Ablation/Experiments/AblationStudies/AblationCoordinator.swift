import Foundation
import Search
import Studies

/// Carries an ablation study out: sweeps of the arms where they are retuned, then every arm with every seed.
///
/// What is stored depends neither on the workers nor on interruptions: what has ended is never trained again.
public final class AblationCoordinator {
  /// What the coordinator tells whoever watches it.
  public enum Event: Sendable {
    /// Work begins or goes on.
    case began(arms: Int, isMost: Bool, seeds: Int, done: Int, planned: Int, workers: Int)
    /// A trial of an arm's sweep ended.
    case tuned(arm: String, trial: Trial, metric: String)
    /// A run ended.
    case ended(arm: String, way: TuningMode, run: Confirmation, value: Double?, progress: AblationProgress)
    /// A path took a step.
    case step(way: TuningMode, added: String, value: Double)
    /// Something that the user should know and that changes nothing.
    case note(String)
  }

  private let run: AblationRun
  private let workers: RunWorkers
  private let onEvent: (Event) -> Void
  private var progress = AblationProgress(done: 0, planned: 0, remainingSeconds: nil)
  private var seconds: [Double] = []
  private var hasLabels: Bool

  /// - Parameters:
  ///   - run: opened for writing.
  ///   - onEvent: called on the caller's thread.
  public init(_ run: AblationRun, workers: RunWorkers, onEvent: @escaping (Event) -> Void) throws {
    self.run = run
    self.workers = workers
    self.onEvent = onEvent
    hasLabels = try run.store.metadata()[AblationRun.labelsKey] != nil
  }

  private var plan: AblationPlan { run.plan }

  /// Trains whatever is missing, or throws when it cannot go on; what is stored then is kept.
  public func execute() throws {
    defer { workers.executor.terminateAll() }
    if case .program = plan.subject { try Run.makeFolder(run.folder.appending(path: AblationRun.logs)) }
    let count = run.prepared.components.count
    let arms = plan.design.arms(components: count)
    let most = plan.design.mostArms(components: count)
    progress.planned = most * plan.seeds * plan.mode.ways.count
    progress.done = try plan.mode.ways.reduce(0) { try $0 + run.ended($1).count }
    if progress.done < progress.planned,
      let programs = ProgramDigest.adding(to: try run.store.metadata()[ProgramDigest.metadataKey])
    {
      try run.store.setMetadata(programs, forKey: ProgramDigest.metadataKey)
    }
    onEvent(
      .began(
        arms: most, isMost: arms == nil, seeds: plan.seeds, done: progress.done, planned: progress.planned,
        workers: workers.count))
    for way in plan.mode.ways {
      if let arms { try train(arms, way) } else { try walk(way) }
    }
  }

  /// From bare to full: the best component first, by the mean over the seeds.
  private func walk(_ way: TuningMode) throws {
    let count = run.prepared.components.count
    let full = (1 << count) - 1
    var present = 0
    // The full model is the baseline of every report, and the last step anyway.
    try train([0, full], way)
    while present != full {
      let candidates = (0..<count).filter { present >> $0 & 1 == 0 }
      try train(candidates.map { present | 1 << $0 }, way)
      let means = try AblationResults(run, way).means(of: candidates.map { present | 1 << $0 })
      var best = 0
      for index in candidates.indices.dropFirst()
      where plan.goal == .maximize ? means[index] > means[best] : means[index] < means[best] { best = index }
      present |= 1 << candidates[best]
      onEvent(.step(way: way, added: run.prepared.components[candidates[best]].name, value: means[best]))
    }
  }

  /// Trains arms with every seed: seed by seed, so that an interruption leaves whole pairs, and within a seed in an order
  /// drawn for it.
  private func train(_ arms: [Int], _ way: TuningMode) throws {
    if way == .retuned { try tune(arms) }
    let definition = try run.prepared.definition(way)
    let ended = try run.ended(way)
    var points: [Int: Configuration] = [:]
    let known = Set(try run.store.trials(ofStudy: definition.name).map(\.number))
    var untuned: [(arm: Int, run: TrialState, reason: String)] = []
    for arm in arms {
      if way == .retuned {
        points[arm] = try run.tuned(arm: arm)?.configuration
        if points[arm] == nil { untuned.append(try fault(arm)) }
      }
      if !known.contains(arm) { try run.store.save(row(arm, points[arm]), ofStudy: definition.name, timing: nil) }
    }
    // An arm that cannot be tuned is a finding about that arm, and the others go on.
    for (arm, state, reason) in untuned {
      for replicate in 0..<plan.seeds where ended[Confirmation.Key(trial: arm, replicate: replicate)] == nil {
        let record = Confirmation(
          trial: arm, replicate: replicate, seed: run.prepared.seed(replicate: replicate), state: state,
          detail: "no trial of its sweep is complete; the first ended so: \(reason)", epochs: [])
        try save(record, way, study: definition.name, timing: nil)
      }
    }
    let trainable = arms.filter { arm in !untuned.contains { $0.arm == arm } }
    let trainings = (0..<plan.seeds).flatMap { replicate in
      run.prepared.interleaved(trainable, replicate: replicate).compactMap { arm -> AblationTraining? in
        guard ended[Confirmation.Key(trial: arm, replicate: replicate)] == nil else { return nil }
        return AblationTraining(
          purpose: .run, way: way, arm: arm, point: points[arm], replicate: replicate,
          seed: run.prepared.seed(replicate: replicate))
      }
    }
    let queue = JobQueue<AblationTraining>(workers: workers) { [run] training, id in
      if run.prepared.subject.opensTest {
        try run.store.recordTestOpening(
          study: definition.name, configuration: Self.configuration(training.arm, training.point, run.prepared),
          replicate: training.replicate, purpose: "ablation")
      }
      return try run.prepared.subject.job(training, id: id)
    } finish: { [self] training, result in
      try finish(training, result, study: definition.name)
    }
    try queue.run(trainings)
  }

  private func finish(_ training: AblationTraining, _ result: JobResult, study: String) throws {
    if let test = result.test {
      if !hasLabels {
        try run.store.setMetadata(Data(test.labels).base64EncodedString(), forKey: AblationRun.labelsKey)
        hasLabels = true
      }
      try run.store.setMetadata(test.digest, forKey: Run.testDigestKey)
    }
    let record = run.prepared.subject.record(training, result)
    try save(record, training.way, study: study, timing: result.trial.timing)
  }

  private func save(_ record: Confirmation, _ way: TuningMode, study: String, timing: TrialTiming?) throws {
    try run.store.save(record, ofStudy: study, timing: timing)
    progress.done += 1
    if let spent = timing?.durationSeconds { seconds.append(spent) }
    let mean = seconds.isEmpty ? nil : seconds.reduce(0, +) / Double(seconds.count)
    progress.remainingSeconds = mean.map { $0 * Double(progress.planned - progress.done) / Double(workers.count) }
    onEvent(
      .ended(
        arm: run.prepared.name(of: record.trial), way: way, run: record,
        value: run.prepared.subject.metrics(record)[plan.metric], progress: progress))
  }

  /// The same sweep for every arm that has not had it.
  private func tune(_ arms: [Int]) throws {
    let studies = try arms.compactMap { arm in
      try run.prepared.tuningStudy(arm: arm, in: run.store).map { (arm: arm, study: $0) }
    }
    var position = 0
    let queue = JobQueue<(arm: Int, study: Study, trial: Trial)>(workers: workers, retriesFailures: false) {
      [run] work, id in
      let training = AblationTraining(
        purpose: .tuning(study: work.study.definition.name, trial: work.trial.number), way: .retuned, arm: work.arm,
        point: work.trial.configuration, replicate: 0, seed: work.trial.seed)
      return try run.prepared.subject.job(training, id: id)
    } finish: { [self] work, result in
      let stored = try work.study.tell(number: work.trial.number, result: result.trial)
      // A failed trial waits for its second attempt.
      if !stored.state.isTerminal { position = 0 }
      onEvent(
        .tuned(arm: run.prepared.name(of: work.arm), trial: stored, metric: work.study.definition.metric))
    }
    try queue.run {
      while position < studies.count {
        if case .trial(let trial) = try studies[position].study.ask() {
          return (studies[position].arm, studies[position].study, trial)
        }
        position += 1
      }
      return nil
    }
  }

  /// How the runs of an arm ended whose sweep has no complete trial: as all of its trials did, if they agree.
  private func fault(_ arm: Int) throws -> (arm: Int, run: TrialState, reason: String) {
    let trials = try run.store.trials(ofStudy: "tuning/\(arm)")
    let states = Set(trials.map(\.state))
    let agreed = states.count == 1 ? states.first : nil
    return (
      arm, agreed == .diverged || agreed == .infeasible ? agreed ?? .failed : .failed,
      trials.compactMap(\.detail).first ?? "no trial was run"
    )
  }

  /// The arm as the store's trial, which its runs refer to.
  private func row(_ arm: Int, _ point: Configuration?) -> Trial {
    let size = run.prepared.subject.size(arm: arm, point: point)
    return Trial(
      number: arm, configuration: Self.configuration(arm, point, run.prepared), seed: plan.seed, state: .complete,
      parameterCount: size?.parameters, multiplyAdds: size?.multiplyAdds)
  }

  /// What an arm is, by names: each component's form, and its own hyperparameters.
  private static func configuration(_ arm: Int, _ point: Configuration?, _ prepared: PreparedAblation) -> Configuration
  {
    var result = point ?? [:]
    for (index, component) in prepared.components.enumerated() {
      result["component.\(component.name)"] = .string(arm >> index & 1 == 1 ? component.fullForm : component.bareForm)
    }
    return result
  }
}

/// How far an ablation study has come.
public struct AblationProgress: Hashable, Sendable {
  /// Runs that have ended.
  public var done: Int
  /// All runs; of a path, the most that there can be.
  public var planned: Int
  /// Time left, if it can be said.
  public var remainingSeconds: Double?
}
