import ArgumentParser
import Benchmarking
import Datasets
import Engine
import Foundation
import Machine
import Training

/// Trains the same networks with other frameworks, in turn with this program.
struct PeersCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "peers",
    abstract: "Compare seconds per epoch with PyTorch and TensorFlow, one thread each, in turn.",
    discussion: """
      The frameworks must be installed in the given virtual environment: 'python3 -m venv peers; peers/bin/pip install \
      torch tensorflow'. scikit-learn is not among them because it has no convolution. All train without augmentation. \
      Batch sizes are 16, 32 and 64 unless --batch says otherwise. Every second round goes backwards. Mean training losses \
      that differ by more than \(Int(100 * PeerLosses.tolerance)) % end the command.
      """)

  @OptionGroup var network: NetworkOptions
  @OptionGroup var output: OutputOptions

  @Option(help: "The virtual environment's interpreter, such as peers/bin/python.")
  var python: String

  @Option(help: "torch or tensorflow; may be repeated. (default: all that are installed)")
  var framework: [PeerFramework] = []

  @Option(help: "Epochs timed of each, after one that is not.")
  var rounds = 6

  func validate() throws {
    try output.check(rounds: rounds)
    try NetworkOptions.refuseRepeats("--framework", framework.map(\.rawValue))
  }

  func run() async throws {
    try BenchTool.refuseDebugBuild()
    // Not resolved: a virtual environment's interpreter is a link, known by the place of the link.
    let interpreter = URL(filePath: python)
    guard FileManager.default.isExecutableFile(atPath: interpreter.path) else {
      throw ValidationError("--python \(python): there is no such program")
    }
    var networks: [(family: ModelFamily, configuration: ModelConfiguration)] = []
    for family in network.family.isEmpty ? [.lenet5] : network.family {
      for batch in network.batch.isEmpty ? [16, 32, 64] : network.batch {
        var configuration = try network.configuration(family)
        configuration.batchSize = batch
        guard configuration.augmentation == ModelConfiguration(family).augmentation else {
          throw ValidationError("--set with a range of the augmentation: all train without augmentation, leave it out")
        }
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
    let output = try output.open("peers")
    let images = try DatasetSource(argument: network.data).loadTraining().images
    var rows: [PeerTable.Row] = []
    var series: [BenchmarkRecord.Series] = []
    for (family, configuration) in networks {
      let measured = try measure(family, configuration, images: images, frameworks: installed, python: interpreter)
      rows += measured.rows
      series += PeerTable.series(measured.rows, facts: measured.facts)
    }
    let table = PeerTable(rows)
    print("processor time of an epoch of \(images.count) images, median of \(rounds) rounds in turn, one thread")
    print(table.text + "\n")
    try output.write(text: table.csv, "peers.csv")
    try output.write(series)
    try output.draw(
      .peers, [.csv: output.file("peers.csv").path, .note: "processor time, median of \(rounds) epochs in turn; Adam"],
      "peers.png")
  }

  /// One configuration: an epoch of everybody in turn, the first not timed.
  private func measure(
    _ family: ModelFamily, _ configuration: ModelConfiguration, images: LabeledImages, frameworks: [PeerFramework],
    python: URL
  ) throws -> (rows: [PeerTable.Row], facts: NetworkFacts) {
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
    let layers = try trainer.network.description.summarise()
    let facts = NetworkFacts(layers, peakResidentBytes: ProcessMemory.peakResidentBytes)
    let peers = try frameworks.map { try PeerProcess($0, python: python, job: job) }
    for peer in peers where peer.greeting.parameters != facts.parameters {
      throw BenchFailure(
        "\(peer.framework.rawValue) built \(peer.greeting.parameters) parameters where this program has "
          + "\(facts.parameters)")
    }
    func row(_ framework: String, _ version: String) -> PeerTable.Row {
      PeerTable.Row(
        family: family.rawValue, framework: framework, version: version, batch: configuration.batchSize)
    }
    var rows = [row("ablation", "")] + peers.map { row($0.framework.rawValue, $0.greeting.version) }
    for round in 0...rounds {
      Progress.say(
        "\(family.title), batch \(configuration.batchSize): "
          + (round == 0 ? "warming up" : "round \(round) of \(rounds)"))
      for index in RoundOrder.indices(rows.count, round: round) {
        let epoch = try index == 0 ? Self.trainEpoch(trainer, round + 1) : peers[index - 1].trainEpoch()
        rows[index].losses.append(epoch.loss)
        if round > 0 {
          rows[index].processor.append(epoch.processor)
          rows[index].wall.append(epoch.wall)
        }
      }
    }
    let said = rows.map { "\($0.framework) \(String(format: "%.4f", PeerLosses.mean($0.losses)))" }
    Progress.say("mean training loss of all epochs in nats: \(said.joined(separator: ", "))")
    for row in rows.dropFirst() {
      if let fault = PeerLosses.fault(row.framework, losses: row.losses, ours: rows[0].losses) {
        throw BenchFailure(fault)
      }
    }
    return (rows, facts)
  }

  /// An epoch of this program, by the same clocks as the peers': the processor time is that of the whole process.
  private static func trainEpoch(_ trainer: Trainer, _ epoch: Int) throws -> PeerProcess.Epoch {
    let (wall, processor) = (Stopwatch.wallSeconds(), Stopwatch.processSeconds())
    let result = trainer.trainEpoch(epoch)
    return PeerProcess.Epoch(
      wall: Stopwatch.wallSeconds() - wall, processor: Stopwatch.processSeconds() - processor,
      loss: try result.get().trainLoss)
  }
}
