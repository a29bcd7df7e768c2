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
      Bayesian search. With sweep files, just these; a file outside the nine needs --family, 'family:' in its second \
      document, or a 'program:' of its own to run.
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

  @OptionGroup var reading: SweepFileOptions

  @Flag(help: "Print the first points of each sweep and train nothing.")
  var dryRun = false

  @Option(help: "With --dry-run, how many points of each sweep.")
  var points: Int = 10

  @OptionGroup var workers: WorkerOptions

  func validate() throws {
    guard (1...10_000).contains(points) else { throw ValidationError("--points \(points): give 1 to 10000") }
    if all, reading.settings != nil { throw ValidationError("--settings goes with a sweep file") }
    if !all, !method.isEmpty { throw ValidationError("--method goes with --all; a sweep file names its own method") }
    if !all, family.count > 1 { throw ValidationError("sweep files train one family: give --family once") }
  }

  func run() async throws {
    // Not in validate(), which comes before the parser's own words on an unknown option and its value.
    if all == !sweepFiles.isEmpty {
      throw ValidationError("give either --all or sweep files, such as 'ablation run sweeps/lenet5-bayes.yaml'")
    }
    let sources =
      try all
      ? ofFolder() : sweepFiles.map { try SweepFolder.read(file: $0, options: reading, family: family.first) }
    // Found out before an hour of training, not after.
    if !dryRun { guard PlotScripts.isGnuplotInstalled() else { throw PlotError.gnuplotNotFound } }
    if let program = sources.first(where: { $0.trainee == .program }) {
      if sources.count > 1, sources.allSatisfy({ $0.trainee == .program }) {
        throw SweepFolderError.severalPrograms(sources.map(\.fileName))
      }
      guard sources.count == 1 else { throw SweepFolderError.mixed(file: program.fileName) }
      return try run(program: program)
    }
    let source = try absolute(DatasetSource(argument: data))
    let runSeed = try SweepSource.seed(given: seed, sources)
    let plan = RunPlan(
      seed: runSeed, budget: Budget(budget), data: DataPlan(source: source, splitSeed: runSeed),
      studies: sources.compactMap { $0.plan })
    if dryRun { return try DryRun(points: points).show(plan) }
    let folder = output ?? "results/\(stem)\(source.name.lowercased())-\(budget.rawValue)-seed\(runSeed)"
    // Workers start and read the data while this process does, in so far as there are processors.
    let runWorkers = workers.makeWorkers()
    try runWorkers.prepare(plan.data, limit: max(1, ProcessInfo.processInfo.activeProcessorCount - 1))
    // Asks gnuplot for its version, which takes as long as inflating the data: both at once.
    async let environment = RunEnvironment.current().encoded()
    let run = try Run.begin(
      plan, in: URL(filePath: folder),
      metadata: ["command": Console.command])
    try run.store.setMetadata(await environment, forKey: RunEnvironment.metadataKey)
    try RunSession(run, workers: runWorkers).execute()
  }

  /// A sweep of a program that is not ours.
  private func run(program source: SweepSource) throws {
    let plan = ProgramPlan(
      name: source.stem, seed: try SweepSource.seed(given: seed, [source]), fileName: source.fileName,
      text: source.text,
      allowsDeprecated: source.allowsDeprecated, directory: FileManager.default.currentDirectoryPath)
    if dryRun { return try DryRun(points: points).show(plan) }
    if workers.threads > 1 { Console.say("note: --threads is for built-in families; a program has its own") }
    let folder = output ?? "results/\(stem)seed\(plan.seed)"
    let run = try ProgramRun.begin(plan, in: URL(filePath: folder), metadata: metadata)
    try ProgramSession(run, workers: workers.processes).execute()
  }

  /// What the name of the default folder begins with.
  private var stem: String {
    if let file = sweepFiles.first { return URL(filePath: file).deletingPathExtension().lastPathComponent + "-" }
    // A part of the nine studies is another run than all of them.
    return (family.map(\.rawValue) + method.map(\.rawValue)).map { $0 + "-" }.joined()
  }

  private var metadata: [String: String] {
    [
      "command": Console.command,
      RunEnvironment.metadataKey: RunEnvironment.current().encoded(),
    ]
  }

  /// A folder's full path, so that the run can be resumed from anywhere.
  private func absolute(_ source: DatasetSource) -> DatasetSource {
    guard case .folder(let path) = source else { return source }
    return .folder(URL(filePath: path).standardizedFileURL.path)
  }

  private func ofFolder() throws -> [SweepSource] {
    try SweepFolder.locate(sweeps).sources(
      families: family.isEmpty ? ModelFamily.allCases : ModelFamily.allCases.filter(family.contains),
      methods: method.isEmpty ? SweepMethod.allCases : SweepMethod.allCases.filter(method.contains), options: reading)
  }
}

extension Budget.Name: ExpressibleByArgument {}
extension ModelFamily: ExpressibleByArgument {}
extension SweepMethod: ExpressibleByArgument {}
