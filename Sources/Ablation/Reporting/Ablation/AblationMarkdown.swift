/// An ablation report as Markdown.
struct AblationMarkdown {
  let text: String

  init(_ report: AblationReport, figures: Set<String>) { self.init(AblationDocument(report, figures: figures)) }

  init(_ document: AblationDocument) {
    var parts = ["# \(document.title)"]
    for block in document.blocks {
      switch block {
      case .heading(let heading): parts.append("## \(heading)")
      case .paragraph(let paragraph): parts.append(paragraph)
      case .list(let items): parts.append(items.map { "- \($0)" }.joined(separator: "\n"))
      case .table(let header, let rows):
        parts.append(Self.table(header, rows))
      case .appendix(let summary, let header, let rows):
        parts.append("<details>\n<summary>\(summary)</summary>\n\n\(Self.table(header, rows))\n\n</details>")
      case .figure(let name, let caption): parts.append("![\(caption)](plots/\(name))\n\n*\(caption)*")
      }
    }
    text = parts.joined(separator: "\n\n") + "\n"
  }

  private static func table(_ header: [String], _ rows: [[String]]) -> String {
    let lines = [header, header.map { _ in "---" }] + rows
    return lines.map { "| " + $0.map(cell).joined(separator: " | ") + " |" }.joined(separator: "\n")
  }

  private static func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }
}
