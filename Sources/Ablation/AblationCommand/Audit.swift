import ArgumentParser
import Experiments
import Foundation
import PlotScripts
import Reporting

/// Trains a sample of stopped trials to their ends.
struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Train a seeded sample of stopped trials to their ends, and say which share of them would have won.")

  @Argument(help: "The run's folder.")
  var folder: String

  @Option(help: "How many stopped trials of each study; all where there are fewer.")
  var sample: Int = 10

  @Option(help: "The seed of the sample.")
  var seed: UInt64 = 1

  @Option(help: "Only this study, by its name.")
  var study: String?

  @OptionGroup var workers: WorkerOptions

  func validate() throws {
    guard (1...100_000).contains(sample) else { throw ValidationError("--sample \(sample): give 1 to 100000") }
  }

  func run() async throws {
    let run = try JudgedRun(folder, study: study, writing: true)
    guard run.studies.contains(where: { $0.sweep.rule != nil }) else { throw JudgedRunError.noRule(folder: folder) }
    let judged = run.studies.filter { !$0.stopped.isEmpty }
    guard !judged.isEmpty else { throw JudgedRunError.nothingStopped(folder: folder) }
    guard PlotScripts.isGnuplotInstalled() else { throw PlotError.gnuplotNotFound }
    if let logs = run.logs { try FileManager.default.createDirectory(at: logs, withIntermediateDirectories: true) }
    let audits = judged.map { RegretAudit($0, size: sample, seed: seed) }
    let coordinator = AuditCoordinator(audits, store: run.store, workers: workers.makeWorkers())
    let finished = try coordinator.execute { event in
      switch event {
      case .began(let count):
        let sampled = audits.reduce(0) { $0 + $1.sample.count }
        let stopped = audits.reduce(0) { $0 + $1.study.stopped.count }
        Console.say("sample: \(sampled) of \(stopped) stopped trials, \(count) to be trained")
      case .ended(let study, let audit):
        let value = audit.value.map { "\(study.metric) \($0)" } ?? "\(audit.state.rawValue): \(audit.detail ?? "")"
        Console.say("\(study.name) trial \(audit.trial + 1), trained to its end: \(value)")
      }
    }
    let report = AuditReport(
      finished.map { RegretAudit($0, size: sample, seed: seed) }, seed: seed, folder: run.folder, note: run.note)
    try report.write { Console.say($0) }
    Console.result(String(report.text.dropLast()))
  }
}
