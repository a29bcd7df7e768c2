import ArgumentParser

/// The command line of `ablation`.
@main
struct AblationTool: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ablation", abstract: "Search, compare and ablate small convolutional networks, offline.")
}
