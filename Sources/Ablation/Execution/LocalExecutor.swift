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
  /// The present process of each worker, numbered by start.
  private var workers: [Int: (start: Int, process: WorkerProcess)] = [:]
  private var starts = 0
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
    if workers[worker] == nil { try start(worker) }
    do {
      try workers[worker]?.process.send(job)
    } catch ExecutionError.workerLost {
      // It died while it was idle: a fresh process takes the job.
      try start(worker)
      try workers[worker]?.process.send(job)
    }
  }

  private func start(_ worker: Int) throws {
    starts += 1
    let mailbox = mailbox
    let number = starts
    let process = try WorkerProcess(index: worker, executable: executable, arguments: arguments) { event in
      mailbox.put(Mailbox.Item(start: number, worker: worker, event: event))
    }
    workers[worker] = (number, process)
  }

  /// Waits for the next event of a present process; what an earlier process of a worker left behind is dropped.
  public func nextEvent() -> Event {
    while true {
      let item = mailbox.take()
      guard workers[item.worker]?.start == item.start else { continue }
      if case .ended = item.event { workers[item.worker] = nil }
      return item.event
    }
  }

  /// Lets every worker end after its present job.
  public func close() {
    for worker in workers.values { worker.process.close() }
    workers = [:]
  }

  /// Ends every worker at once.
  public func terminateAll() {
    for worker in workers.values { worker.process.terminate() }
    workers = [:]
  }
}

/// A queue between the workers' reading threads and the coordinator.
private final class Mailbox: @unchecked Sendable {
  private let condition = NSCondition()
  private var items: [Item] = []

  struct Item {
    var start: Int
    var worker: Int
    var event: LocalExecutor.Event
  }

  func put(_ item: Item) {
    condition.lock()
    items.append(item)
    condition.signal()
    condition.unlock()
  }

  func take() -> Item {
    condition.lock()
    defer { condition.unlock() }
    while items.isEmpty { condition.wait() }
    return items.removeFirst()
  }
}
