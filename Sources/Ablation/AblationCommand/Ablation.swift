import ArgumentParser
import Engine
import Machine
import Reporting

/// The command line of `ablation`.
@main
struct AblationTool: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ablation",
    abstract: "Search and compare small convolutional networks, offline.",
    version: RunEnvironment.programVersion,
    subcommands: [
      RunCommand.self, ResumeCommand.self, ReportCommand.self, ConfirmCommand.self, ExplainCommand.self,
      ModelCommand.self, AblateCommand.self, DecisionsCommand.self, ReplayCommand.self, AuditCommand.self,
      WorkerCommand.self,
    ])

  static func main() async {
    InstructionSetCheck.exitUnlessRunnable(compiledFor: EngineBuild.extensionList)
    await main(nil)
  }
}
