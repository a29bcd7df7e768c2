import Studies

/// What tables and file names call a study: distinct within a run, and safe in both.
struct StudyLabel: Hashable {
  /// The cell of the column `method`: the search method, or the study's own name where another study of the run searches
  /// the same family by the same method.
  let method: String
  /// The name of the study's files, without an extension.
  let fileStem: String

  /// One label for each study, in their order.
  static func labels(of definitions: [StudyDefinition]) -> [StudyLabel] {
    var taken: Set<String> = []
    return definitions.map { definition in
      let rivals = definitions.filter { $0.family == definition.family && $0.method == definition.method }
      let isUsual = rivals.count == 1 || definition.name == "\(definition.family)/\(definition.method)"
      let wanted = isUsual ? definition.method : plain(definition.name)
      var method = wanted
      var number = 2
      while !taken.insert("\(definition.family)_\(method)").inserted {
        method = "\(wanted)-\(number)"
        number += 1
      }
      return StudyLabel(method: method, fileStem: "\(definition.family)_\(method)")
    }
  }

  /// A name that needs no quoting in a table, a file name or a gnuplot list.
  private static func plain(_ name: String) -> String {
    String(name.map { $0.isLetter || $0.isNumber || "-._".contains($0) ? $0 : "-" })
  }
}
