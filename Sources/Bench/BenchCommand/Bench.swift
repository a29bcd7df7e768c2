import ArgumentParser

/// The command line of `bench`.
@main
struct BenchTool: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure the training engine against this machine's limits.")
}
