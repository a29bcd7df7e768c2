import Execution
import Foundation

/// The worker processes of a run, which may start before the run itself has read its data.
public final class RunWorkers {
  let executor: LocalExecutor

  /// No process is started yet.
  ///
  /// - Parameters:
  ///   - count: how many workers there may be; at least 1.
  ///   - executable: the program to start workers with; `arguments` make it one.
  public init(count: Int, executable: URL, arguments: [String]) {
    executor = LocalExecutor(count: count, executable: executable, arguments: arguments)
  }

  /// How many workers there may be.
  public var count: Int { executor.workerIndices.count }

  /// Starts workers and lets them read the data that their first job will need.
  ///
  /// Nothing else depends on it: a worker that could not read them says so when it gets a job.
  ///
  /// - Parameter limit: how many to start; more would wait for each other's processors.
  public func prepare(_ data: DataPlan, limit: Int) throws {
    let line = try JobCoding.encode(WorkerPreparation(prepare: data))
    for worker in executor.workerIndices.prefix(limit) { try executor.submit(line, to: worker) }
  }
}

/// What a worker may be sent before its first job: the data that this will need.
struct WorkerPreparation: Codable {
  var prepare: DataPlan
}
