import Statistics

/// One comparison of the declared family.
public struct AblationEffect: Hashable, Sendable {
  /// The question that the comparison answers.
  public enum Kind: String, Hashable, Sendable {
    /// Is the component needed, given all others?
    case leaveOneOut = "leave-one-out"
    /// Does it help alone?
    case addOneIn = "add-one-in"
    /// How does a named arm differ from the baseline?
    case arm
  }

  /// What kind of comparison it is.
  public let kind: Kind
  /// The position of the component; `nil` for named arms.
  public let factor: Int?
  /// The change in words: `removing dropout`, `adding dropout to the bare model`, `activation tanh instead of relu`.
  public let change: String
  /// A short name: the component, with its level where it has several.
  public let label: String
  /// The arm with the change.
  public let arm: String
  /// The arm without it.
  public let reference: String
  /// The differences, arm less reference, and what follows from them.
  public let comparison: PairedComparison
  /// The tests within the family, and what may be said.
  public let member: ComparisonFamily.Member

  init(_ draft: EffectDraft, comparison: PairedComparison, member: ComparisonFamily.Member) {
    (kind, factor, change, label) = (draft.kind, draft.factor, draft.change, draft.label)
    (arm, reference) = (draft.arm, draft.reference)
    (self.comparison, self.member) = (comparison, member)
  }
}

/// A comparison that a table allows, before it is made.
struct EffectDraft {
  var kind: AblationEffect.Kind
  var factor: Int?
  var change: String
  var label: String
  var arm: String
  var reference: String

  /// The declared family of a table.
  static func all(in table: AblationTable) -> [EffectDraft] {
    guard !table.factors.isEmpty else {
      return table.arms.filter { $0 != table.baseline }.map {
        EffectDraft(kind: .arm, factor: nil, change: "'\($0)'", label: $0, arm: $0, reference: table.baseline)
      }
    }
    let full = table.factors.map(\.fullLevel)
    let bare = table.factors.map { _ in 0 }
    var drafts: [EffectDraft] = []
    for (index, factor) in table.factors.enumerated() {
      for level in factor.levels.indices where level != factor.fullLevel {
        var levels = full
        levels[index] = level
        guard let arm = table.arm(at: levels) else { continue }
        let isSwitch = factor.isSwitch
        drafts.append(
          EffectDraft(
            kind: .leaveOneOut, factor: index,
            change: isSwitch
              ? "removing \(factor.readableName)"
              : "\(factor.readableName) \(factor.levels[level]) instead of \(factor.levels[factor.fullLevel])",
            label: isSwitch ? factor.readableName : "\(factor.readableName) \(factor.levels[level])", arm: arm,
            reference: table.baseline))
      }
    }
    // With one component the bare model is the full one without it: the same comparison turned round.
    guard table.factors.count > 1, let reference = table.arm(at: bare) else { return drafts }
    for (index, factor) in table.factors.enumerated() {
      for level in factor.levels.indices where level != 0 {
        var levels = bare
        levels[index] = level
        guard let arm = table.arm(at: levels) else { continue }
        let isSwitch = factor.isSwitch
        drafts.append(
          EffectDraft(
            kind: .addOneIn, factor: index,
            change: isSwitch
              ? "adding \(factor.readableName) to the bare model"
              : "\(factor.readableName) \(factor.levels[level]) instead of \(factor.levels[0]) in the bare model",
            label: isSwitch ? factor.readableName : "\(factor.readableName) \(factor.levels[level])", arm: arm,
            reference: reference))
      }
    }
    return drafts
  }
}

extension Factor {
  /// Whether the component is on or off rather than of several forms.
  public var isSwitch: Bool { levels == ["off", "on"] }

  /// The name as one says it, such as `batch norm: block 1` for `batch_norm.block1`; dots of numbers stay.
  public var readableName: String {
    name.replacing("_", with: " ").replacing(/\.(?=\p{Letter})/, with: ": ")
      .replacing(/: block(?=\d)/, with: ": block ")
  }
}
