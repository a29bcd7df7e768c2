/// One row for each evaluation for which the test files were to be opened, so that nobody has to believe that there
/// were no others.
enum TestOpeningsTable {
  static let columns = ["family", "method", "study", "configuration", "replicate", "purpose", "sequence"]

  static func make(_ facts: RunFacts) -> CSVTable {
    var table = CSVTable(columns: columns)
    for (study, opening) in facts.openings {
      table.append(
        study.key + [
          .text(study.definition.name), .text(study.space.text(of: opening.configuration)),
          .count(opening.replicate + 1), .text(opening.purpose), .count(opening.sequence),
        ])
    }
    return table
  }
}
