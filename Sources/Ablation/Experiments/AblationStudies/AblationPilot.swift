import Statistics
import Studies

/// What a few seeds of an ablation study's arms say before the study: how noisy its comparisons are.
///
/// Pilots have seeds of their own and are judged on validation data: the test files stay closed.
public struct AblationPilot: Sendable {
  /// One comparison.
  public struct Comparison: Hashable, Sendable {
    /// The arm with the change.
    public let arm: String
    /// The arm without it.
    public let reference: String
    /// The differences, seed by seed.
    public let differences: [Double]
  }

  /// The metric that was measured.
  public let metric: String
  /// The comparisons of the design.
  public let comparisons: [Comparison]
  /// How many comparisons the study will have.
  public let declared: Int
  /// Mean seconds of a training.
  public let secondsPerRun: Double
  /// What did not end well.
  public let notes: [String]

  /// The arms that a pilot trains: those that the design compares.
  public static func arms(_ prepared: PreparedAblation) -> [Int] {
    let count = prepared.components.count
    let full = (1 << count) - 1
    let out = (0..<count).map { full & ~(1 << $0) }
    let into = (0..<count).map { 1 << $0 }
    var arms: [Int]
    switch prepared.plan.design {
    case .leaveOneOut: arms = [full] + out
    case .addOneIn: arms = [full, 0] + into
    case .path where count > 2: arms = [full, 0] + into
    // A main effect is averaged over all arms.
    case .fractional where !prepared.plan.design.isEveryCombination(count):
      arms = prepared.plan.design.arms(components: count) ?? []
    case .factorial, .fractional, .path: arms = [full, 0] + out + into
    }
    var seen: Set<Int> = []
    arms = arms.filter { seen.insert($0).inserted }
    return arms
  }

  /// Trains the pilot.
  ///
  /// - Parameter onEnd: called after each training, with how many have ended and how many there are.
  public init(
    _ prepared: PreparedAblation, seeds: Int, workers: RunWorkers, onEnd: @escaping (Int, Int) -> Void
  ) throws {
    defer { workers.executor.terminateAll() }
    let arms = Self.arms(prepared)
    let metric =
      prepared.subject.opensTest
      ? AblationMetric(rawValue: prepared.plan.metric)?.validated.rawValue ?? prepared.plan.metric
      : prepared.plan.metric
    let trainings = (0..<seeds).flatMap { replicate in
      prepared.interleaved(arms, replicate: replicate).map {
        AblationTraining(
          purpose: .pilot, way: .frozen, arm: $0, point: nil, replicate: replicate,
          seed: prepared.seed(pilot: replicate))
      }
    }
    var values: [Int: [Int: Double]] = [:]
    var seconds: [Double] = []
    var notes: [String] = []
    var done = 0
    let queue = JobQueue<AblationTraining>(workers: workers) { training, id in
      try prepared.subject.job(training, id: id)
    } finish: { training, result in
      let run = prepared.subject.record(training, result)
      if run.state == .complete, let value = prepared.subject.metrics(run)[metric], value.isFinite {
        values[training.arm, default: [:]][training.replicate] = value
      } else {
        notes.append("'\(prepared.name(of: training.arm))' \(run.state.rawValue): \(run.detail ?? "no \(metric)")")
      }
      if let spent = result.trial.timing?.durationSeconds { seconds.append(spent) }
      done += 1
      onEnd(done, trainings.count)
    }
    try queue.run(trainings)
    let full = (1 << prepared.components.count) - 1
    /// The differences of the means over arms, of the seeds that all of them completed.
    func comparison(_ names: (String, String), _ arms: [Int], _ references: [Int]) -> Comparison? {
      func mean(_ arms: [Int], _ seed: Int) -> Double? {
        let found = arms.compactMap { values[$0]?[seed] }
        return found.count == arms.count ? found.reduce(0, +) / Double(found.count) : nil
      }
      let differences = (0..<seeds).compactMap { seed -> Double? in
        guard let own = mean(arms, seed), let other = mean(references, seed) else { return nil }
        return own - other
      }
      return differences.count < 2 ? nil : Comparison(arm: names.0, reference: names.1, differences: differences)
    }
    func comparison(_ arm: Int, _ reference: Int) -> Comparison? {
      comparison((prepared.name(of: arm), prepared.name(of: reference)), [arm], [reference])
    }
    self.metric = metric
    let design = prepared.plan.design
    let count = prepared.components.count
    if design == .fractional, !design.isEveryCombination(count) {
      comparisons = prepared.components.enumerated().compactMap { index, component in
        comparison(
          ("with \(component.name)", "without \(component.name)"), arms.filter { $0 >> index & 1 == 1 },
          arms.filter { $0 >> index & 1 == 0 })
      }
    } else {
      comparisons = arms.compactMap { arm in
        if arm == full { return design == .path && count > 2 ? comparison(full, 0) : nil }
        if design != .path || count <= 2, (full & ~arm).nonzeroBitCount == 1 { return comparison(arm, full) }
        return arm != 0 && arm.nonzeroBitCount == 1 && arms.contains(0) ? comparison(arm, 0) : nil
      }
    }
    declared = max(1, design.comparisons(components: count) * prepared.plan.mode.ways.count)
    secondsPerRun = seconds.isEmpty ? 0 : seconds.reduce(0, +) / Double(seconds.count)
    self.notes = notes
  }

  /// The upper 80 % limit of the noisiest comparison's standard deviation; `nil` where nothing could be compared, and
  /// where no comparison has any spread.
  public var upperDeviation: Double? {
    comparisons.compactMap { PairedPower.upperDeviation(of: $0.differences) }.filter { $0 > 0 }.max()
  }

  /// The smallest difference that as many seeds find with a probability of 80 % among the declared comparisons.
  public func detectableDifference(seeds: Int) -> Double? {
    guard seeds >= 2 else { return nil }
    return upperDeviation.map {
      $0 * PairedPower.detectableEffect(pairs: seeds, alpha: 0.05 / Double(declared))
    }
  }

  /// The unit of its differences: points where the metric is known to be a share.
  public var unit: MetricUnit {
    let metric = AblationMetric(rawValue: metric)
    return MetricUnit(isInPoints: metric.map { $0.goal == .maximize } ?? false)
  }

  /// The fewest seeds that can carry a star.
  public var fewestSeeds: Int { SeedRequirement.fewestSeeds(comparisons: declared) }
}

extension PreparedAblation {
  /// Arms, trainings and, for built-in models, forward multiply-adds of the whole study.
  public func work() -> (arms: Int, runs: Int, tuningRuns: Int, multiplyAdds: Double?) {
    let count = components.count
    let arms = plan.design.mostArms(components: count)
    let runs = arms * plan.seeds * plan.mode.ways.count
    let tuningRuns = plan.mode == .frozen ? 0 : arms * (plan.tuning?.trials ?? 0)
    guard case .model(let model) = plan.subject, let subject = subject as? ModelAblation else {
      return (arms, runs, tuningRuns, nil)
    }
    // Of a path nobody knows the arms beforehand: as many as it can have, all like the full model.
    let list = plan.design.arms(components: count) ?? (0..<arms).map { _ in (1 << count) - 1 }
    let perImage = list.reduce(0.0) { $0 + Double(self.subject.size(arm: $1, point: nil)?.multiplyAdds ?? 0) }
    let each =
      perImage / Double(max(1, list.count)) * Double(subject.trainingImages) * Double(model.configuration.epochs)
    return (arms, runs, tuningRuns, each * Double(runs + tuningRuns))
  }

  /// Seconds that the whole study takes on a number of workers, by a cost model calibrated now; `nil` for a program.
  ///
  /// - Throws: `InfeasibleNetwork`.
  public func estimatedSeconds(workers: Int) throws -> (seconds: Double, origin: String)? {
    guard case .model(let model) = plan.subject, let subject = subject as? ModelAblation,
      let multiplyAdds = work().multiplyAdds
    else { return nil }
    let cost = try CostModel(calibratingWith: model.configuration, data: subject.data)
    return (multiplyAdds / cost.multiplyAddsPerSecond / Double(workers), cost.origin)
  }
}
