import Foundation

/// Reads one parameter's mapping into a distribution: finds the form, then checks the numbers.
struct DistributionReader {
  let node: SourceNode
  let allowsDeprecated: Bool
  private var isInferred = false
  /// Why the parameter has its distribution, after `read`.
  private(set) var origin = ""

  init(node: SourceNode, allowsDeprecated: Bool) {
    self.node = node
    self.allowsDeprecated = allowsDeprecated
  }

  /// The distribution, or `nil` after at least one error has been collected.
  mutating func read(_ collector: inout DiagnosticCollector) -> Distribution? {
    guard let form = form(&collector) else { return nil }
    var isSound = true
    for entry in node.entries ?? [] where entry.key != "distribution" {
      if !(form.required + form.optional).contains(entry.key) {
        isSound = false
        collector.error(
          entry.location, entry.node.keyPath, "'\(form.name)' has no '\(entry.key)'", allowed: form.keysInWords)
      }
    }
    for key in form.required where node[key] == nil {
      isSound = false
      collector.error(node, "'\(form.name)' needs '\(key)'", allowed: form.keysInWords)
    }
    guard isSound else { return nil }
    switch form.name {
    case "constant":
      return node["value"].flatMap { $0.hasFaults ? nil : .constant($0.value) }
    case "categorical", "categorical_w_probabilities":
      return categorical(form, &collector)
    case "int_uniform":
      return integers(&collector)
    default:
      return real(form, &collector)
    }
  }

  private mutating func form(_ collector: inout DiagnosticCollector) -> DistributionForm? {
    if let named = node["distribution"] {
      guard let name = named.value.asString, let form = DistributionForm.named(name) else {
        let names = DistributionForm.all.map(\.name)
        collector.error(
          named, "unknown distribution '\(named.value)'", allowed: names.joined(separator: ", "),
          nearest: NearestSpelling.of(named.value.description, among: names))
        return nil
      }
      origin = "as written"
      return form
    }
    isInferred = true
    let keys = Set((node.entries ?? []).map(\.key))
    let inferred: String
    if keys.contains("value") {
      inferred = "constant"
      origin = "inferred from 'value'"
    } else if keys.contains("values") {
      inferred = keys.contains("probabilities") ? "categorical_w_probabilities" : "categorical"
      origin = keys.contains("probabilities") ? "inferred from 'values' and 'probabilities'" : "inferred from 'values'"
    } else if keys == ["min", "max"] {
      let bothIntegers = ["min", "max"].allSatisfy { key in
        if case .int? = node[key]?.value { return true }
        return false
      }
      inferred = bothIntegers ? "int_uniform" : "uniform"
      origin =
        bothIntegers
        ? "inferred: min and max are both written as integers" : "inferred: min or max is written as a real number"
    } else {
      explainMissingForm(keys, &collector)
      return nil
    }
    return DistributionForm.named(inferred)
  }

  private func explainMissingForm(_ keys: Set<String>, _ collector: inout DiagnosticCollector) {
    let wanted: [(Set<String>, String)] = [
      (["min", "max", "q"], "q_uniform"), (["q", "mu", "sigma"], "q_normal"), (["mu", "sigma"], "normal"),
      (["a", "b", "q"], "q_beta"), (["a", "b"], "beta"),
    ]
    let named =
      keys.isEmpty
      ? nil
      : wanted.first { form in
        keys.isSubset(of: form.0) && (form.0.contains("q") ? keys.contains("q") && keys.count > 1 : true)
          && (form.1 == "q_uniform" ? keys.count == 3 : true)
      }?.1
    if let named {
      let list = keys.sorted().map { "'\($0)'" }.joined(separator: ", ")
      collector.error(node, "\(list) without a distribution mean nothing", allowed: "add distribution: \(named)")
    } else if keys == ["min"] || keys == ["max"] {
      collector.error(
        node, "'\(keys.contains("min") ? "min" : "max")' stands alone", allowed: "both min and max")
    } else {
      collector.error(
        node, keys.isEmpty ? "the parameter is empty" : "these keys do not say how to draw the parameter",
        allowed: "value, values, min and max, parameters, or distribution with its own keys")
    }
  }

  // MARK: Lists

  private func categorical(_ form: DistributionForm, _ collector: inout DiagnosticCollector) -> Distribution? {
    guard let list = node["values"] else { return nil }
    guard let items = list.items, !items.isEmpty else {
      let found = list.items == nil ? list.value.typeName : "an empty list"
      collector.error(list, "'values' must be a list, got \(found)", allowed: "a list of at least one value")
      return nil
    }
    let values = items.map(\.value)
    warnAboutRepetitions(items.filter { !$0.hasFaults }, &collector)
    guard let probabilityList = node["probabilities"] else { return list.hasFaults ? nil : .categorical(values) }
    if form.name == "categorical" {
      collector.warn(
        node, "W&B refuses 'probabilities' beside distribution: categorical; leave the distribution out there",
        differsFromWandb: true)
    }
    guard let probabilities = probabilities(probabilityList, count: values.count, &collector), !list.hasFaults
    else { return nil }
    return .categorical(values, probabilities: probabilities)
  }

  private func warnAboutRepetitions(_ items: [SourceNode], _ collector: inout DiagnosticCollector) {
    var seen: [String: SourceNode] = [:]
    for item in items {
      if let earlier = seen[item.value.canonicalKey] {
        collector.warn(item, "\(item.value) repeats \(earlier.value) and makes no new point")
      }
      seen[item.value.canonicalKey] = item
    }
  }

  private func probabilities(
    _ list: SourceNode, count: Int, _ collector: inout DiagnosticCollector
  ) -> [Double]? {
    guard let items = list.items else {
      collector.error(list, "'probabilities' must be a list, got \(list.value.typeName)", allowed: "a list of numbers")
      return nil
    }
    var isSound = true
    var numbers: [Double] = []
    for item in items {
      guard let number = item.value.asDouble, number >= 0, !item.isFaulty else {
        isSound = false
        collector.error(item, "\(item.value) is not a probability", allowed: "numbers from 0")
        continue
      }
      numbers.append(number)
    }
    if items.count != count {
      collector.error(list, "\(items.count) probabilities for \(count) values", allowed: "as many as values")
      return nil
    }
    let sum = numbers.reduce(0, +)
    if isSound, abs(sum - 1) > 1e-8 + 1e-5 {
      collector.error(list, "the probabilities sum to \(sum)", allowed: "a sum of 1")
      return nil
    }
    return isSound ? numbers : nil
  }

  // MARK: Numbers

  private func integers(_ collector: inout DiagnosticCollector) -> Distribution? {
    guard let low = node["min"], let high = node["max"] else { return nil }
    guard case .int(let min) = low.value, case .int(let max) = high.value else {
      for bound in [low, high] {
        if case .int = bound.value { continue }
        collector.error(
          bound, "int_uniform needs integers, got \(bound.value.typeName) '\(bound.value)'",
          allowed: "integers, or distribution: uniform")
      }
      return nil
    }
    guard min < max else {
      collector.error(node, "min \(min) is not below max \(max)", allowed: "min < max")
      return nil
    }
    if isInferred, max - 1 == min {
      collector.warn(node, "written as integers: only \(min) and \(max); write \(min).0 for real numbers between them")
    }
    return .integerUniform(min: min, max: max)
  }

  private func real(_ form: DistributionForm, _ collector: inout DiagnosticCollector) -> Distribution? {
    var numbers: [String: Double] = ["mu": 0, "sigma": 1, "a": 1, "b": 1]
    var isSound = true
    for key in (form.required + form.optional) {
      guard let given = node[key] else { continue }
      guard !given.isFaulty else {
        isSound = false
        continue
      }
      guard let number = given.value.asDouble else {
        isSound = false
        collector.error(
          given, "'\(key)' must be a number, got \(given.value.typeName) '\(given.value)'", allowed: "a number")
        continue
      }
      numbers[key] = number
      if ["q", "sigma", "a", "b"].contains(key), number <= 0 {
        isSound = false
        collector.error(given, "'\(key)' is \(given.value)", allowed: "numbers above 0")
      }
    }
    guard isSound else { return nil }
    if let low = node["min"]?.value, let high = node["max"]?.value, let min = low.asDouble, let max = high.asDouble,
      min >= max
    {
      collector.error(node, "min \(low) is not below max \(high)", allowed: "min < max")
      return nil
    }
    let isQuantized = form.name.hasPrefix("q_")
    let baseName = isQuantized ? String(form.name.dropFirst(2)) : form.name
    guard let base = base(baseName, numbers, &collector) else { return nil }
    guard isQuantized else { return .continuous(base) }
    let result = Distribution.quantized(base, step: step)
    warnAboutEdges(result, &collector)
    return result
  }

  /// The step that was written, already known to be positive.
  private var step: QuantizationStep {
    switch node["q"]?.value {
    case .int(let size)?: return QuantizationStep(size)
    case .double(let size)?: return QuantizationStep(size)
    default: return .one
    }
  }

  private func base(
    _ name: String, _ numbers: [String: Double], _ collector: inout DiagnosticCollector
  ) -> ContinuousDistribution? {
    let (min, max) = (numbers["min"] ?? 0, numbers["max"] ?? 1)
    let (mu, sigma) = (numbers["mu"] ?? 0, numbers["sigma"] ?? 1)
    switch name {
    case "uniform": return .uniform(min: min, max: max)
    case "normal": return .normal(mu: mu, sigma: sigma)
    case "log_normal": return .logNormal(mu: mu, sigma: sigma)
    case "beta": return .beta(a: numbers["a"] ?? 1, b: numbers["b"] ?? 1)
    case "log_uniform_values", "inv_log_uniform_values":
      guard min > 0 else {
        collector.error(
          node["min"] ?? node, "a logarithmic range cannot start at \(node["min"]?.value ?? 0)",
          allowed: "min above 0; for 0 beside a range, make the choice a parameter of its own")
        return nil
      }
      return name == "log_uniform_values" ? .logUniform(min: min, max: max) : .inverseLogUniform(min: min, max: max)
    default:
      return deprecatedBase(name, min: min, max: max, &collector)
    }
  }

  private func deprecatedBase(
    _ name: String, min: Double, max: Double, _ collector: inout DiagnosticCollector
  ) -> ContinuousDistribution? {
    let isInverse = name == "inv_log_uniform"
    let low = Elementary.exp(isInverse ? -max : min)
    let high = Elementary.exp(isInverse ? -min : max)
    let named = node["distribution"] ?? node
    let replacement = "distribution: \(named.value)_values, min: \(low), max: \(high)"
    guard low > 0, high.isFinite, low < high else {
      collector.error(named, "'\(named.value)' takes exponents, and exp of these is out of range", allowed: replacement)
      return nil
    }
    guard allowsDeprecated else {
      collector.error(named, "'\(named.value)' is deprecated: its bounds are exponents", allowed: replacement)
      return nil
    }
    collector.warn(named, "'\(named.value)' is deprecated; write \(replacement)", differsFromWandb: true)
    return isInverse ? .inverseLogUniform(min: low, max: high) : .logUniform(min: low, max: high)
  }

  private func warnAboutEdges(_ distribution: Distribution, _ collector: inout DiagnosticCollector) {
    guard case .quantized(let base, let step) = distribution, let multiples = distribution.multiples else { return }
    let (low, high) = (base.bounds.lowerBound, base.bounds.upperBound)
    for (bound, multiple) in [(low, multiples.lowerBound), (high, multiples.upperBound)] {
      let value = step.value(multiple: Double(multiple))
      if let number = value.asDouble, !base.bounds.contains(number), abs(number - bound) > 1e-9 * step.size {
        collector.warn(node, "\(value) lies outside [\(low), \(high)]: values are multiples of q")
      }
    }
  }
}
