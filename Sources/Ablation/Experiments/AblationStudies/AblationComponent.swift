import Statistics

/// A component of an ablation study, whatever it is a component of.
public struct AblationComponent: Hashable, Sendable {
  /// Its name.
  public let name: String
  /// The form that an arm without it has: `off`, or what takes its place.
  public let bareForm: String
  /// The form that an arm with it has: `on`, or a name.
  public let fullForm: String

  /// As a factor of the analysis.
  var factor: Factor { Factor(name: name, levels: [bareForm, fullForm], fullLevel: 1) }

  private var readableName: String { factor.readableName }

  /// An arm's name: `full`, `bare`, `no dropout`, `activation tanh`, `only dropout`, else the components that it has.
  static func armName(_ arm: Int, _ components: [AblationComponent]) -> String {
    let on = components.indices.filter { arm >> $0 & 1 == 1 }.map { components[$0] }
    let off = components.indices.filter { arm >> $0 & 1 == 0 }.map { components[$0] }
    if off.isEmpty { return "full" }
    if on.isEmpty { return "bare" }
    if off.count == 1 {
      return off[0].factor.isSwitch ? "no \(off[0].readableName)" : "\(off[0].readableName) \(off[0].bareForm)"
    }
    return on.count == 1 ? "only \(on[0].readableName)" : on.map(\.readableName).joined(separator: " + ")
  }
}
