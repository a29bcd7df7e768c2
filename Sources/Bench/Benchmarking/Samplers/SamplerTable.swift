import Foundation
import Statistics

/// The results of samplers as text.
public enum SamplerTable {
  /// Regret after 30 and 60 trials of each peer on each problem, and the gates.
  ///
  /// - Parameter others: records of other samplers, shown for the same problems and judged by the same gates.
  public static func regrets(_ records: [SamplerRecord], others: [SamplerRecord] = []) -> String {
    var lines = [
      pad("problem", 16) + pad("sampler", 22) + pad("seeds", 7) + pad("trials", 8)
        + pad("median regret [quartiles]", 36)
        + "gate"
    ]
    for problem in problems(records) {
      for group in groups(records + others, problem: problem) {
        for trials in [30, 60] where group.allSatisfy({ $0.evaluations >= trials }) {
          let regrets = group.map { $0.regret(after: trials) }
          let summary = Timing(samples: regrets)
          var line =
            pad(problem, 16) + pad(group[0].peer, 22) + pad(String(group.count), 7) + pad(String(trials), 8)
          line += pad(
            short(summary.median) + " [\(short(summary.lowerQuartile)), \(short(summary.upperQuartile))]", 36)
          for gate in SamplerGate.all where gate.problem == problem && gate.trials == trials {
            line += verdict(gate, regrets)
          }
          lines.append(line)
        }
      }
    }
    return lines.joined(separator: "\n")
  }

  private static func verdict(_ gate: SamplerGate, _ regrets: [Double]) -> String {
    let value = gate.value(regrets)
    func word(_ bound: Double) -> String { gate.meets(value, bound: bound) ? "pass" : "FAIL" }
    let sign = gate.statistic == .medianRegret ? "<=" : ">="
    let found = gate.statistic == .medianRegret ? "" : "right categories \(short(value)), "
    return "\(found)must \(sign) \(short(gate.must)): \(word(gate.must)), "
      + "stretch \(sign) \(short(gate.stretch)): \(word(gate.stretch))"
  }

  /// For each problem and each other sampler, how probably a run of ours is better after 60 trials.
  ///
  /// A12 is Vargha and Delaney's (2000) probability that a run of the first is better than one of the second, ties
  /// counted half.
  public static func comparisons(_ records: [SamplerRecord], others: [SamplerRecord]) -> String {
    var lines = ["A12 on the regret after 60 trials, and the seeds of both in which the first is better"]
    for problem in problems(records) {
      for ours in groups(records, problem: problem) {
        for theirs in groups(others, problem: problem) {
          let first = ours.map { $0.regret(after: 60) }
          let second = theirs.map { $0.regret(after: 60) }
          var bySeed: [Int: Double] = [:]
          for record in theirs { bySeed[record.seed] = record.regret(after: 60) }
          let pairs = ours.compactMap { record in bySeed[record.seed].map { (record.regret(after: 60), $0) } }
          var line = pad(problem, 16) + pad(ours[0].peer, 22) + "against " + pad(theirs[0].peer, 18)
          line += String(format: "A12 %.2f", superiority(first, second))
          if !pairs.isEmpty { line += ", better in \(pairs.count { $0 < $1 }) of \(pairs.count)" }
          lines.append(line)
        }
      }
    }
    return lines.joined(separator: "\n")
  }

  /// The probability that a draw of the first sample is smaller than one of the second, ties counted half.
  static func superiority(_ first: [Double], _ second: [Double]) -> Double {
    var sum = 0.0
    for a in first {
      for b in second { sum += a < b ? 1 : a == b ? 0.5 : 0 }
    }
    return sum / Double(max(1, first.count * second.count))
  }

  private static func problems(_ records: [SamplerRecord]) -> [String] {
    var seen: Set<String> = []
    return records.map(\.problem).filter { seen.insert($0).inserted }
  }

  /// The records of one problem by peer, in the order in which the peers come.
  private static func groups(_ records: [SamplerRecord], problem: String) -> [[SamplerRecord]] {
    var order: [String] = []
    var result: [String: [SamplerRecord]] = [:]
    for record in records where record.problem == problem {
      if result[record.peer] == nil { order.append(record.peer) }
      result[record.peer, default: []].append(record)
    }
    return order.compactMap { result[$0] }
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text.padding(toLength: max(width, text.count + 1), withPad: " ", startingAt: 0)
  }

  private static func short(_ value: Double) -> String {
    String(format: "%.3g", value)
  }
}
