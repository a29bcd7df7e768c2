import Foundation

/// Why work could not be handed to another process.
public enum ExecutionError: Error, Hashable, Sendable, CustomStringConvertible {
  case cannotStart(executable: String, reason: String)
  case workerLost(worker: Int)

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .cannotStart(let executable, let reason):
      return "cannot start a worker with '\(executable)': \(reason)"
    case .workerLost(let worker):
      return "worker \(worker) ended unexpectedly; 'ablation resume' goes on with the trials it left"
    }
  }
}

/// Runs jobs in processes of this machine, one job a worker at a time.
///
/// It knows nothing of what a job is: jobs and messages are lines of text. Events come in the order in which they
/// happen, so nobody may let what is stored depend on that order.
public final class LocalExecutor {
  /// Something that a worker did.
  public enum Event: Sendable {
    /// A line that the worker wrote.
    case message(worker: Int, line: Data)
    /// The process ended.
    case ended(worker: Int, status: Int32, signalled: Bool)
  }

  private let executable: URL
  private let arguments: [String]
  private var workers: [Int: WorkerProcess] = [:]
  private let mailbox = Mailbox()
  private let count: Int

  /// Workers are started when they get their first job.
  ///
  /// - Parameters:
  ///   - count: how many workers there may be; at least 1.
  ///   - executable: the program to run.
  ///   - arguments: what makes it a worker.
  public init(count: Int, executable: URL, arguments: [String]) {
    precondition(count >= 1, "an executor needs at least one worker, got \(count)")
    self.count = count
    self.executable = executable
    self.arguments = arguments
    // Writing to a worker that has died must be an error, not the end of this process.
    signal(SIGPIPE, SIG_IGN)
  }

  deinit { close() }

  /// The numbers of the workers.
  public var workerIndices: Range<Int> { 0..<count }

  /// Hands a job to a worker, which must be idle.
  public func submit(_ job: Data, to worker: Int) throws {
    if workers[worker] == nil {
      let mailbox = mailbox
      workers[worker] = try WorkerProcess(index: worker, executable: executable, arguments: arguments) {
        mailbox.put($0)
      }
    }
    try workers[worker]?.send(job)
  }

  /// Waits for the next event.
  public func nextEvent() -> Event {
    let event = mailbox.take()
    if case .ended(let worker, _, _) = event { workers[worker] = nil }
    return event
  }

  /// Ends a worker at once; its next job starts a fresh process.
  public func terminate(_ worker: Int) { workers[worker]?.terminate() }

  /// Lets every worker end after its present job.
  public func close() {
    for worker in workers.values { worker.close() }
    workers = [:]
  }

  /// Ends every worker at once.
  public func terminateAll() {
    for worker in workers.values { worker.terminate() }
    workers = [:]
  }
}

/// A queue between the workers' reading threads and the coordinator.
private final class Mailbox: @unchecked Sendable {
  private let condition = NSCondition()
  private var events: [LocalExecutor.Event] = []

  func put(_ event: LocalExecutor.Event) {
    condition.lock()
    events.append(event)
    condition.signal()
    condition.unlock()
  }

  func take() -> LocalExecutor.Event {
    condition.lock()
    defer { condition.unlock() }
    while events.isEmpty { condition.wait() }
    return events.removeFirst()
  }
}
