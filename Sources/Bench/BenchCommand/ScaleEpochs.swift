import ArgumentParser
import Benchmarking
import Datasets
import Foundation
import Machine
import Training

/// One of the processes of `bench scale`: warms up, says that it is ready, waits for the start, trains an epoch and tells
/// when.
struct ScaleEpochs: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "epochs", shouldDisplay: false)

  @OptionGroup var network: NetworkOptions

  func run() async throws {
    try BenchTool.refuseDebugBuild()
    let images = try DatasetSource(argument: network.data).loadTraining().images
    var configuration = try network.configuration(network.family.first ?? .lenet5)
    configuration.batchSize = network.batch.first ?? 64
    let trainer = try Trainer(
      configuration: configuration, images: images, trainingIndices: Array(0..<images.count), validationIndices: [],
      seed: .init(root: 1))
    _ = trainer.trainEpoch(1)
    FileHandle.standardOutput.write(Data("r".utf8))
    _ = readLine()
    let start = Stopwatch.wallSeconds()
    let processor = Stopwatch.measure { _ = trainer.trainEpoch(2) }
    let epoch = ProcessEpoch(
      images: images.count, start: start, end: Stopwatch.wallSeconds(), processorSeconds: processor,
      peakResidentBytes: ProcessMemory.peakResidentBytes)
    FileHandle.standardOutput.write(try JSONEncoder().encode(epoch))
  }

  /// The rate of some processes that train at the same time.
  static func rate(processes: Int, arguments: [String], program: URL = ProgramFile.url) throws -> ProcessRate {
    let children = try (0..<processes).map { _ in
      let child = AwaitedProcess(program, arguments)
      let (input, output) = (Pipe(), Pipe())
      child.process.standardInput = input
      child.process.standardOutput = output
      try child.start()
      return (child: child, input: input.fileHandleForWriting, output: output.fileHandleForReading)
    }
    // Everybody has read the data and warmed up before anybody is timed; one that fails says nothing and is reported below.
    for (_, _, output) in children { _ = output.readData(ofLength: 1) }
    for (_, input, _) in children { try? input.write(contentsOf: Data("\n".utf8)) }
    return ProcessRate(
      try children.map { child, _, output in
        let data = output.readDataToEndOfFile()
        child.waitUntilEnd()
        guard child.process.terminationStatus == 0, let epoch = try? JSONDecoder().decode(ProcessEpoch.self, from: data)
        else {
          throw BenchFailure(
            "a process of the measurement failed with status \(child.process.terminationStatus); its message stands above"
          )
        }
        return epoch
      })
  }
}
