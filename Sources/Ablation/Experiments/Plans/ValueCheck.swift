import Search
import Training

/// Checks the values of one parameter against what the family takes.
struct ValueCheck {
  let parameter: Parameter
  /// The parameter's usual name.
  let key: String
  let family: ModelFamily

  /// Each listed value that cannot be, and each that means the same as one before it; of a range the first bad value.
  var findings: [SweepFinding] {
    switch parameter.distribution {
    case .constant(let value):
      return [fault(value, .value(parameter.name, index: nil))].compactMap { $0 }
    case .categorical(let values, let probabilities):
      return listed(values.enumerated().filter { index, _ in probabilities.map { $0[index] > 0 } ?? true })
    default:
      return Array(
        parameter.distribution.samples.lazy.compactMap { fault($0, .parameter(parameter.name)) }.prefix(1))
    }
  }

  private func listed(_ values: [(offset: Int, element: ParameterValue)]) -> [SweepFinding] {
    var findings: [SweepFinding] = []
    var earlier: [ModelConfiguration: ParameterValue] = [:]
    for (index, value) in values {
      let place = SweepFinding.Subject.value(parameter.name, index: index)
      if let fault = fault(value, place) {
        findings.append(fault)
        continue
      }
      // A switch that is on takes its rate from another parameter.
      guard let trained = trained(SettingValue(value)), key != "dropout" || value.asBool != true else { continue }
      // Equal values have their warning from the reader.
      if let twin = earlier[trained], twin.canonicalKey != value.canonicalKey {
        findings.append(
          SweepFinding(
            place, "\(value) means the same as \(twin): equal networks would be trained as two points",
            severity: .note))
      }
      earlier[trained] = earlier[trained] ?? value
    }
    return findings
  }

  private func trained(_ value: SettingValue) -> ModelConfiguration? {
    var probe = ModelConfiguration(family)
    return (try? probe.apply([parameter.name: value])) == nil ? nil : probe
  }

  private func fault(_ value: ParameterValue, _ place: SweepFinding.Subject) -> SweepFinding? {
    var probe = ModelConfiguration(family)
    do throws(SettingError) {
      try probe.apply([parameter.name: SettingValue(value)])
      return nil
    } catch {
      guard case .invalidValue(let name, let value, let allowed) = error else {
        return SweepFinding(place, error.description)
      }
      return SweepFinding(
        place, "'\(name)' cannot be '\(value)'", allowed: allowed, nearest: nearest(to: value, allowed: allowed))
    }
  }

  /// The nearest of the words that the key's description names and the key takes.
  private func nearest(to value: SettingValue, allowed: String) -> String? {
    let words = allowed.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init).filter { word in
      trained(SettingValue(argument: word)) != nil
    }
    switch value {
    case .text(let text): return NearestSpelling.of(text, among: words)
    case .list(let items):
      return items.lazy.compactMap { item -> String? in
        guard case .text(let text) = item, trained(item) == nil else { return nil }
        return NearestSpelling.of(text, among: words)
      }.first
    default: return nil
    }
  }
}
