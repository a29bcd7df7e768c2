import Experiments
import Foundation
import Reporting

/// What `ablation ablate --plan` says: the work, and what a pilot promises.
struct AblationPlanning {
  private let plan: AblationPlan
  private let workers: WorkerOptions

  /// Seeds of a pilot.
  static let seeds = 3

  init(_ plan: AblationPlan, workers: WorkerOptions) { (self.plan, self.workers) = (plan, workers) }

  func show() throws {
    let logs = FileManager.default.temporaryDirectory.appending(path: "ablation-pilot-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: logs, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: logs) }
    let prepared = try PreparedAblation(plan, logs: logs)
    let work = prepared.work()
    let components = prepared.components.map { "\($0.name) (\($0.fullForm), else \($0.bareForm))" }
    Console.result("components: \(components.joined(separator: ", "))")
    let most = plan.design == .path ? "at most " : ""
    Console.result(
      "\(plan.design.rawValue): \(most)\(work.arms) arms x \(plan.seeds) seeds"
        + (plan.mode == .both ? " x 2 ways" : "") + " = \(most)\(work.runs) runs"
        + (work.tuningRuns > 0 ? ", after \(work.tuningRuns) trainings of sweeps" : ""))
    for arm in plan.design.arms(components: prepared.components.count) ?? [] {
      Console.result("  \(prepared.name(of: arm))")
    }
    for line in AblationStudyReport.aliasLines(prepared) { Console.result(line) }
    let estimate = try prepared.estimatedSeconds(workers: workers.processes)
    if let estimate {
      Console.result(
        "time: about \(DurationText.text(estimate.seconds)) with \(workers.processes) "
          + "worker\(workers.processes == 1 ? "" : "s") (\(estimate.origin))")
    }
    let progress = ProgressDisplay()
    let count = AblationPilot.arms(prepared).count
    progress.say("pilot: \(count) arms x \(Self.seeds) seeds of its own, judged on validation data; nothing is kept")
    let pilot = try AblationPilot(prepared, seeds: Self.seeds, workers: workers.makeWorkers()) { done, planned in
      progress.say("pilot \(done)/\(planned)")
    }
    for note in pilot.notes { progress.say("note: \(note)") }
    if estimate == nil {
      let seconds = pilot.secondsPerRun * Double(work.runs + work.tuningRuns) / Double(workers.processes)
      Console.result("time: about \(DurationText.text(seconds)) (\(number(pilot.secondsPerRun)) s a run in the pilot)")
    }
    say(pilot)
  }

  private func say(_ pilot: AblationPilot) {
    guard let deviation = pilot.upperDeviation else {
      return Console.result(
        "the pilot has no comparison of two arms whose differences vary over two seeds or more, so it promises nothing")
    }
    Console.result(
      "\(AblationCount.text(pilot.declared, "comparison")): at least "
        + "\(AblationCount.text(pilot.fewestSeeds, "seed")) for a verdict; this study has \(plan.seeds)")
    Console.result(
      "pilot: the noisiest difference of \(pilot.metric) has a standard deviation of at most "
        + "\(difference(deviation, pilot)) (upper 80 % limit)")
    for seeds in Set([pilot.fewestSeeds, plan.seeds, 15, 20, 30]).sorted() {
      guard let smallest = pilot.detectableDifference(seeds: seeds) else { continue }
      let isBeyond = pilot.unit.scale != 1 && smallest >= 1
      Console.result(
        (isBeyond
          ? "\(seeds) seeds find no difference that there can be with a probability of 80 %"
          : "\(seeds) seeds find a difference of \(difference(smallest, pilot)) with a probability of 80 %")
          + (seeds == plan.seeds ? "  <- this study" : ""))
    }
  }

  /// A difference in the pilot's unit.
  private func difference(_ value: Double, _ pilot: AblationPilot) -> String {
    number(value * pilot.unit.scale) + pilot.unit.suffix
  }

  private func number(_ value: Double) -> String { String(format: "%.3g", value) }
}
