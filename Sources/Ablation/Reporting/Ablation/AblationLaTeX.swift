/// An ablation report as a LaTeX document that needs no other packages than those of a basic TeX Live.
struct AblationLaTeX {
  let text: String

  init(_ report: AblationReport, figures: Set<String>) { self.init(AblationDocument(report, figures: figures)) }

  init(_ document: AblationDocument) {
    var parts = [
      #"""
      \documentclass[a4paper,10pt]{article}
      \usepackage[utf8]{inputenc}
      \usepackage[T1]{fontenc}
      \usepackage{textcomp}
      \usepackage{graphicx}
      \usepackage[margin=20mm]{geometry}
      \begin{document}
      """# + "\n\\title{\(Self.escaped(document.title))}\n\\author{}\n\\date{}\n\\maketitle"
    ]
    for block in document.blocks {
      switch block {
      case .heading(let heading): parts.append("\\section*{\(Self.escaped(heading))}")
      case .paragraph(let paragraph): parts.append(Self.escaped(paragraph))
      case .list(let items):
        parts.append(
          "\\begin{itemize}\n" + items.map { "\\item \(Self.escaped($0))\n" }.joined() + "\\end{itemize}")
      case .table(let header, let rows):
        parts.append(Self.table(header, rows))
      case .appendix(let summary, let header, let rows):
        // A table breaks over pages only in pieces.
        parts.append(Self.escaped(summary))
        for start in stride(from: 0, to: rows.count, by: 40) {
          parts.append(Self.table(header, Array(rows[start..<min(start + 40, rows.count)])))
        }
      case .figure(let name, let caption):
        parts.append(
          "\\begin{figure}[htbp]\n\\centering\n\\includegraphics[width=\\textwidth]{plots/\(name)}\n"
            + "\\caption{\(Self.escaped(caption))}\n\\end{figure}")
      }
    }
    text = parts.joined(separator: "\n\n") + "\n\n\\end{document}\n"
  }

  private static func table(_ header: [String], _ rows: [[String]]) -> String {
    let lines = rows.map { $0.map(escaped).joined(separator: " & ") + " \\\\" }
    let head = header.map { "\\textbf{\(escaped($0))}" }.joined(separator: " & ") + " \\\\ \\hline"
    return
      "\\begin{center}\n\\resizebox{\\textwidth}{!}{\\begin{tabular}{\(header.map { _ in "l" }.joined())}\n\\hline\n"
      + ([head] + lines).joined(separator: "\n") + "\n\\hline\n\\end{tabular}}\n\\end{center}"
  }

  /// Text with LaTeX's own characters written out, and what stands between backquotes in typewriter letters.
  static func escaped(_ text: String) -> String {
    let special: [Character: String] = [
      "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "$": "\\$", "&": "\\&", "#": "\\#", "%": "\\%", "_": "\\_",
      "^": "\\textasciicircum{}", "~": "\\textasciitilde{}", "<": "$<$", ">": "$>$", "×": "$\\times$", "±": "$\\pm$",
      "η": "$\\eta$", "ω": "$\\omega$", "²": "$^2$", "–": "--", "−": "$-$", "·": "$\\cdot$", "|": "$|$",
      "\"": "''", "'": "'",
    ]
    let parts = text.split(separator: "`", omittingEmptySubsequences: false)
    return parts.enumerated().map { index, part in
      let letters = part.map { special[$0] ?? String($0) }
      // A digest has no place where a line could end, unless it is given some.
      let isLong = index % 2 == 1 && part.count > 24
      let escaped = letters.enumerated().map { isLong && $0 > 0 && $0 % 8 == 0 ? "\\allowbreak{}" + $1 : $1 }.joined()
      return index % 2 == 1 && parts.count % 2 == 1 ? "\\texttt{\(escaped)}" : escaped
    }.joined()
  }
}
