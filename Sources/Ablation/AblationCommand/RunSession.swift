import Benchmarking
import Experiments
import Foundation
import Machine
import PlotScripts
import Reporting
import Training

/// A run from its first job to its figures, with progress on standard error and results on standard output.
struct RunSession {
  private let run: Run
  private let workers: RunWorkers

  init(_ run: Run, workers: RunWorkers) {
    self.run = run
    self.workers = workers
  }

  func execute() throws {
    try Session.execute(in: run.folder) { progress in
      try RunCoordinator(run, workers: workers) { progress.show($0) }.execute()
      progress.finish()
      try measureLayers(progress)
    } report: { progress in
      let report = RunReport(run)
      try report.write(progress: { progress.say($0) })
      return (try report.summaryText(), report.readme)
    }
  }
}

/// A sweep of a program from its first trial to its figures.
struct ProgramSession {
  private let run: ProgramRun
  private let workers: Int

  init(_ run: ProgramRun, workers: Int) {
    self.run = run
    self.workers = workers
  }

  func execute() throws {
    try Session.execute(in: run.folder) { progress in
      try ProgramCoordinator(run, workers: workers, executable: ProgramFile.url, arguments: ["worker"]) {
        progress.show($0)
      }.execute()
      progress.finish()
    } report: { progress in
      let report = ProgramReport(run)
      try report.write { progress.say($0) }
      return (try report.summaryText(), report.readme)
    }
  }
}

/// What runs of families and of programs have in common.
private enum Session {
  /// Carries out a run and reports on it: also where its trials failed, since their reasons are in the tables.
  static func execute(
    in folder: URL, _ work: (ProgressDisplay) throws -> Void,
    report: (ProgressDisplay) throws -> (summary: String, readme: URL)
  ) throws {
    // Found out before an hour of training, not after.
    guard PlotScripts.isGnuplotInstalled() else { throw PlotError.gnuplotNotFound }
    let progress = ProgressDisplay()
    let interruption = Interruption(folder: folder.relativePath)
    defer { withExtendedLifetime(interruption) {} }
    do {
      try work(progress)
    } catch let error as RunError where error.isAboutTrials {
      progress.finish()
      let (_, readme) = try report(progress)
      Console.result(readme.relativePath)
      throw error
    }
    let (summary, readme) = try report(progress)
    Console.result(summary)
    Console.result(readme.relativePath)
  }
}

extension RunSession {
  /// Times the layers of each family's best configuration, now that no worker disturbs the clock.
  private func measureLayers(_ progress: ProgressDisplay) throws {
    #if DEBUG
      progress.say("layers.csv is left out: the times of a debug build say nothing")
    #else
      var measured: [(family: ModelFamily, measurement: LayerMeasurement)] = []
      for selection in try run.selections() where selection.isBestOfFamily {
        let family = selection.study.plan.family
        progress.say("measuring the layers of \(family.title)")
        let configuration = try selection.study.modelConfiguration(selection.trial.configuration)
        let images = run.data.training.images
        let benchmark = LayerBenchmark(
          configuration: configuration, batch: min(configuration.batchSize, images.count))
        measured.append((family, try benchmark.run(images: images)))
      }
      var table = LayerTable(
        budget: run.plan.budget.name.rawValue, roofline: Roofline(MachineCeilings.measure()))
      for (family, measurement) in measured { table.add(measurement, family: family) }
      try table.table.write(to: run.folder.appending(path: "layers.csv"))
    #endif
  }
}

/// Tells an interrupted user how to go on.
///
/// What has ended is stored already, so there is nothing to save.
final class Interruption {
  private var sources: [any DispatchSourceSignal] = []

  convenience init(folder: String) { self.init(advice: "go on with: ablation resume '\(folder)'") }

  /// - Parameter advice: how to go on.
  init(advice: String) {
    for number in [SIGINT, SIGTERM] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        Console.say("\ninterrupted; \(advice)")
        exit(128 + number)
      }
      source.resume()
      sources.append(source)
    }
  }
}
