import Foundation
import SamplerProblems
import Search
import Testing

@testable import Benchmarking

/// The tables and files of `bench samplers`.
@Suite struct SamplerTableTests {
  private static func line(_ peer: String, seed: Int, best: Double, at place: Int, readings: Double? = nil) -> String {
    var values = [Double](repeating: 9, count: 60)
    values[place] = best
    let noiseless = readings.map { offset in ", \"ts\": \(values.map { $0 + offset })" } ?? ""
    return "{\"peer\": \"\(peer)\", \"problem\": \"branin\", \"seed\": \(seed), \"n\": 60, \"f_star\": 0.5, "
      + "\"ask_s\": 0.1, \"ys\": \(values)\(noiseless)}"
  }

  private static func records(_ lines: [String]) throws -> [SamplerRecord] {
    let file = FileManager.default.temporaryDirectory.appending(path: "records-\(UUID().uuidString).jsonl")
    try Data(lines.joined(separator: "\n").utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    return try SamplerRecord.read(file)
  }

  @Test func regretsAreOfTheBestReadingWithoutItsNoise() throws {
    let records = try SamplerTableTests.records([
      SamplerTableTests.line("a", seed: 0, best: 0.75, at: 40),
      SamplerTableTests.line("a", seed: 1, best: 0.25, at: 10, readings: 0.5),
      SamplerTableTests.line("a", seed: 2, best: 0.25, at: 10),
    ])
    #expect(records.map { $0.regret(after: 30) } == [8.5, 0.25, 0])
    #expect(records.map { $0.regret(after: 60) } == [0.25, 0.25, 0])
  }

  @Test func gatesAreComparedTheRightWayRound() throws {
    let gates = SamplerGate.all.filter { $0.trials == 60 }
    let branin = try #require(gates.first { $0.problem == "branin" })
    #expect(branin.value([1e-5, 1e-2, 1e-4]) == 1e-4)
    #expect(branin.meets(1e-4, bound: branin.stretch) && !branin.meets(2e-3, bound: branin.must))
    let mix = try #require(gates.first { $0.problem == "lenetmix" })
    let share = mix.value([0.001, 0.0019, 0.002, 0.01])
    #expect(share == 0.5 && !mix.meets(share, bound: mix.must) && mix.meets(0.95, bound: mix.must))
    #expect(Set(SamplerGate.all.map(\.problem)).isSubset(of: Set(SamplerProblem.judged.map(\.name))))
  }

  @Test func tablesHaveMediansVerdictsAndComparisons() throws {
    let ours = try SamplerTableTests.records((0..<3).map { SamplerTableTests.line("a", seed: $0, best: 0.501, at: 20) })
    let others = try SamplerTableTests.records(
      [0.5, 0.501, 0.6].enumerated().map { SamplerTableTests.line("b", seed: $0, best: $1, at: 20) })
    let table = SamplerTable.regrets(ours, others: others)
    #expect(table.contains("must <= 0.035: pass, stretch <= 0.0065: pass"))
    #expect(table.contains("0.001 [0.001, 0.001]"))
    // One win, one tie, one loss in each row of the other's seeds.
    #expect(SamplerTable.comparisons(ours, others: others).contains("A12 0.50, better in 1 of 3"))
    #expect(SamplerTable.superiority([1, 2], [2, 3]) == 0.875)
  }

  /// The same records whatever the number of cores, and read back as they were written.
  @Test func recordsAreReproducibleAndReadBack() throws {
    let problems = [SamplerProblem.branin, SamplerProblem.lenetMix().noisy(0.002)]
    let benchmark = SamplerBenchmark(
      methods: [.random, .sobol], problems: problems, seeds: 3..<5, evaluations: 5, lag: 1)
    let first = try benchmark.run()
    let second = try benchmark.run()
    #expect(first.map(\.observed) == second.map(\.observed) && first.count == 8)
    #expect(first.map(\.peer).prefix(4).allSatisfy { $0 == "ablation-random" })
    let read = try SamplerTableTests.records(try first.map { try $0.line() })
    #expect(read.map(\.observed) == first.map(\.observed) && read.map(\.noiseless) == first.map(\.noiseless))
    #expect(first.filter { $0.problem == "branin" }.allSatisfy { $0.noiseless == nil })
  }

  @Test func aLineThatIsNoRecordIsNamed() {
    let error = #expect(throws: SamplerRecordError.self) {
      try SamplerTableTests.records([SamplerTableTests.line("a", seed: 0, best: 1, at: 0), "{}"])
    }
    #expect(error?.description.contains("line 2") ?? false)
  }

  /// No random point lies below a stated minimum.
  @Test(arguments: SamplerProblem.all) func minimaAreLowerBounds(problem: SamplerProblem) throws {
    let trace = try SamplerTrace(
      problem, sampler: RandomSampler(space: problem.space, seed: 1), seed: 1, trials: 2_000)
    #expect(trace.values.allSatisfy { $0 >= problem.minimum - 1e-9 })
  }
}
