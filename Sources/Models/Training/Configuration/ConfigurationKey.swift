import Engine

/// A value for a configuration key: a scalar or a list of scalars, as sweep files and command lines give them.
public indirect enum SettingValue: Hashable, Sendable, CustomStringConvertible {
  case bool(Bool)
  case number(Double)
  case text(String)
  case list([SettingValue])

  /// As it would be typed.
  public var description: String {
    switch self {
    case .bool(let value): return value ? "true" : "false"
    case .number(let value):
      return value == value.rounded() && value.magnitude < 1e15 ? String(Int(value)) : "\(value)"
    case .text(let value): return value
    case .list(let values): return values.map(\.description).joined(separator: ",")
    }
  }

  /// Reads a command-line value: `true`, `0.5`, `relu` or a list such as `6,16`.
  public init(argument: String) {
    if argument.contains(",") {
      // An empty element stays, so that it is refused and not overlooked.
      self = .list(
        argument.split(separator: ",", omittingEmptySubsequences: false).map { SettingValue(argument: String($0)) })
    } else if argument == "true" || argument == "false" {
      self = .bool(argument == "true")
    } else if let number = Double(argument) {
      self = .number(number)
    } else {
      self = .text(argument)
    }
  }
}

/// A setting that a configuration does not have, or a value that it does not take.
public enum SettingError: Error, Hashable, Sendable, CustomStringConvertible {
  case unknownKey(String, nearest: String?)
  case invalidValue(key: String, value: SettingValue, allowed: String)
  case givenTwice(String, String)
  case notASetting(String)
  case faults([SettingError])

  /// What is wrong, what is allowed, what to do.
  public var description: String {
    switch self {
    case .unknownKey(let key, let nearest):
      let hint = nearest.map { "did you mean '\($0)'? " } ?? ""
      return "unknown parameter '\(key)': \(hint)known parameters are "
        + ConfigurationKey.all.map(\.name).joined(separator: ", ")
    case .invalidValue(let key, let value, let allowed):
      return "'\(key)' cannot be '\(value)': it must be \(allowed)"
    case .givenTwice(let first, let second):
      return first == second
        ? "'\(first)' is given twice: give it once"
        : "'\(first)' and '\(second)' are two names of the same parameter: give one of them"
    case .notASetting(let text):
      return "'\(text)' is not a setting: write key=value, such as filters=6,16"
    case .faults(let faults):
      return faults.map(\.description).joined(separator: "\n")
    }
  }
}

extension SettingValue {
  /// Reads command-line settings of the form `key=value`.
  ///
  /// - Throws: `SettingError.notASetting`, or `givenTwice` for a repeated key.
  public static func settings(arguments: [String]) throws(SettingError) -> [String: SettingValue] {
    var settings: [String: SettingValue] = [:]
    for argument in arguments {
      guard let equals = argument.firstIndex(of: "="), equals != argument.startIndex else {
        throw .notASetting(argument)
      }
      let key = String(argument[..<equals])
      guard settings[key] == nil else { throw .givenTwice(key, key) }
      settings[key] = SettingValue(argument: String(argument[argument.index(after: equals)...]))
    }
    return settings
  }
}

/// One key of a configuration: its names, what it means and how a value is set.
public struct ConfigurationKey: Sendable {
  /// The name that sweeps, command lines and CSV files use.
  public let name: String
  /// Other accepted names, such as those of the original studies.
  public let aliases: [String]
  /// What it sets, with its unit.
  public let meaning: String
  /// The values it takes, in words.
  public let allowed: String
  let set: @Sendable (inout ModelConfiguration, SettingValue) -> Bool
  let get: @Sendable (ModelConfiguration) -> SettingValue

  /// The value that a configuration has under this key.
  public func value(in configuration: ModelConfiguration) -> SettingValue { get(configuration) }

  /// The key with this name or alias.
  public static func find(_ name: String) throws(SettingError) -> ConfigurationKey {
    if let key = all.first(where: { $0.name == name || $0.aliases.contains(name) }) { return key }
    let names = all.flatMap { [$0.name] + $0.aliases }
    throw .unknownKey(name, nearest: nearest(name, among: names))
  }

  /// The name that was probably meant.
  static func nearest(_ name: String, among names: [String]) -> String? {
    let ranked = names.map { ($0, editDistance($0, name)) }.min { $0.1 < $1.1 }
    return ranked.flatMap { $0.1 <= max(1, name.count / 3) ? $0.0 : nil }
  }

  /// Levenshtein's distance.
  private static func editDistance(_ a: String, _ b: String) -> Int {
    let b = Array(b)
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var previous = row[0]
      row[0] = i + 1
      for (j, y) in b.enumerated() {
        let cost = min(row[j + 1] + 1, row[j] + 1, previous + (x == y ? 0 : 1))
        previous = row[j + 1]
        row[j + 1] = cost
      }
    }
    return row[b.count]
  }
}

extension ModelConfiguration {
  /// Applies named settings in the order given by `ConfigurationKey.all`, whatever the order of the arguments.
  ///
  /// `dropout: true` takes its rate from `dropout_rate` and drops after convolution blocks and dense layers alike.
  ///
  /// - Throws: every fault at once; the configuration is then unchanged.
  public mutating func apply(_ settings: [String: SettingValue]) throws(SettingError) {
    var resolved: [(index: Int, name: String, value: SettingValue)] = []
    var faults: [SettingError] = []
    for (name, value) in settings.sorted(by: { $0.key < $1.key }) {
      do throws(SettingError) {
        let key = try ConfigurationKey.find(name)
        let index = ConfigurationKey.all.firstIndex { $0.name == key.name } ?? 0
        if let twin = resolved.first(where: { $0.index == index }) { faults.append(.givenTwice(twin.name, name)) }
        resolved.append((index, name, value))
      } catch {
        faults.append(error)
      }
    }
    var result = self
    for setting in resolved.sorted(by: { ($0.index, $0.name) < ($1.index, $1.name) }) {
      let key = ConfigurationKey.all[setting.index]
      if !key.set(&result, setting.value) {
        faults.append(.invalidValue(key: setting.name, value: setting.value, allowed: key.allowed))
      }
    }
    if let first = faults.first { throw faults.count == 1 ? first : .faults(faults) }
    self = result
  }

  /// Every setting under its canonical name, for tables.
  public var settings: [(name: String, value: SettingValue)] {
    ConfigurationKey.all.filter { $0.name != "dropout_rate" }.map { ($0.name, $0.get(self)) }
  }
}
