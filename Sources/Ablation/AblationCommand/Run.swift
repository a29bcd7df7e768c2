import ArgumentParser
import Datasets
import Engine
import Experiments
import Foundation
import Machine
import PlotScripts
import Reporting
import Search
import Training

/// How many processes train, and how many threads share each training.
struct WorkerOptions: ParsableArguments {
  @Option(
    help: """
      Trainings at a time, one process each; the results do not depend on it. (default: one for each core, or for \
      each --threads cores)
      """)
  var jobs: Int?

  @Option(
    help: """
      Threads that share one training, a core each; the results do not depend on it. More trainings at a time use the \
      cores better; threads make a single one end sooner, at batches of 32 and more.
      """)
  var threads: Int = 1

  private static var cores: Int { ProcessInfo.processInfo.activeProcessorCount }

  /// Trainings at a time.
  var processes: Int { jobs ?? max(1, Self.cores / threads) }

  func validate() throws {
    if let jobs, !(1...1024).contains(jobs) {
      throw ValidationError("--jobs \(jobs): give a number of processes from 1 to 1024")
    }
    let most = Network.maximumThreads
    guard (1...most).contains(threads) else {
      throw ValidationError("--threads \(threads): give 1 to \(most); for more cores run more trainings with --jobs")
    }
    guard threads <= Self.cores else {
      throw ValidationError(
        "--threads \(threads): this machine offers \(Self.cores) core\(Self.cores == 1 ? "" : "s"), and each thread "
          + "needs its own; give at most \(min(most, Self.cores))")
    }
  }

  /// The run's workers, none of them started.
  func makeWorkers() -> RunWorkers {
    RunWorkers(
      count: processes, executable: ProgramFile.url, arguments: ["worker", "--threads", String(threads)])
  }
}

/// Searches, confirms and reports.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Search hyperparameters, train the best again with fresh seeds, test and draw the figures.",
    discussion: """
      With --all the nine sweep files of the 'sweeps' folder are searched: three families by grid, random and \
      Bayesian search. With sweep files, just these; a file outside the nine needs --family, or 'family:' in its second \
      document.
      """)

  @Flag(help: "Run every family with every method.")
  var all = false

  @Argument(help: "Sweep files in W&B's format.")
  var sweepFiles: [String] = []

  @Option(help: "How much work: \(Budget.Name.allCases.map(\.rawValue).joined(separator: ", ")).")
  var budget: Budget.Name = .standard

  @Option(help: "The seed of every random decision. (default: 1, or a sweep file's own)")
  var seed: UInt64?

  @Option(help: "mnist, fashion-mnist, or a folder with four IDX files.")
  var data: String = "mnist"

  @Option(help: "The run's folder. (default: results/[<sweep>-]<data>-<budget>-seed<seed>)")
  var output: String?

  @Option(help: "With --all only these families; without it the family that a sweep file trains.")
  var family: [ModelFamily] = []

  @Option(help: "With --all only these methods.")
  var method: [SweepMethod] = []

  @Option(help: "The folder with the nine sweep files. (default: 'sweeps' here or beside the program's sources)")
  var sweeps: String?

  @OptionGroup var workers: WorkerOptions

  func validate() throws {
    if all == !sweepFiles.isEmpty {
      throw ValidationError("give either --all or sweep files, such as 'ablation run sweeps/lenet5-bayes.yaml'")
    }
    if !all, !method.isEmpty { throw ValidationError("--method goes with --all; a sweep file names its own method") }
    if !all, family.count > 1 { throw ValidationError("sweep files train one family: give --family once") }
  }

  func run() async throws {
    // Found out before an hour of training, not after.
    guard PlotScripts.isGnuplotInstalled() else { throw PlotError.gnuplotNotFound }
    let source = try absolute(DatasetSource(argument: data))
    let runSeed = seed ?? 1
    let plan = RunPlan(
      seed: runSeed, budget: Budget(budget), data: DataPlan(source: source, splitSeed: runSeed), studies: try studies())
    let sweepName = sweepFiles.first.map { URL(filePath: $0).deletingPathExtension().lastPathComponent + "-" } ?? ""
    let folder = output ?? "results/\(sweepName)\(source.name.lowercased())-\(budget.rawValue)-seed\(runSeed)"
    // Workers start and read the data while this process does, in so far as there are processors.
    let runWorkers = workers.makeWorkers()
    try runWorkers.prepare(plan.data, limit: max(1, ProcessInfo.processInfo.activeProcessorCount - 1))
    // Asks gnuplot for its version, which takes as long as inflating the data: both at once.
    async let environment = RunEnvironment.current().encoded()
    let run = try Run.begin(
      plan, in: URL(filePath: folder),
      metadata: ["command": (["ablation"] + CommandLine.arguments.dropFirst()).joined(separator: " ")])
    try run.store.setMetadata(await environment, forKey: RunEnvironment.metadataKey)
    try RunSession(run, workers: runWorkers).execute()
  }

  /// A folder's full path, so that the run can be resumed from anywhere.
  private func absolute(_ source: DatasetSource) -> DatasetSource {
    guard case .folder(let path) = source else { return source }
    return .folder(URL(filePath: path).standardizedFileURL.path)
  }

  private func studies() throws -> [StudyPlan] {
    if all {
      let folder = try SweepFolder.locate(sweeps)
      return try folder.studies(
        families: family.isEmpty ? ModelFamily.allCases : ModelFamily.allCases.filter(family.contains),
        methods: method.isEmpty ? SweepMethod.allCases : SweepMethod.allCases.filter(method.contains))
    }
    return try sweepFiles.map { file in
      let study = try SweepFolder.study(file: file, family: family.first)
      let own = try SweepFile.parse(text: study.text, fileName: file).settings.seed
      if let own, let seed, own != seed {
        throw SweepFolderError.twoSeeds(file: file, own: own, given: seed)
      }
      return study
    }
  }
}

extension Budget.Name: ExpressibleByArgument {}
extension ModelFamily: ExpressibleByArgument {}
extension SweepMethod: ExpressibleByArgument {}
