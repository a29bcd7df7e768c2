import Search
import Training

/// What `explain` says of one parameter.
struct ParameterExplanation {
  private static let shares = [0.05, 0.25, 0.5, 0.75, 0.95]
  private static let longestList = 12

  let parameter: Parameter
  let origin: String
  let condition: ParameterExpression?
  let family: ModelFamily?

  /// One line for the distribution and one for each thing worth knowing about it.
  var lines: [String] {
    var lines = ["  \(parameter.name): \(parameter.distribution.name) (\(origin)): \(values)"]
    if let condition { lines.append("      only where \(condition)") }
    if let meaning { lines.append("      \(meaning)") }
    return lines
  }

  private var values: String {
    let distribution = parameter.distribution
    if case .constant(let value) = distribution { return "always \(value.jsonText)" }
    guard let count = distribution.levelCount else {
      return "quantiles " + quantiles
    }
    if count > Self.longestList { return "\(count) values, quantiles " + quantiles }
    let levels = (0..<count).map(distribution.level)
    guard case .categorical(_, .some) = distribution else {
      return "\(count) values: " + levels.map(\.jsonText).joined(separator: ", ")
    }
    let weighed = levels.enumerated().map { "\($1.jsonText) (\(Self.percent(distribution.levelProbability($0))))" }
    return "\(count) values: " + weighed.joined(separator: ", ")
  }

  private var quantiles: String {
    Self.shares.map { share in
      let value = parameter.distribution.quantile(share)
      let text = value.asDouble.map { Self.short($0) } ?? value.jsonText
      return "\(Int(share * 100)) %: \(text)"
    }.joined(separator: ", ")
  }

  /// What the family makes of the name and the values.
  private var meaning: String? {
    guard let family, let key = try? ConfigurationKey.find(parameter.name) else { return nil }
    var text = key.name == parameter.name ? "sets the \(key.meaning)" : "is \(key.name): sets the \(key.meaning)"
    let distribution = parameter.distribution
    guard let count = distribution.levelCount, count <= Self.longestList else { return text }
    var readings: [String] = []
    for value in (0..<count).map(distribution.level) {
      var probe = ModelConfiguration(family)
      guard (try? probe.apply([parameter.name: SettingValue(value)])) != nil else { continue }
      let meant = "\(key.value(in: probe))"
      if key.name == "dropout", value.asBool == true {
        readings.append("true is the rate of dropout_rate, or \(meant) without it")
      } else if meant != SettingValue(value).description {
        readings.append("\(value) is \(meant)")
      }
    }
    if !readings.isEmpty { text += "; " + readings.joined(separator: ", ") }
    return text
  }

  static func percent(_ share: Double) -> String { "\(short((share * 10_000).rounded() / 100)) %" }

  /// Four significant digits.
  static func short(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return value == 0 ? "0" : "\(value)" }
    var scale = 1.0
    while value.magnitude * scale < 1_000 { scale *= 10 }
    while value.magnitude * scale >= 10_000 { scale /= 10 }
    let rounded = (value * scale).rounded() / scale
    return rounded == rounded.rounded() && rounded.magnitude < 1e15 ? String(Int(rounded)) : "\(rounded)"
  }
}
