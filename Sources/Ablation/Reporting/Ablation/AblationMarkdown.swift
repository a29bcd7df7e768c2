/// An ablation report as Markdown.
struct AblationMarkdown {
  let text: String

  init(_ report: AblationReport, figures: Set<String>) {
    let document = AblationDocument(report, figures: figures)
    var parts = ["# \(document.title)"]
    for block in document.blocks {
      switch block {
      case .heading(let heading): parts.append("## \(heading)")
      case .paragraph(let paragraph): parts.append(paragraph)
      case .list(let items): parts.append(items.map { "- \($0)" }.joined(separator: "\n"))
      case .table(let header, let rows):
        let lines = [header, header.map { _ in "---" }] + rows
        parts.append(lines.map { "| " + $0.map(Self.cell).joined(separator: " | ") + " |" }.joined(separator: "\n"))
      case .figure(let name, let caption): parts.append("![\(caption)](plots/\(name))\n\n*\(caption)*")
      }
    }
    text = parts.joined(separator: "\n\n") + "\n"
  }

  private static func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }
}
