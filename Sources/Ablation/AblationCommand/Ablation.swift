import ArgumentParser

/// The command line of `ablation`.
@main
struct AblationTool: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ablation",
    abstract: "Search, compare and ablate small convolutional networks, offline.",
    subcommands: [RunCommand.self, ResumeCommand.self, ReportCommand.self, ModelCommand.self, WorkerCommand.self])
}

/// An error whose description is all that the user needs to see.
struct UserError: Error, CustomStringConvertible {
  let description: String
}
