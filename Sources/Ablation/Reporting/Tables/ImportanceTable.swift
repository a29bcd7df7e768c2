import Search
import Seeding
import Statistics
import Studies

/// Importance of each hyperparameter, and its correlation with the metric or, of a category, the size of its effect.
enum ImportanceTable {
  static let columns = [
    "family", "method", "parameter", "level", "importance", "correlation", "observations", "kind", "importance_low",
    "importance_high", "noise_floor", "above_noise", "explained_variance", "correlation_low", "correlation_high",
    "rank_correlation", "rank_correlation_low", "rank_correlation_high", "eta_squared", "eta_squared_low",
    "eta_squared_high", "omega_squared", "kruskal_wallis_p", "mean_difference", "mean_difference_low",
    "mean_difference_high", "excluded", "exclusion_p",
  ]

  /// With fewer complete trials a study has no rows: any correlation would be an invention.
  ///
  /// A parameter that fewer of them have has a row without correlations.
  static let fewestTrials = ParameterImportance.fewestObservations

  static func make(_ studies: [any SearchedStudy], seed: UInt64) -> CSVTable {
    var table = CSVTable(columns: columns)
    for study in studies {
      for row in rows(study, seed: seed) { table.append(study.key + row) }
    }
    return table
  }

  private static func rows(_ study: any SearchedStudy, seed: UInt64) -> [[CSVCell]] {
    guard study.completeTrials.count >= fewestTrials else { return [] }
    let parameters = study.space.parameters.filter { $0.distribution.levelCount != 1 }
    var generator = SeedSequence(root: seed).child("importance").child(study.definition.name).generator()
    // A pruned trial's value is from another epoch than the others': like those without a value it is only counted.
    let metric = study.trials.map { trial in trial.state == .complete ? trial.value ?? .nan : .nan }
    let analysis = ImportanceAnalysis(
      parameters.map { $0.column(of: study.trials) }, metric: metric, using: &generator)
    let ranked = analysis.parameters.enumerated().sorted { left, right in
      (-(left.element.forest?.share ?? -1), left.offset) < (-(right.element.forest?.share ?? -1), right.offset)
    }
    return ranked.flatMap { rows($0.element) }
  }

  private static func rows(_ parameter: ParameterImportance) -> [[CSVCell]] {
    // The two levels of a pair say the same with opposite signs; one is enough.
    if parameter.levels.count == 2 { return [row(parameter, level: parameter.levels[1])] }
    return [row(parameter, level: nil)] + parameter.levels.map { row(of: $0, in: parameter.name) }
  }

  /// The row of a parameter; of a category with two levels that of the second level too.
  private static func row(_ parameter: ParameterImportance, level: ParameterImportance.Level?) -> [CSVCell] {
    let forest = parameter.forest
    let effect = parameter.effect
    let start: [CSVCell] = [
      .text(parameter.name), .text(level?.name), .number(forest?.share), .number(parameter.correlation),
      .count(parameter.observations), .text(parameter.levels.isEmpty ? "number" : "category"),
    ]
    let importance: [CSVCell] = [
      .number(forest?.interval?.lower), .number(forest?.interval?.upper), .number(forest?.noiseFloor),
      forest?.share == nil ? .empty : .flag(forest?.isAboveNoise == true), .number(forest?.explainedVariance),
    ]
    let correlations: [CSVCell] = [
      .number(parameter.correlationInterval?.lower), .number(parameter.correlationInterval?.upper),
      .number(parameter.rankCorrelation), .number(parameter.rankCorrelationInterval?.lower),
      .number(parameter.rankCorrelationInterval?.upper),
    ]
    let effects: [CSVCell] = [
      .number(effect?.etaSquared), .number(effect?.etaSquaredInterval?.lower),
      .number(effect?.etaSquaredInterval?.upper), .number(effect?.omegaSquared),
      .number(effect?.kruskalWallis?.pValue),
    ]
    return start + importance + correlations + effects + difference(level) + [
      .count(parameter.excluded), .number(parameter.exclusionPValue),
    ]
  }

  private static func row(of level: ParameterImportance.Level, in parameter: String) -> [CSVCell] {
    [.text(parameter), .text(level.name), .empty, .empty, .count(level.observations), "level"]
      + [CSVCell](repeating: .empty, count: 15) + difference(level) + [.empty, .empty]
  }

  private static func difference(_ level: ParameterImportance.Level?) -> [CSVCell] {
    [.number(level?.meanDifference), .number(level?.interval?.lower), .number(level?.interval?.upper)]
  }
}

extension Parameter {
  /// The parameter's values over trials: numbers where every value is a number, otherwise levels.
  func column(of trials: [Trial]) -> ParameterColumn {
    let values = trials.map { $0.configuration[name] }
    let possible = distribution.levelCount.map { count in (0..<min(count, 1_000)).map(distribution.level) }
    let shown = possible ?? values.compactMap { $0 }
    // A switch has two categories; `[false, 0.25]`, a switch or a rate, is a number.
    let isSwitch = !shown.isEmpty && shown.allSatisfy { $0.asBool != nil && $0.asDouble == nil }
    if !isSwitch, shown.allSatisfy({ $0.magnitude != nil }) {
      return ParameterColumn(
        name: name, values: .numeric(values.map { $0?.magnitude ?? .nan }), isLogarithmic: distribution.isLogarithmic)
    }
    // false before true, whichever the file lists first.
    var levels = isSwitch ? ["false", "true"] : (possible ?? []).map(\.labelText)
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
