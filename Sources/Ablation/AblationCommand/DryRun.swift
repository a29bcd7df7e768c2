import Experiments
import Foundation
import Search

/// Prints the first points of sweeps.
struct DryRun {
  let points: Int

  /// The points of the studies of a run that trains families, with those that cannot be built.
  func show(_ plan: RunPlan) throws {
    let data = try LoadedData(plan.data)
    for study in plan.studies {
      let prepared = try PreparedStudy(study, run: plan, data: data)
      let budget = prepared.definition.trialBudget
      Console.result("\(study.name): trains \(study.family.title)" + (budget.map { ", at most \($0) trials" } ?? ""))
      try show(prepared.sweep, seed: prepared.definition.seed, budget: budget) { prepared.infeasibility($0) }
    }
  }

  /// The points of a sweep of a program, with the command lines.
  func show(_ plan: ProgramPlan) throws {
    let prepared = try PreparedProgram(plan)
    let budget = prepared.definition.trialBudget
    Console.result("\(plan.name): runs a program" + (budget.map { ", at most \($0) trials" } ?? ""))
    try show(prepared.sweep, seed: prepared.definition.seed, budget: budget) { _ in nil }
    if let first = try prepared.sweep.firstPoints(1, seed: prepared.definition.seed).first {
      let seed = prepared.definition.seedSequence(trial: 0).seed
      Console.result("the first command: " + prepared.command.preview(first, seed: seed >> 32))
    }
  }

  private func show(
    _ sweep: SweepDefinition, seed: UInt64, budget: Int?, infeasibility: (Configuration) -> String?
  ) throws {
    let wanted = min(points, budget ?? points)
    let found = try sweep.firstPoints(wanted, seed: seed, trialBudget: budget)
    for (index, point) in found.enumerated() {
      let obstacle = infeasibility(point).map { "  infeasible: \($0)" } ?? ""
      Console.result("  trial \(index + 1): \(point.jsonText)\(obstacle)")
    }
    if let known = sweep.pointsWithoutResults(trialBudget: budget), wanted > known {
      Console.result("  the points after trial \(found.count) depend on results")
    } else if found.count < wanted {
      Console.result("  the space is exhausted after \(found.count) points")
    }
  }
}
