import Search
import Seeding
import Statistics
import Studies

/// Importance of each hyperparameter and its correlation with the metric.
enum ImportanceTable {
  static let columns = ["family", "method", "parameter", "level", "importance", "correlation", "observations"]

  /// With fewer complete trials a study has no rows: any correlation would be an invention.
  static let fewestTrials = 4

  static func make(_ studies: [any SearchedStudy], seed: UInt64) -> CSVTable {
    var table = CSVTable(columns: columns)
    for study in studies {
      for row in rows(study, seed: seed) { table.append(study.key + row) }
    }
    return table
  }

  private static func rows(_ study: any SearchedStudy, seed: UInt64) -> [[CSVCell]] {
    let trials = study.completeTrials
    guard trials.count >= fewestTrials else { return [] }
    let parameters = study.space.parameters.filter { $0.distribution.levelCount != 1 }
    var generator = SeedSequence(root: seed).child("importance").child(study.definition.name).generator()
    let analysis = ImportanceAnalysis(
      parameters.map { $0.column(of: trials) }, metric: trials.compactMap(\.value), using: &generator)
    let ranked = analysis.parameters.enumerated().sorted { left, right in
      (-(left.element.importance ?? -1), left.offset) < (-(right.element.importance ?? -1), right.offset)
    }
    return ranked.flatMap { rows($0.element) }
  }

  private static func rows(_ parameter: ParameterImportance) -> [[CSVCell]] {
    func row(_ level: String, _ importance: Double?, _ correlation: Double?) -> [CSVCell] {
      [
        .text(parameter.name), .text(level), .number(importance), .number(correlation),
        .count(parameter.observations),
      ]
    }
    // The two levels of a pair say the same with opposite signs; one is enough.
    if parameter.levels.count == 2 {
      return [row(parameter.levels[1].name, parameter.importance, parameter.levels[1].correlation)]
    }
    return [row("", parameter.importance, parameter.correlation)]
      + parameter.levels.map { row($0.name, nil, $0.correlation) }
  }
}

extension Parameter {
  /// The parameter's values over trials: numbers where every value is a number or a truth value, otherwise levels.
  func column(of trials: [Trial]) -> ParameterColumn {
    let values = trials.map { $0.configuration[name] }
    let possible = distribution.levelCount.map { count in (0..<min(count, 1_000)).map(distribution.level) }
    let isNumeric = (possible ?? values.compactMap { $0 }).allSatisfy { $0.magnitude != nil }
    if isNumeric {
      return ParameterColumn(
        name: name, values: .numeric(values.map { $0?.magnitude ?? .nan }), isLogarithmic: distribution.isLogarithmic)
    }
    var levels = (possible ?? []).map(\.labelText)
    for value in values.compactMap({ $0?.labelText }) where !levels.contains(value) { levels.append(value) }
    return ParameterColumn(
      name: name,
      values: .categorical(
        values.map { value in value.flatMap { levels.firstIndex(of: $0.labelText) } ?? -1 }, levels: levels))
  }
}

extension ParameterValue {
  /// A number, or 1 and 0 for a truth value; `nil` for anything else.
  var magnitude: Double? {
    asDouble ?? asBool.map { $0 ? 1 : 0 }
  }
}

extension Distribution {
  /// Whether the search draws on a logarithmic scale.
  var isLogarithmic: Bool {
    switch self {
    case .constant, .categorical, .integerUniform: return false
    case .continuous(let base), .quantized(let base, _):
      switch base {
      case .logUniform, .inverseLogUniform, .logNormal: return true
      case .uniform, .normal, .beta: return false
      }
    }
  }
}
