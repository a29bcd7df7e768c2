import Experiments
import Statistics

/// `lenth.csv`: the contrasts of a factorial of one seed, the largest first, for a half-normal plot.
enum AblationLenthTable {
  static let columns = [
    "effect", "order", "contrast", "quantile", "pseudo_standard_error", "margin_of_error",
    "simultaneous_margin_of_error",
  ]

  static func table(_ lenth: LenthAnalysis, factors: [Factor]) -> CSVTable {
    var table = CSVTable(columns: columns)
    let quantiles = lenth.halfNormalQuantiles
    let falling = lenth.contrasts.indices.sorted {
      (-abs(lenth.contrasts[$0]), $0) < (-abs(lenth.contrasts[$1]), $1)
    }
    for index in falling {
      // Contrasts stand in the order of their sets of components, from the first component alone on.
      let set = index + 1
      let names = factors.indices.filter { set >> $0 & 1 == 1 }.map { factors[$0].readableName }
      table.append([
        .plain(names.joined(separator: " × ")), .count(names.count), .number(lenth.contrasts[index]),
        .number(quantiles[index]), .number(lenth.pseudoStandardError), .number(lenth.marginOfError),
        .number(lenth.simultaneousMarginOfError),
      ])
    }
    return table
  }
}
