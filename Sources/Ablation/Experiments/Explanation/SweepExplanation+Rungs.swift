import Search

extension SweepExplanation {
  private static let longestRungTable = 8

  /// The rungs of early termination, up to a number of epochs; empty without a rule.
  ///
  /// - Parameter limit: the epochs of the longest trial; `nil` where they are not known.
  public func rungs(upTo limit: Int?) -> [String] {
    guard let rule = sweep.rule else { return [] }
    var lines = ["early termination: \(rule)"]
    switch rule {
    case .hyperband(let settings):
      let value = settings.isStrict ? "value there" : "best value so far"
      lines.append(
        "  a trial stops at a rung where its \(value) is worse than number int(n / \(short(settings.eta))) + 1 of the n "
          + "trials that have reached it, itself included")
      lines += ladder(settings.bands(upTo: limit ?? Int.max), eta: settings.eta, limit: limit)
    case .successiveHalving(let settings):
      lines.append(
        "  a trial stops at a rung unless it is among the best int(n / \(settings.eta)), at least 1, of the n trials "
          + "that have reached it, itself included")
      lines += ladder(settings.rungs(upTo: limit ?? Int.max), eta: Double(settings.eta), limit: limit)
    case .median(let settings):
      let every = settings.interval == 1 ? "every epoch" : "every \(settings.interval) epochs"
      lines.append("  a trial stops where its best value so far is worse than the median of complete trials there")
      lines.append(
        "  rungs: \(every) from epoch \(settings.warmUp + 1) on, once \(settings.minimumTrials) trials are complete")
      if let limit, settings.warmUp + 1 >= limit { lines.append(none(limit)) }
    case .patience(let settings):
      lines.append(
        "  a trial ends after \(settings.epochs) epochs that are not better by more than "
          + "\(short(settings.minimumDelta)); it counts as complete")
      lines.append("  rungs: every epoch from \(settings.epochs + 1) on")
      if let limit, settings.epochs + 1 >= limit { lines.append(none(limit)) }
    }
    if rule.comparesTrials {
      lines.append(
        "  trial n is compared with the trials up to n - \(sweep.lag), whatever the number of processes: at most "
          + "\(sweep.lag) train at a time ('lag')")
    }
    if sweep.settings.replicates > 1 {
      lines.append(
        rule.comparesTrials
          ? "  the first of the \(sweep.settings.replicates) replicates is judged; the others are trained if it goes on"
          : "  each replicate ends by itself")
    }
    lines.append(
      "  resource: \(resource(limit)); a trial is judged by \(judged)"
        + (limit == nil ? "" : " and never at its last epoch"))
    return lines
  }

  private func ladder(_ all: [Int], eta: Double, limit: Int?) -> [String] {
    var epochs: [Int] = []
    for band in all where band != epochs.last && band < limit ?? .max { epochs.append(band) }
    guard !epochs.isEmpty else { return [none(limit ?? 0)] }
    var share = 1.0
    var lines = epochs.prefix(Self.longestRungTable).enumerated().map { index, epoch in
      share /= eta
      return "  rung \(index + 1): epoch \(epoch), about \(ParameterExplanation.percent(share)) of the trials go on "
        + "beyond it"
    }
    if epochs.count > Self.longestRungTable { lines.append("  and so on") }
    return lines
  }

  private func none(_ limit: Int) -> String { "  no rung before the last of \(limit) epochs: nothing would be stopped" }

  private func short(_ value: Double) -> String { ParameterExplanation.short(value) }

  private func resource(_ limit: Int?) -> String {
    limit.map { "epochs, at most \($0) in a trial of this budget" } ?? "the reports that have the metric"
  }

  private var judged: String {
    switch sweep.settings.reduction {
    case .last: return "the metric after each epoch"
    case .best: return "its best epoch so far (reduction: best)"
    case .meanOfLast(let count): return "the mean of its last \(count) epochs (reduction)"
    }
  }
}
