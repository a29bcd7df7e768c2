/// Components that a study cannot take.
public enum ModelComponentError: Error, Hashable, Sendable, CustomStringConvertible {
  /// No component has the name.
  case unknown(String, nearest: String?, known: [String])
  /// The configuration does not have the component, so that taking it away changes nothing.
  case absent(String, meaning: String, present: [String])
  /// A component and a part of it.
  case overlapping(String, part: String)
  /// A component named twice.
  case repeated(String)
  /// The configuration has none of the usual components.
  case noneUsual([String])

  /// What is wrong, what is allowed, what to do.
  public var description: String {
    switch self {
    case .unknown(let name, let nearest, let known):
      let hint = nearest.map { "did you mean '\($0)'? " } ?? ""
      return "unknown component '\(name)': \(hint)the components are \(known.joined(separator: ", "))"
    case .absent(let name, let meaning, let present):
      let others = present.isEmpty ? "it has none at all" : "it has \(present.joined(separator: ", "))"
      return "the configuration has no '\(name)' (\(meaning)) that could be taken away: \(others)"
    case .overlapping(let name, let part):
      return "'\(part)' is a part of '\(name)': name the whole, or its parts"
    case .repeated(let name): return "the component '\(name)' is named twice: name it once"
    case .noneUsual(let names):
      return "the configuration has none of \(names.joined(separator: ", ")), so there is nothing to take away"
    }
  }
}

extension ModelComponent {
  /// The components of these names in their order, or every reason against them.
  public static func find(
    _ names: [String], in configuration: ModelConfiguration
  ) -> (components: [ModelComponent], faults: [(name: String, fault: ModelComponentError)]) {
    let known = all(blocks: configuration.convolutionLayers)
    let present = known.filter { $0.form(in: configuration) != nil }.map(\.name)
    var components: [ModelComponent] = []
    var faults: [(String, ModelComponentError)] = []
    for name in names {
      guard let component = known.first(where: { $0.name == name }) else {
        faults.append(
          (
            name,
            .unknown(name, nearest: ConfigurationKey.nearest(name, among: known.map(\.name)), known: known.map(\.name))
          ))
        continue
      }
      if components.contains(where: { $0.name == name }) {
        faults.append((name, .repeated(name)))
      } else if let other = components.first(where: {
        $0.group == component.group && [$0.name, name].contains($0.group)
      }) {
        let isWhole = name == component.group
        faults.append((name, .overlapping(component.group, part: isWhole ? other.name : name)))
      } else if component.form(in: configuration) == nil {
        faults.append((name, .absent(name, meaning: component.meaning, present: present)))
      }
      components.append(component)
    }
    return (components, faults)
  }

  /// Those of the usual components that a configuration has.
  public static func usual(in configuration: ModelConfiguration) throws(ModelComponentError) -> [ModelComponent] {
    let components = all(blocks: configuration.convolutionLayers).filter {
      usual.contains($0.name) && $0.form(in: configuration) != nil
    }
    guard !components.isEmpty else { throw .noneUsual(usual) }
    return usual.compactMap { name in components.first { $0.name == name } }
  }
}
