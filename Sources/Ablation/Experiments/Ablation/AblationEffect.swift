import Statistics

/// One comparison of the declared family.
public struct AblationEffect: Hashable, Sendable {
  /// The question that the comparison answers.
  public enum Kind: String, Hashable, Sendable {
    /// Is the component needed, given all others?
    case leaveOneOut = "leave-one-out"
    /// Does it help alone? Also: do all together help?
    case addOneIn = "add-one-in"
    /// What does it give on average over the other components?
    case mainEffect = "main effect"
    /// How does a named arm differ from the baseline?
    case arm
  }

  /// What is compared.
  public let draft: EffectDraft
  /// The differences, arm less reference, and what follows from them.
  public let comparison: PairedComparison
  /// The tests within the family, and what may be said.
  public let member: ComparisonFamily.Member

  /// What kind of comparison it is.
  public var kind: Kind { draft.kind }
  /// The change in words.
  public var change: String { draft.change }
  /// A short name: the component, with its level where it has several.
  public var label: String { draft.label }
  /// The arm with the change; of a main effect all arms with it.
  public var arm: String { draft.arm }
  /// The arm without it; of a main effect all arms without it.
  public var reference: String { draft.reference }
}

/// A comparison that was not declared, because results decided which arms there are: it explores.
public struct ExploredEffect: Hashable, Sendable {
  /// What is compared.
  public let draft: EffectDraft
  /// The differences, arm less reference, and what follows from them.
  public let comparison: PairedComparison
  /// The sign-flip p value after Benjamini and Hochberg's adjustment over all that explore.
  public let adjustedPValue: Double
}

/// What is compared with what.
public struct EffectDraft: Hashable, Sendable {
  /// What kind of comparison it is.
  public let kind: AblationEffect.Kind
  /// The position of the component; `nil` for named arms and for all components together.
  public let factor: Int?
  /// The change in words: `removing dropout`, `adding dropout to the bare model`, `activation tanh instead of relu`.
  public let change: String
  /// A short name: the component, with its level where it has several.
  public let label: String
  /// The name of the arm with the change; of a main effect `with dropout`.
  public let arm: String
  /// The name of the arm without it; of a main effect `without dropout`.
  public let reference: String
  /// The arms with the change, over which a main effect is averaged; otherwise one.
  public let arms: [String]
  /// The arms without it.
  public let references: [String]

  private init(
    _ kind: AblationEffect.Kind, factor: Int?, change: String, label: String, arm: String, reference: String,
    arms: [String]? = nil, references: [String]? = nil
  ) {
    (self.kind, self.factor, self.change, self.label) = (kind, factor, change, label)
    (self.arm, self.reference) = (arm, reference)
    (self.arms, self.references) = (arms ?? [arm], references ?? [reference])
  }

  /// The comparisons of a table: those that were declared, and those that only explore.
  ///
  /// Named arms are compared with the baseline. Of a path only the arms that it trains whatever the results are declared;
  /// of an orthogonal fraction the main effects are, because in none of its arms one component is changed alone.
  static func all(in table: AblationTable, isFraction: Bool) -> (declared: [EffectDraft], explored: [EffectDraft]) {
    guard !table.factors.isEmpty else { return (named(in: table), []) }
    if isFraction { return (mainEffects(in: table), []) }
    let out = leaveOneOut(in: table)
    let into = addOneIn(in: table)
    guard AblationDesign.isPath(table.allArms.map { table.levels(of: $0) }, factors: table.factors) else {
      return (out + into, [])
    }
    return (into + whole(in: table), out)
  }

  /// Comparisons that were declared and that incomplete arms have cost.
  ///
  /// A fraction loses all of its main effects at once, and with them the family.
  static func lost(in table: AblationTable) -> Int {
    guard !table.incomplete.isEmpty else { return 0 }
    guard !table.factors.isEmpty else { return table.incomplete.count }
    let all = table.allArms.map { table.levels(of: $0) }
    let (full, bare) = (table.factors.map(\.fullLevel), table.factors.map { _ in 0 })
    let isPath = AblationDesign.isPath(all, factors: table.factors)
    func count(_ arms: Set<[Int]>) -> Int {
      func neighbours(_ origin: [Int]) -> Int {
        guard arms.contains(origin) else { return 0 }
        return arms.count { arm in zip(arm, origin).count { $0 != $1 } == 1 }
      }
      let into = table.factors.count > 1 ? neighbours(bare) : 0
      let rest = isPath ? (arms.isSuperset(of: [full, bare]) ? 1 : 0) : neighbours(full)
      return into + rest
    }
    return count(Set(all)) - count(Set(table.arms.map { table.levels(of: $0) }))
  }

  private static func named(in table: AblationTable) -> [EffectDraft] {
    table.arms.filter { $0 != table.baseline }.map {
      EffectDraft(.arm, factor: nil, change: "'\($0)'", label: $0, arm: $0, reference: table.baseline)
    }
  }

  private static func leaveOneOut(in table: AblationTable) -> [EffectDraft] {
    let full = table.factors.map(\.fullLevel)
    return table.factors.enumerated().flatMap { index, factor in
      factor.levels.indices.compactMap { level -> EffectDraft? in
        var levels = full
        levels[index] = level
        guard level != factor.fullLevel, let arm = table.arm(at: levels) else { return nil }
        return EffectDraft(
          .leaveOneOut, factor: index,
          change: factor.isSwitch
            ? "removing \(factor.readableName)"
            : "\(factor.readableName) \(factor.levels[level]) instead of \(factor.levels[factor.fullLevel])",
          label: factor.formName(level), arm: arm, reference: table.baseline)
      }
    }
  }

  private static func addOneIn(in table: AblationTable) -> [EffectDraft] {
    let bare = table.factors.map { _ in 0 }
    // With one component the bare model is the full one without it: the same comparison turned round.
    guard table.factors.count > 1, let reference = table.arm(at: bare) else { return [] }
    return table.factors.enumerated().flatMap { index, factor in
      factor.levels.indices.dropFirst().compactMap { level -> EffectDraft? in
        var levels = bare
        levels[index] = level
        guard let arm = table.arm(at: levels) else { return nil }
        return EffectDraft(
          .addOneIn, factor: index,
          change: factor.isSwitch
            ? "adding \(factor.readableName) to the bare model"
            : "\(factor.readableName) \(factor.levels[level]) instead of \(factor.levels[0]) in the bare model",
          label: factor.formName(level), arm: arm, reference: reference)
      }
    }
  }

  /// All components at once.
  private static func whole(in table: AblationTable) -> [EffectDraft] {
    guard let bare = table.arm(at: table.factors.map { _ in 0 }) else { return [] }
    return [
      EffectDraft(
        .addOneIn, factor: nil, change: "adding all components to the bare model", label: "all components",
        arm: table.baseline, reference: bare)
    ]
  }

  private static func mainEffects(in table: AblationTable) -> [EffectDraft] {
    table.factors.enumerated().map { index, factor in
      let (on, off) = (factor.levels[factor.fullLevel], factor.levels[1 - factor.fullLevel])
      let rest = "(averaged over the other components)"
      return EffectDraft(
        .mainEffect, factor: index,
        change: factor.isSwitch
          ? "adding \(factor.readableName) \(rest)" : "\(factor.readableName) \(on) instead of \(off) \(rest)",
        label: factor.formName(factor.fullLevel),
        arm: factor.isSwitch ? "with \(factor.readableName)" : "\(factor.readableName) \(on)",
        reference: factor.isSwitch ? "without \(factor.readableName)" : "\(factor.readableName) \(off)",
        arms: table.arms.filter { table.levels(of: $0)[index] == factor.fullLevel },
        references: table.arms.filter { table.levels(of: $0)[index] != factor.fullLevel })
    }
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

  /// The name, with the form where there are several.
  public func formName(_ level: Int) -> String { isSwitch ? readableName : "\(readableName) \(levels[level])" }
}
