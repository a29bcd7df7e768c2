import Search
import Statistics
import Studies
import Training

/// What a sweep file means, in words: types and why, size, infeasible share, rungs, time.
public struct SweepExplanation {
  let sweep: SweepDefinition
  private let family: ModelFamily?
  /// How many draws the time is estimated from.
  private static let timedDraws = 200

  /// - Parameter family: what is trained; `nil` for a program.
  public init(_ sweep: SweepDefinition, family: ModelFamily?) {
    self.sweep = sweep
    self.family = family
  }

  /// Method, metric and settings.
  public var head: [String] {
    var lines: [String] = []
    lines.append("method: \(sweep.method.rawValue)")
    if let metric = sweep.metric {
      var text = "metric: \(metric.goal.rawValue) \(metric.name), \(reduction)"
      if let target = metric.target { text += "; the study ends once it is \(target) or better" }
      lines.append(text)
      if metric.impute != .worst { lines.append("  failed trials count with the \(metric.impute.rawValue) value") }
      switch metric.imputeWhileRunning {
      case nil: break
      case .latest: lines.append("  trials under way count as pending ('latest' would depend on the moment)")
      case .some(let stand): lines.append("  trials under way count with the \(stand.rawValue) value")
      }
    }
    lines.append("run_cap: \(sweep.runCap.map(String.init) ?? "none")")
    if sweep.settings.replicates > 1 {
      lines.append("replicates: \(sweep.settings.replicates) trainings of each configuration, the metric is their mean")
    }
    lines.append(
      sweep.lag < SweepDefinition.independentLag
        ? "lag: suggestion n knows the results up to n - \(sweep.lag)"
        : "lag: needs no results")
    return lines
  }

  private var reduction: String {
    switch sweep.settings.reduction {
    case .last: return "the value after the last epoch"
    case .best: return "the best value of all epochs"
    case .meanOfLast(let count): return "the mean of the last \(count) epochs"
    }
  }

  /// Every parameter.
  public var parameters: [String] {
    ["parameters, in the order of the search:"]
      + sweep.space.parameters.flatMap { parameter in
        ParameterExplanation(
          parameter: parameter, origin: sweep.origins[parameter.name] ?? "as written",
          condition: sweep.settings.rules.conditions[parameter.name], family: family
        ).lines
      }
  }

  /// Size and shares.
  public func size(_ measure: SpaceMeasure) -> [String] {
    var lines: [String] = []
    let infinite = sweep.space.parameters.filter { $0.distribution.levelCount == nil }.map(\.name)
    if let combinations = measure.combinations {
      lines.append("size: \(combinations) combinations of values")
    } else if infinite.isEmpty {
      lines.append("size: more than \(Int.max) combinations")
    } else {
      lines.append("size: infinite (\(infinite.joined(separator: ", ")))")
    }
    if let configurations = measure.configurations, configurations != measure.combinations {
      lines.append("  \(configurations) different configurations after conditions and constraints")
    }
    if !sweep.settings.rules.constraints.isEmpty {
      lines.append("  forbidden by constraints: " + share(measure.forbidden, measure))
    }
    if family != nil {
      lines.append("  infeasible (cannot be built): " + share(measure.infeasible, measure))
      if let example = measure.example {
        lines.append("    such as \(example.configuration.jsonText): \(example.reason)")
      }
    }
    return lines
  }

  private func share(_ count: Int, _ measure: SpaceMeasure) -> String {
    guard measure.examined > 0 else { return "nothing to count" }
    let interval = ConfidenceInterval.proportion(count, of: measure.examined)
    let percent = ParameterExplanation.percent
    if measure.isExact { return "\(percent(interval.estimate)) (exact: \(count) of \(measure.examined))" }
    return
      "\(percent(interval.estimate)) (\(count) of \(measure.examined) draws, 95 % interval \(percent(interval.lower)) to "
      + "\(percent(interval.upper)))"
  }
}

extension SweepExplanation {
  /// The largest number of epochs of the space, where the family has one.
  public func mostEpochs(_ study: PreparedStudy) -> Int {
    let values = sweep.space["epochs"].map { $0.distribution.samples.compactMap(\.asInt) } ?? []
    return values.max() ?? ModelConfiguration(study.plan.family).epochs
  }

  /// How long the run would take.
  ///
  /// - Parameters:
  ///   - rate: an assumed rate in multiply-adds a second; `nil` measures it.
  ///   - trials: how many there would be, if known.
  public func time(
    _ study: PreparedStudy, budget: Budget, data: LoadedData, workers: Int, rate: Double?, measure: SpaceMeasure
  ) throws -> [String] {
    guard let work = try meanWork(study, budget: budget, data: data) else {
      return ["time: unknown, no feasible configuration was found"]
    }
    let model = try rate.map(CostModel.init(assuming:)) ?? CostModel(calibratingWith: work.typical, data: data)
    let trials = [study.definition.trialBudget, measure.configurations].compactMap { $0 }.min()
    guard let trials else { return ["time: unknown, the number of trials is not limited"] }
    let search = Double(trials) * work.search * Double(sweep.settings.replicates)
    let confirmation = Double(budget.bestSeeds) * work.confirmation
    func seconds(_ work: Double) -> Double { work / model.multiplyAddsPerSecond / Double(workers) }
    return [
      "time (budget \(budget.name.rawValue), \(workers) processes): about "
        + "\(Self.duration(seconds(search + confirmation))): \(trials) \(trials == 1 ? "trial" : "trials") \(Self.duration(seconds(search))), "
        + "\(budget.bestSeeds) fresh seeds \(Self.duration(seconds(confirmation))); training alone",
      "  cost model: multiply-adds of a forward pass x images x epochs, at "
        + "\(ParameterExplanation.short(model.multiplyAddsPerSecond / 1e9)) thousand million a second and core "
        + "(\(model.origin))",
    ]
  }

  /// Mean work of a trial and of a confirmation over draws from the space.
  private func meanWork(
    _ study: PreparedStudy, budget: Budget, data: LoadedData
  ) throws -> (search: Double, confirmation: Double, typical: ModelConfiguration)? {
    let images = min(budget.searchImages ?? .max, data.split.trainingIndices.count)
    let all = budget.confirmationImages ?? data.training.images.count
    var search = 0.0
    var confirmation = 0.0
    var drawn: [(work: Double, configuration: ModelConfiguration)] = []
    for point in try study.sweep.draws(Self.timedDraws) where study.infeasibility(point) == nil {
      let configuration = try study.modelConfiguration(point)
      let layers = try configuration.network(input: study.input, classes: study.classes).summarise()
      let multiplyAdds = layers.reduce(0) { $0 + $1.multiplyAdds }
      let trial = Budget.epochs(configuration.epochs, share: budget.searchEpochShare)
      let last = Budget.epochs(configuration.epochs, share: budget.confirmationEpochShare)
      search += WorkEstimate.work(multiplyAdds: multiplyAdds, images: images, epochs: trial)
      confirmation += WorkEstimate.work(multiplyAdds: multiplyAdds, images: all, epochs: last)
      drawn.append((Double(multiplyAdds), configuration))
    }
    guard !drawn.isEmpty else { return nil }
    let ordered = drawn.sorted { $0.work < $1.work }
    let count = Double(drawn.count)
    return (search / count, confirmation / count, ordered[ordered.count / 2].configuration)
  }

  static func duration(_ seconds: Double) -> String {
    if seconds < 90 { return "\(ParameterExplanation.short(max((seconds * 10).rounded() / 10, 0.1))) s" }
    if seconds < 5_400 { return "\(Int((seconds / 60).rounded())) min" }
    return "\(ParameterExplanation.short((seconds / 360).rounded() / 10)) h"
  }
}
