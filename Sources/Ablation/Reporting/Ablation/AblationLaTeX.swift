/// An ablation report as a LaTeX document that needs no other packages than those of a basic TeX Live.
struct AblationLaTeX {
  let text: String

  init(_ report: AblationReport, figures: Set<String>) {
    let document = AblationDocument(report, figures: figures)
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
        let lines = rows.map { $0.map(Self.escaped).joined(separator: " & ") + " \\\\" }
        let head = header.map { "\\textbf{\(Self.escaped($0))}" }.joined(separator: " & ") + " \\\\ \\hline"
        parts.append(
          "\\begin{center}\n\\resizebox{\\textwidth}{!}{\\begin{tabular}{\(header.map { _ in "l" }.joined())}\n\\hline\n"
            + ([head] + lines).joined(separator: "\n") + "\n\\hline\n\\end{tabular}}\n\\end{center}")
      case .figure(let name, let caption):
        parts.append(
          "\\begin{figure}[htbp]\n\\centering\n\\includegraphics[width=\\textwidth]{plots/\(name)}\n"
            + "\\caption{\(Self.escaped(caption))}\n\\end{figure}")
      }
    }
    text = parts.joined(separator: "\n\n") + "\n\n\\end{document}\n"
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
