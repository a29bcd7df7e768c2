import Search
import Training

/// Checks a sweep file against the family that it is to train: names and values of parameters, and the metric.
public enum FamilyCheck {
  /// Everything that keeps the family from being trained by the sweep, and what the sweep says in vain.
  public static func findings(
    _ sweep: SweepReading, family: ModelFamily
  ) -> [SweepFinding] {
    var findings: [SweepFinding] = []
    for key in ["program", "command"] where sweep.hasKey(key) {
      findings.append(
        SweepFinding(.key([key]), "'\(key)' is ignored: the built-in \(family.title) is trained", severity: .note))
    }
    if sweep.settings.timeoutSeconds != nil {
      findings.append(
        SweepFinding(.setting("timeout_seconds"), "the timeout holds for programs only", severity: .note))
    }
    findings += parameters(sweep.space, family)
    findings += metric(sweep)
    return findings
  }

  private static func parameters(_ space: SearchSpace, _ family: ModelFamily) -> [SweepFinding] {
    var findings: [SweepFinding] = []
    var names: [String: String] = [:]
    for parameter in space.parameters {
      let key: String
      do throws(SettingError) {
        key = try ConfigurationKey.find(parameter.name).name
      } catch {
        findings.append(unknown(parameter.name, error))
        continue
      }
      findings += ValueCheck(parameter: parameter, key: key, family: family).findings
      if let twin = names[key] {
        findings.append(
          SweepFinding(.parameter(parameter.name), SettingError.givenTwice(twin, parameter.name).description))
      }
      names[key] = parameter.name
    }
    return findings
  }

  private static func unknown(_ name: String, _ error: SettingError) -> SweepFinding {
    guard case .unknownKey(let key, let nearest) = error else {
      return SweepFinding(.parameter(name), error.description)
    }
    let known = ConfigurationKey.all.map(\.name).joined(separator: ", ")
    return SweepFinding(.parameter(name), "unknown parameter '\(key)'", allowed: known, nearest: nearest)
  }

  private static func metric(_ sweep: SweepReading) -> [SweepFinding] {
    let known = Metric.allCases.map(\.rawValue).joined(separator: ", ")
    guard let metric = sweep.metric, !metric.name.isEmpty else {
      guard !sweep.hasKey("metric") else { return [] }
      return [
        SweepFinding(
          .key(["metric"]), "'metric' is missing",
          allowed: "what to optimise, such as {name: val_accuracy, goal: maximize}"
        )
      ]
    }
    guard Metric(metric.name) == nil else { return [] }
    return [
      SweepFinding(
        .key(["metric", "name"]), "'\(metric.name)' is not reported by the built-in families", allowed: known,
        nearest: NearestSpelling.of(metric.name, among: Metric.allCases.map(\.rawValue)))
    ]
  }
}
