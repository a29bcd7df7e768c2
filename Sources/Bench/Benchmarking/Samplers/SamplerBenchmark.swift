import Dispatch
import Machine
import SamplerProblems
import Search
import Synchronization

/// Runs samplers on problems with known minima, all cores at a time.
///
/// What a run finds depends on the sampler, the problem and the seed only, never on the number of cores.
public struct SamplerBenchmark: Sendable {
  /// One path to make.
  public struct Job: Sendable {
    let method: SamplerName
    let problem: SamplerProblem
    let seed: Int
    let lag: Int

    /// What records call the sampler.
    public static func peer(_ method: SamplerName, lag: Int) -> String {
      "ablation-\(method.rawValue)" + (lag > 1 ? "-lag\(lag)" : "")
    }
  }

  let jobs: [Job]
  let evaluations: Int

  /// Every sampler on every problem with every seed.
  ///
  /// - Parameter lag: how far suggestions lag behind results, from 1, as a study's lag.
  public init(methods: [SamplerName], problems: [SamplerProblem], seeds: Range<Int>, evaluations: Int, lag: Int) {
    self.evaluations = evaluations
    jobs = methods.flatMap { method in
      problems.flatMap { problem in seeds.map { Job(method: method, problem: problem, seed: $0, lag: lag) } }
    }
  }

  /// The records of all jobs, in their order.
  ///
  /// - Parameter progress: called with the number of finished and of all jobs, from any thread.
  /// - Throws: The first error of a sampler.
  public func run(progress: @Sendable (Int, Int) -> Void = { _, _ in }) throws -> [SamplerRecord] {
    let results = Mutex([Result<SamplerRecord, any Error>?](repeating: nil, count: jobs.count))
    let done = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: jobs.count) { index in
      let result = Result { try record(jobs[index]) }
      results.withLock { $0[index] = result }
      let count = done.withLock { done in
        done += 1
        return done
      }
      progress(count, jobs.count)
    }
    return try results.withLock { $0 }.compactMap { $0 }.map { try $0.get() }
  }

  private func record(_ job: Job) throws -> SamplerRecord {
    let sampler = TimedSampler(
      try job.method.makeSampler(space: job.problem.space, goal: .minimize, seed: UInt64(job.seed)))
    let trace = try SamplerTrace(
      job.problem, sampler: sampler, seed: UInt64(job.seed), trials: evaluations, lag: job.lag)
    return SamplerRecord(
      peer: Job.peer(job.method, lag: job.lag), problem: job.problem.name, seed: job.seed,
      evaluations: trace.observed.count, minimum: job.problem.minimum, askSeconds: sampler.seconds,
      observed: trace.observed, noiseless: job.problem.noise > 0 ? trace.values : nil)
  }
}

/// A sampler with a stopwatch.
final class TimedSampler: Sampler {
  private let sampler: any Sampler
  private let total = Mutex(0.0)

  init(_ sampler: any Sampler) {
    self.sampler = sampler
  }

  /// Processor time of all suggestions so far.
  var seconds: Double { total.withLock { $0 } }

  func suggest(trial number: Int, history: TrialHistory) throws -> Configuration? {
    let start = Stopwatch.threadSeconds()
    defer {
      let elapsed = Stopwatch.threadSeconds() - start
      total.withLock { $0 += elapsed }
    }
    return try sampler.suggest(trial: number, history: history)
  }
}
