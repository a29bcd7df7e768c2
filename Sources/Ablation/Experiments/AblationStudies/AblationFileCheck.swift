import Search
import Training

/// Checks an ablation file against what it ablates.
public enum AblationFileCheck {
  /// Everything that keeps the study from being run.
  ///
  /// - Parameters:
  ///   - base: the full model before the file's own parameters; `nil` for a program.
  public static func findings(_ file: AblationFile, _ reading: SweepReading?, base: AblationBase?) -> [SweepFinding] {
    var findings: [SweepFinding] = []
    let design = file.design.flatMap(AblationDesign.init) ?? .factorial
    if let reading {
      findings += ProgramCheck.findings(reading)
      findings += count(file.switches.count, design)
      if file.tuning.mode.flatMap(TuningMode.init).map({ $0 != .frozen }) ?? false {
        findings += programTuning(file)
      }
    }
    guard let base else { return findings }
    var configuration = base.configuration
    for (name, value) in file.parameters.sorted(by: { $0.key < $1.key }) {
      do throws(SettingError) { try configuration.apply([name: SettingValue(value)]) } catch {
        findings.append(finding(name, error))
      }
    }
    if let names = file.components {
      let found = ModelComponent.find(names, in: configuration)
      for (name, fault) in found.faults { findings.append(finding(name, fault)) }
      findings += count(names.count, design)
    } else {
      do throws(ModelComponentError) { _ = try ModelComponent.usual(in: configuration) } catch {
        findings.append(SweepFinding(.key([]), error.description))
      }
    }
    findings += metric(file, design) + tuningMetric(file)
    let names = file.components ?? (try? ModelComponent.usual(in: configuration).map(\.name)) ?? []
    let components = ModelComponent.find(names, in: configuration).components
    for parameter in file.tuning.space?.parameters ?? [] {
      if let fault = tuned(parameter, configuration, components) { findings.append(fault) }
    }
    return findings
  }

  /// What keeps a parameter from being tuned: arms must keep their components and their budget.
  private static func tuned(
    _ parameter: Parameter, _ configuration: ModelConfiguration, _ components: [ModelComponent]
  ) -> SweepFinding? {
    if (try? ConfigurationKey.find(parameter.name))?.name == "epochs" {
      return SweepFinding(
        .parameter(parameter.name), "arms would be trained for different numbers of epochs",
        allowed: "epochs: N beside 'tuning', the same for every arm")
    }
    for value in parameter.distribution.samples {
      var probe = configuration
      do throws(SettingError) { try probe.apply([parameter.name: SettingValue(value)]) } catch {
        return finding(parameter.name, error)
      }
      for component in components {
        let (own, other) = (component.form(in: configuration), component.form(in: probe))
        guard own != other else { continue }
        return SweepFinding(
          .parameter(parameter.name),
          "'\(parameter.name)' of \(value) would make the component '\(component.name)' "
            + "\(other ?? component.bareForm) where the full model has \(own ?? component.bareForm): an arm would not be "
            + "what it is called", allowed: "values that leave every component as it is")
      }
    }
    return nil
  }

  private static func count(_ count: Int, _ design: AblationDesign) -> [SweepFinding] {
    guard count > design.mostComponents else { return [] }
    return [
      SweepFinding(
        .key(["components"]), "\(count) components in a \(design.rawValue) design",
        allowed: "at most \(design.mostComponents)")
    ]
  }

  private static func metric(_ file: AblationFile, _ design: AblationDesign) -> [SweepFinding] {
    var findings: [SweepFinding] = []
    let names = AblationMetric.allCases.map(\.rawValue)
    if let name = file.metric {
      if let metric = AblationMetric(rawValue: name) {
        if design == .path, metric.isOfTestSet {
          findings.append(
            SweepFinding(.key(["metric"]), AblationStudyError.pathOnTest(metric: name).description))
        }
        if let goal = file.goal, goal != metric.goal {
          findings.append(SweepFinding(.key(["metric", "goal"]), "'\(name)' is to \(metric.goal.rawValue)"))
        }
      } else {
        findings.append(
          SweepFinding(
            .key(["metric"]), "'\(name)' is not measured by the built-in families",
            allowed: names.joined(separator: ", "),
            nearest: NearestSpelling.of(name, among: names)))
      }
    }
    return findings
  }

  /// Sweeps of arms are judged on validation images: a training metric picks what was learnt by heart.
  private static func tuningMetric(_ file: AblationFile) -> [SweepFinding] {
    guard let metric = file.tuning.metric else { return [] }
    let allowed = [AblationMetric.validationAccuracy, .validationLoss]
    guard let known = allowed.first(where: { $0.rawValue == metric.name }) else {
      let names = allowed.map(\.rawValue)
      return [
        SweepFinding(
          .key(["tuning", "metric"]), "arms cannot be tuned by '\(metric.name)'",
          allowed: names.joined(separator: ", "), nearest: NearestSpelling.of(metric.name, among: names))
      ]
    }
    guard known.goal != metric.goal else { return [] }
    return [
      SweepFinding(
        .key(["tuning", "metric", "goal"]), "'\(metric.name)' cannot be to \(metric.goal.rawValue)",
        allowed: known.goal.rawValue)
    ]
  }

  private static func programTuning(_ file: AblationFile) -> [SweepFinding] {
    var findings: [SweepFinding] = []
    if file.tuning.space == nil {
      findings.append(
        SweepFinding(
          .key(["tuning"]), "what is tuned is missing", allowed: "tuning: {mode: both, parameters: {...}, ...}"))
    }
    if file.tuning.metric == nil {
      findings.append(
        SweepFinding(
          .key(["tuning"]),
          "a program's tuning needs a metric of its own, measured on data that the study's metric does not see",
          allowed: "metric: {name: val_accuracy, goal: maximize}"))
    } else if file.tuning.metric?.name == file.metric {
      findings.append(
        SweepFinding(
          .key(["tuning", "metric"]),
          "arms would be tuned on '\(file.metric ?? "")', the metric that they are judged by",
          allowed: "a metric of validation data"))
    }
    return findings
  }

  private static func finding(_ name: String, _ error: SettingError) -> SweepFinding {
    switch error {
    case .unknownKey(let key, let nearest):
      return SweepFinding(
        .parameter(name), "unknown parameter '\(key)'",
        allowed: ConfigurationKey.all.map(\.name).joined(separator: ", "), nearest: nearest)
    case .invalidValue(let key, let value, let allowed):
      return SweepFinding(.parameter(name), "'\(key)' cannot be '\(value)'", allowed: allowed)
    default: return SweepFinding(.parameter(name), error.description)
    }
  }

  private static func finding(_ name: String, _ error: ModelComponentError) -> SweepFinding {
    if case .unknown(let name, let nearest, let known) = error {
      return SweepFinding(
        .parameter(name), "unknown component '\(name)'", allowed: known.joined(separator: ", "), nearest: nearest)
    }
    return SweepFinding(.parameter(name), error.description)
  }
}
