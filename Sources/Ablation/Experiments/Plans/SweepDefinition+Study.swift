import Search
import Studies

/// What a sweep file says about its study, whatever is trained.
extension SweepDefinition {
  /// Suggestions that depend on results may lag this far behind them, so that two workers can train one study.
  static let defaultLag = 2
  /// Grid and random points depend on no result.
  static let independentLag = 1_000_000

  /// How far suggestions lag behind results: the file's own `lag`, or 2 where a result can matter to what comes next.
  var lag: Int {
    if let own = settings.lag { return own }
    let needsResults = method == .bayes || metric?.target != nil || rule?.comparesTrials == true
    return needsResults ? Self.defaultLag : Self.independentLag
  }

  /// The early end and the stand-ins that the metric asks for.
  var studyRules: StudyRules {
    StudyRules(
      target: metric?.target, imputation: metric?.impute ?? .worst, imputationWhileRunning: metric?.imputeWhileRunning)
  }

  /// What must not change on resumption, beyond the space: only what differs from the defaults is named, so that studies
  /// of earlier versions stay what they were.
  var fields: [String: String] {
    var fields: [String: String] = [:]
    for (name, condition) in settings.rules.conditions { fields["when.\(name)"] = condition.source }
    for (index, constraint) in settings.rules.constraints.enumerated() {
      fields["constraints.\(index + 1)"] = constraint.source
    }
    if settings.replicates > 1 { fields["replicates"] = String(settings.replicates) }
    if settings.reduction != .last { fields["reduction"] = settings.reduction.description }
    if let rule { fields["early_termination"] = rule.description }
    if let target = metric?.target { fields["target"] = String(target) }
    if let impute = metric?.impute, impute != .worst { fields["impute"] = impute.rawValue }
    if let running = metric?.imputeWhileRunning { fields["impute_while_running"] = running.rawValue }
    return fields
  }
}
