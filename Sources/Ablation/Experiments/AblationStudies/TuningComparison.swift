import Statistics

/// What retuning changed: the declared comparisons with frozen and with retuned hyperparameters.
public struct TuningComparison: Sendable {
  /// One comparison, both ways.
  public struct Row: Sendable {
    /// With the full model's hyperparameters.
    public let frozen: AblationEffect
    /// With each arm's own.
    public let retuned: AblationEffect
    /// What may be said, in words by fixed rules.
    public let sentence: String
  }

  /// The comparisons that both ways have, in their order.
  public let rows: [Row]

  /// Compares two analyses of one study.
  public init(frozen: AblationAnalysis, retuned: AblationAnalysis) {
    rows = frozen.effects.compactMap { effect in
      guard
        let other = retuned.effects.first(where: {
          ($0.kind, $0.arm, $0.reference) == (effect.kind, effect.arm, effect.reference)
        })
      else { return nil }
      let (before, after) = (frozen.verdict(of: effect).kind, retuned.verdict(of: other).kind)
      let sizes =
        "frozen \(frozen.difference(effect.comparison.effect)), retuned \(retuned.difference(other.comparison.effect))"
      return Row(
        frozen: effect, retuned: other, sentence: "\(effect.change): \(Self.words(before, after)) (\(sizes))")
    }
  }

  /// The rule.
  static func words(_ frozen: AblationVerdict.Kind, _ retuned: AblationVerdict.Kind) -> String {
    switch (frozen, retuned) {
    case (.hurts, .hurts): "the loss remains after retuning"
    case (.hurts, .noDifference): "the loss vanishes after retuning: the change only shifted the best hyperparameters"
    case (.hurts, .undecided): "the loss is no longer shown after retuning, which does not say that it is gone"
    case (.hurts, .helps): "the loss turns into a gain after retuning"
    case (.helps, .helps): "the gain remains after retuning"
    case (.helps, .noDifference): "the gain vanishes after retuning: the change only shifted the best hyperparameters"
    case (.helps, .undecided): "the gain is no longer shown after retuning, which does not say that it is gone"
    case (.helps, .hurts): "the gain turns into a loss after retuning"
    case (.noDifference, .noDifference): "no difference that matters, frozen or retuned"
    case (.undecided, .undecided): "undecided, frozen and retuned"
    case (_, .hurts): "a loss shows only after retuning"
    case (_, .helps): "a gain shows only after retuning"
    case (.undecided, .noDifference): "undecided when frozen, no difference that matters when retuned"
    case (.noDifference, .undecided): "no difference that matters when frozen, undecided when retuned"
    }
  }
}
