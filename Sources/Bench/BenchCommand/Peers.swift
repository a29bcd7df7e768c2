import ArgumentParser
import Benchmarking
import Datasets
import Engine
import Foundation
import PlotScripts
import Training

/// Trains the same networks with other frameworks, in turn with this program.
struct PeersCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "peers",
    abstract: "Compare seconds per epoch with PyTorch and TensorFlow, one thread each, in turn.",
    discussion: """
      The frameworks must be installed in the given virtual environment: 'python3 -m venv peers; peers/bin/pip install \
      torch tensorflow'. scikit-learn is not among them because it has no convolution. All train without augmentation.
      """)

  @OptionGroup var network: NetworkOptions

  @Option(help: "The virtual environment's interpreter, such as peers/bin/python.")
  var python: String

  @Option(help: "torch or tensorflow; may be repeated. (default: all that are installed)")
  var framework: [PeerFramework] = []

  @Option(help: "Epochs timed of each, after one that is not.")
  var rounds = 6

  @Option(help: "The folder for peers.csv and peers.png.")
  var output = "results/peers"

  func validate() throws {
    guard (1...1000).contains(rounds) else { throw ValidationError("--rounds \(rounds): give 1 to 1000") }
  }

  func run() async throws {
    try BenchTool.refuseDebugBuild()
    guard PlotScripts.isGnuplotInstalled() else { throw PlotError.gnuplotNotFound }
    // Not resolved: a virtual environment's interpreter is a link, known by the place of the link.
    let interpreter = URL(filePath: python)
    guard FileManager.default.isExecutableFile(atPath: interpreter.path) else {
      throw ValidationError("--python \(python): there is no such program")
    }
    var networks: [(family: ModelFamily, configuration: ModelConfiguration)] = []
    for family in network.family.isEmpty ? [.lenet5] : network.family {
      for batch in network.batch.isEmpty ? [64, 32, 16] : network.batch {
        var configuration = try network.configuration(family)
        configuration.batchSize = batch
        configuration.augmentation = .init()
        if let fault = PeerJob.infeasibility(configuration) { throw ValidationError(fault) }
        networks.append((family, configuration))
      }
    }
    var installed: [PeerFramework] = []
    for framework in framework.isEmpty ? PeerFramework.allCases : framework {
      if try framework.isInstalled(python: interpreter) {
        installed.append(framework)
      } else {
        print("\(framework.rawValue) is not installed in '\(python)' and left out")
      }
    }
    guard !installed.isEmpty else {
      throw ValidationError(
        "no framework is installed in '\(python)': install one there with 'pip install torch' or 'pip install "
          + "tensorflow'")
    }
    let images = try DatasetSource(argument: network.data).loadTraining().images
    let folder = URL(filePath: output)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var rows: [PeerTable.Row] = []
    for (family, configuration) in networks {
      rows += try measure(family, configuration, images: images, frameworks: installed, python: interpreter)
    }
    let table = PeerTable(rows)
    print("processor time of an epoch of \(images.count) images, median of \(rounds) rounds in turn, one thread")
    print(table.text)
    let csv = folder.appending(path: "peers.csv")
    try Data(table.csv.utf8).write(to: csv, options: .atomic)
    let png = folder.appending(path: "peers.png")
    try PlotScripts.render(
      .peers, variables: [.csv: csv.path, .note: "processor time, median of \(rounds) epochs in turn; Adam"], to: png)
    print("\(csv.relativePath)\n\(png.relativePath)")
  }

  /// One configuration: an epoch of everybody in turn, the first not timed.
  private func measure(
    _ family: ModelFamily, _ configuration: ModelConfiguration, images: LabeledImages, frameworks: [PeerFramework],
    python: URL
  ) throws -> [PeerTable.Row] {
    let scratch = FileManager.default.temporaryDirectory.appending(path: "bench-peers-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let files = try PeerJob.export(images, to: scratch)
    let job = scratch.appending(path: "job.json")
    try JSONEncoder().encode(PeerJob(configuration, data: images, images: files.images, labels: files.labels))
      .write(to: job)

    var timed = configuration
    timed.epochs = rounds + 1
    let trainer = try Trainer(
      configuration: timed, images: images, trainingIndices: Array(0..<images.count), validationIndices: [],
      seed: .init(root: 1))
    let parameters = try trainer.network.description.summarise().reduce(0) { $0 + $1.parameters }
    let peers = try frameworks.map { try PeerProcess($0, python: python, job: job) }
    for peer in peers where peer.greeting.parameters != parameters {
      throw ValidationError(
        "\(peer.framework.rawValue) built \(peer.greeting.parameters) parameters where this program has \(parameters)")
    }
    func row(_ framework: String, _ version: String) -> PeerTable.Row {
      PeerTable.Row(
        family: family.rawValue, framework: framework, version: version, batch: configuration.batchSize)
    }
    var rows = [row("ablation", "")] + peers.map { row($0.framework.rawValue, $0.greeting.version) }
    var losses = [Double](repeating: 0, count: rows.count)
    for round in 0...rounds {
      ChildProgram.say(
        "\(family.title), batch \(configuration.batchSize): "
          + (round == 0 ? "warming up" : "round \(round) of \(rounds)"))
      let start = ContinuousClock.now
      var result: Result<EpochResult, Trainer.Divergence>?
      let processor = Stopwatch.measure { result = trainer.trainEpoch(round + 1) }
      let parts = (ContinuousClock.now - start).components
      losses[0] = try result?.get().trainLoss ?? .nan
      if round > 0 {
        rows[0].processor.append(processor)
        rows[0].wall.append(Double(parts.seconds) + Double(parts.attoseconds) * 1e-18)
      }
      for (index, peer) in peers.enumerated() {
        let epoch = try peer.trainEpoch()
        losses[index + 1] = epoch.loss
        if round > 0 {
          rows[index + 1].processor.append(epoch.processor)
          rows[index + 1].wall.append(epoch.wall)
        }
      }
    }
    // Everybody has learnt the same: a network that trains something else would be compared in vain.
    let said = zip(rows, losses).map { "\($0.framework) \(String(format: "%.4f", $1))" }.joined(separator: ", ")
    ChildProgram.say("training loss of the last epoch: \(said)")
    return rows
  }
}
