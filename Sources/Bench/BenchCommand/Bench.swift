import ArgumentParser
import Engine
import Machine
import Training

/// The command line of `bench`.
@main
struct BenchTool: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure the training engine against this machine's limits, and judge the samplers.",
    subcommands: [
      PeakCommand.self, LayersCommand.self, RooflineCommand.self, TrainCommand.self, AugmentCommand.self,
      InferCommand.self, ScaleCommand.self, SamplersCommand.self, CompareCommand.self, StartCommand.self,
      PeersCommand.self,
    ])

  static func main() async {
    InstructionSetCheck.exitUnlessRunnable(compiledFor: EngineBuild.extensionList)
    await main(nil)
  }

  /// Times of a build without optimisation say nothing.
  static func refuseDebugBuild() throws {
    #if DEBUG
      throw ValidationError("this is a debug build, whose times say nothing: build with 'swift build -c release'")
    #endif
  }
}

extension ModelFamily: ExpressibleByArgument {}

/// Settings of the measured network.
struct NetworkOptions: ParsableArguments {
  @Option(help: "\(ModelFamily.allCases.map(\.rawValue).joined(separator: ", ")); may be repeated.")
  var family: [ModelFamily] = []

  @Option(help: "Images in a batch; may be repeated.")
  var batch: [Int] = []

  @Option(
    name: .customLong("set"), help: "A setting as key=value, such as filters=6,16; may be repeated.")
  var settings: [String] = []

  @Option(help: "mnist, fashion-mnist, or a folder with four IDX files.")
  var data: String = "mnist"

  func validate() throws {
    for size in batch where !(1...4096).contains(size) {
      throw ValidationError("--batch \(size): give a number of images from 1 to 4096")
    }
    try Self.refuseRepeats("--family", family.map(\.rawValue))
    try Self.refuseRepeats("--batch", batch.map(String.init))
    for setting in settings {
      let key = setting.prefix { $0 != "=" }
      if key == "batch_size" {
        throw ValidationError("--set \(setting): the batch sizes to measure are given by --batch")
      }
      if key == "epochs" {
        throw ValidationError("--set \(setting): how much is measured is given by --epochs or --rounds")
      }
    }
  }

  /// Refuses what would be measured twice under one name.
  static func refuseRepeats(_ option: String, _ values: [String]) throws {
    for (index, value) in values.enumerated() where values[..<index].contains(value) {
      throw ValidationError("\(option) \(value) is given twice: give it once")
    }
  }

  /// Refuses several networks for a command that measures one.
  func requireOne(_ command: String) throws {
    for (option, count) in [("--family", family.count), ("--batch", batch.count)] where count > 1 {
      throw ValidationError("\(option) is given \(count) times, but \(command) measures one network: give it once")
    }
  }

  /// A family's configuration with the settings applied.
  func configuration(_ family: ModelFamily) throws -> ModelConfiguration {
    var configuration = ModelConfiguration(family)
    do throws(SettingError) {
      try configuration.apply(SettingValue.settings(arguments: settings))
    } catch {
      throw ValidationError(error.description)
    }
    return configuration
  }
}
