import Engine
import Foundation
import Machine
import Search
import Seeding
import Studies
import Training

/// The other end of a `LocalExecutor`: reads jobs from standard input, one JSON line each, and writes messages to
/// standard output until the input ends.
public enum TrainingWorker {
  /// Serves jobs until the input ends.
  ///
  /// Data are read once and kept for jobs with the same plan.
  ///
  /// - Parameter threads: how many threads share each training, from 1 to `Network.maximumThreads`.
  public static func serve(threads: Int = 1) {
    let inbox = Inbox()
    var loaded: LoadedData?
    while let line = inbox.next() {
      if let preparation = try? JobCoding.decode(WorkerPreparation.self, from: line) {
        // What is wrong with the data is said to the first job that needs them.
        loaded = try? LoadedData(preparation.prepare)
        continue
      }
      do {
        let job = try JobCoding.decode(Job.self, from: line)
        do {
          guard case .training(let job) = job else {
            if case .program(let job) = job { write(WorkerMessage(id: job.id, result: try job.perform())) }
            continue
          }
          if loaded?.plan != job.data { loaded = try LoadedData(job.data, reusing: loaded) }
          guard let data = loaded else { continue }
          let result = try perform(
            job, data: data, threads: threads, onBegin: { write(WorkerMessage(id: job.id, begins: true)) },
            onEpoch: { write(WorkerMessage(id: job.id, epoch: $0)) })
          write(WorkerMessage(id: job.id, result: result))
        } catch {
          write(WorkerMessage(id: job.id, failure: "\(error)"))
        }
      } catch {
        write(WorkerMessage(id: -1, failure: "unreadable job: \(error)"))
      }
    }
  }

  /// Does one job in this process.
  ///
  /// - Parameter onBegin: called before the first step.
  static func perform(
    _ job: TrainingJob, data: LoadedData, threads: Int = 1, onBegin: () -> Void = {}, onEpoch: (EpochRecord) -> Void
  ) throws -> JobResult {
    var training: [Int]
    var validation: [Int] = []
    switch job.purpose {
    case .search, .retraining:
      let part = data.part(training: job.imageLimit, validation: job.validationLimit)
      training = part.trainingIndices
      validation = part.validationIndices
    case .confirmation:
      if job.imageLimit == nil {
        training = (data.split.trainingIndices + data.split.validationIndices).sorted()
      } else {
        training = data.part(training: job.imageLimit, validation: nil).trainingIndices
      }
    }
    var results: [TrialResult] = []
    for replicate in 0..<(job.purpose == .search ? job.replicates : 1) {
      let seed = TrialResult.seed(ofReplicate: replicate, trial: job.seed)
      let result = try train(
        job, seed: seed, replicate: replicate + 1, training, validation, data: data, threads: threads,
        onBegin: replicate == 0 ? onBegin : {}, onEpoch: onEpoch)
      guard job.replicates > 1, job.purpose == .search, result.trial.state == .complete else {
        if replicate == 0 { return result }
        results.append(result.trial)
        break
      }
      results.append(result.trial)
    }
    let curve = results[0].epochs.map { job.metric.value($0) ?? .nan }
    return JobResult(trial: .mean(of: results, judgedBy: curve))
  }

  /// Trains once and, where the job says so, evaluates on the test images.
  private static func train(
    _ job: TrainingJob, seed: UInt64, replicate: Int, _ training: [Int], _ validation: [Int], data: LoadedData,
    threads: Int, onBegin: () -> Void, onEpoch: (EpochRecord) -> Void
  ) throws -> JobResult {
    let started = ContinuousClock.now
    // A worker process has one training at a time.
    let startedComputing = Stopwatch.processSeconds()
    let trainer: Trainer
    do throws(InfeasibleNetwork) {
      trainer = try Trainer(
        configuration: job.configuration, images: data.training.images, trainingIndices: training,
        validationIndices: validation, seed: SeedSequence(root: seed), threads: threads)
    } catch {
      return JobResult(trial: TrialResult(state: .infeasible, detail: error.description))
    }
    onBegin()
    var records: [EpochRecord] = []
    var curve: [Double] = []
    var decisions: [PruningDecision] = []
    let pruner = job.pruner?.judging(replicate: replicate)
    let outcome = trainer.train { epoch in
      let record = EpochRecord(epoch)
      records.append(record)
      curve.append(job.metric.value(record) ?? .nan)
      onEpoch(record)
      guard var decision = pruner?.decide(after: curve) else { return true }
      decision.replicate = replicate
      decisions.append(decision)
      return !decision.stops
    }
    let elapsed = (ContinuousClock.now - started).seconds
    let computed = Stopwatch.processSeconds() - startedComputing
    let summary = try trainer.network.description.summarise()
    let reduced = job.reduction.value(of: curve, goal: job.goal)
    var result = TrialResult(
      state: .complete, value: reduced?.value, epochs: records, latestValue: curve.last { $0.isFinite },
      decisions: decisions, bestEpoch: reduced?.index.map { records[$0].epoch },
      parameterCount: summary.reduce(0) { $0 + $1.parameters },
      multiplyAdds: summary.reduce(0) { $0 + $1.multiplyAdds },
      timing: TrialTiming(
        durationSeconds: elapsed, processorSeconds: computed,
        imagesPerSecond: Double(training.count * records.count) / max(elapsed, 1e-9)))
    if case .diverged(let epoch, let step) = outcome.end {
      result.state = .diverged
      result.detail = "the loss was not finite in epoch \(epoch), step \(step)"
      result.value = nil
      return JobResult(trial: result)
    }
    if let stop = decisions.last(where: \.stops), let rule = pruner?.rule, rule.comparesTrials {
      result.state = .pruned
      result.detail = stop.sentence(metric: job.metric.rawValue)
    }
    if case .confirmation(let keepMistakes) = job.purpose {
      // A confirmation has no validation images, hence no metric of the search.
      result.value = records.last?.trainLoss
      let test = try TestEvaluation.open(data, network: trainer, keepMistakes: keepMistakes)
      guard test.loss.isFinite else {
        result.state = .diverged
        result.detail = "the loss on the test images was not finite"
        result.value = nil
        return JobResult(trial: result)
      }
      return JobResult(trial: result, test: test)
    }
    if job.purpose == .retraining(opensTest: true) {
      return JobResult(trial: result, test: try TestEvaluation.open(data, network: trainer, keepMistakes: false))
    }
    return JobResult(trial: result)
  }

  private static func write(_ message: WorkerMessage) {
    guard let line = try? JobCoding.encode(message) else {
      FileHandle.standardError.write(Data("a message could not be encoded\n".utf8))
      exit(70)
    }
    FileHandle.standardOutput.write(line + [UInt8(ascii: "\n")])
  }
}

extension EpochRecord {
  /// The record of an epoch of training.
  public init(_ epoch: EpochResult) {
    self.init(
      epoch: epoch.epoch, learningRate: epoch.learningRate, trainLoss: epoch.trainLoss,
      trainAccuracy: epoch.trainAccuracy, validationLoss: epoch.validationLoss,
      validationAccuracy: epoch.validationAccuracy)
  }
}

extension Duration {
  /// As a number of seconds.
  public var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}

/// Reads standard input on a thread of its own, so that a worker whose coordinator has gone ends at once instead of
/// finishing a training that nobody will hear of.
private final class Inbox: @unchecked Sendable {
  private let condition = NSCondition()
  private var lines: [Data] = []

  init() {
    let thread = Thread { [self] in
      while let line = readLine(strippingNewline: true) {
        condition.lock()
        lines.append(Data(line.utf8))
        condition.signal()
        condition.unlock()
      }
      exit(0)
    }
    thread.start()
  }

  func next() -> Data? {
    condition.lock()
    defer { condition.unlock() }
    while lines.isEmpty { condition.wait() }
    return lines.removeFirst()
  }
}
