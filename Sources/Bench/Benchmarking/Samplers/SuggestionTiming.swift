import Machine
import SamplerProblems
import Search

/// How long one suggestion takes after many observations.
public enum SuggestionTiming {
  /// Processor time of one thread for a suggestion after randomly chosen configurations have been observed.
  ///
  /// - Parameter samples: how many suggestions are timed, after one that is not.
  public static func measure(
    _ method: SamplerName, problem: SamplerProblem, observations: Int, samples: Int
  ) throws -> Timing {
    let random = try SamplerTrace(
      problem, sampler: RandomSampler(space: problem.space, seed: 0), seed: 0, trials: observations)
    let history = TrialHistory(
      observations: random.configurations.enumerated().map { number, configuration in
        Observation(trial: number, configuration: configuration, outcome: .value(random.observed[number]))
      })
    let sampler = try method.makeSampler(space: problem.space, goal: .minimize, seed: 0)
    _ = try sampler.suggest(trial: observations, history: history)
    let times = try (0..<samples).map { index in
      let start = Stopwatch.threadSeconds()
      _ = try sampler.suggest(trial: observations + index, history: history)
      return Stopwatch.threadSeconds() - start
    }
    return Timing(samples: times)
  }
}
