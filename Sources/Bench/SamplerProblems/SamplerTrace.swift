import Foundation
import Search
import Seeding

/// What one sampler found on one problem with one seed, step by step.
public struct SamplerTrace: Sendable {
  /// The observed values in the order of the trials, with noise where the problem has any.
  public private(set) var observed: [Double] = []
  /// The values of the same configurations without noise.
  public private(set) var values: [Double] = []
  /// What was suggested.
  public private(set) var configurations: [Configuration] = []

  /// Optimises a problem one trial after the other.
  ///
  /// - Parameters:
  ///   - seed: seeds the noise; the sampler has its own.
  ///   - trials: how many configurations to ask for; fewer are made if the space is exhausted.
  ///   - lag: how far suggestions lag behind results, as a study's lag: suggestion n sees the results up to trial n - lag
  ///     and the trials after it as pending; 1 for sequential search.
  /// - Throws: What the sampler throws.
  public init(_ problem: SamplerProblem, sampler: any Sampler, seed: UInt64, trials: Int, lag: Int = 1) throws {
    var history: [Observation] = []
    var noise = SeedSequence(root: seed).child("observation noise").generator()
    for number in 0..<trials {
      let visible = max(0, number - lag + 1)
      let seen = TrialHistory(
        observations: Array(history.prefix(visible)), pending: Array(configurations.dropFirst(visible)))
      guard let configuration = try sampler.suggest(trial: number, history: seen) else { break }
      let value = problem.value(configuration)
      let uniforms = (noise.uniform(), noise.uniform())
      let gauss = (-2 * log(1 - uniforms.0)).squareRoot() * cos(2 * .pi * uniforms.1)
      observed.append(value + problem.noise * gauss)
      values.append(value)
      configurations.append(configuration)
      history.append(
        Observation(trial: number, configuration: configuration, outcome: .value(observed[number])))
    }
  }

  /// The value without noise, above the problem's minimum, of the best observation among the first trials.
  ///
  /// The same recommendation as the stored peers' is judged: the configuration whose reading was best.
  public func regret(after trials: Int, minimum: Double) -> Double {
    SamplerTrace.regret(observed: observed, values: values, after: trials, minimum: minimum)
  }

  /// The simple regret of a list of observations and their values without noise.
  public static func regret(observed: [Double], values: [Double], after trials: Int, minimum: Double) -> Double {
    let count = min(trials, observed.count)
    guard let best = (0..<count).min(by: { observed[$0] < observed[$1] }) else { return .infinity }
    return max(0, values[best] - minimum)
  }
}
