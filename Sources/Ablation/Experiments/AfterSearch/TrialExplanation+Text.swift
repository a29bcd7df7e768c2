import Foundation
import Search
import Studies

extension TrialExplanation {
  /// The explanation in words and small tables.
  public var lines: [String] {
    var lines = [
      "\(definition.name), trial \(trial.number + 1) of \(trialCount): \(text(of: trial.configuration))",
      "sampler \(sampler.rawValue): \(model == nil ? "" : "\(seen); ")it suggests the same configuration again",
    ]
    if let model { lines += modelled(model) } else { lines.append("  " + sequence) }
    lines.append(observed)
    return lines
  }

  /// What the suggestion could know.
  private var seen: String {
    let withValue = history.observations.count { if case .value = $0.outcome { true } else { false } }
    let without = history.observations.count - withValue
    var parts = ["\(withValue) result\(withValue == 1 ? "" : "s")"]
    if without > 0 { parts.append("\(without) trial\(without == 1 ? "" : "s") without a value") }
    if !history.pending.isEmpty { parts.append("\(history.pending.count) under way") }
    return "it knew \(parts.joined(separator: ", ")) (lag \(definition.lag))"
  }

  private var sequence: String {
    let noModel = "looks at no result, so there is no prediction and nothing drove the choice"
    switch place {
    case .grid(let index, let count):
      let order = sampler == .grid ? "in the file's order" : "in the order that the seed shuffles"
      return "point \(index + 1) of \(count) of the grid, \(order); a grid \(noModel)"
    case .sobol(let index):
      let own = index == trial.number ? "its own place" : "the place of its own point was taken"
      return "point \(index + 1) of the scrambled Sobol sequence (\(own)); the sequence \(noModel)"
    case .draw:
      return "an independent draw from the stream of the seed and the trial's number; it \(noModel)"
    case nil:
      return "no point of the space was left"
    }
  }

  private func modelled(_ model: SamplerExplanation) -> [String] {
    var lines: [String] = []
    switch model.origin {
    case .startUp:
      lines.append("  a start-up trial: a quasi-random point that spreads over the space; no model chose it")
    case .model: lines.append("  the model chose it")
    case .random: lines.append("  the model had nothing new and allowed to suggest: a random draw")
    }
    if let prediction = model.prediction {
      lines.append(
        "  expected \(definition.metric) \(number(prediction.mean)), standard deviation \(number(prediction.standardDeviation)) "
          + "(and \(number(prediction.noise)) of the noise of one training)")
      lines.append(
        "  expected improvement on \(number(prediction.target)): \(number(prediction.expectedImprovement)) "
          + "(logarithm \(number(prediction.logExpectedImprovement)))")
    }
    if let ratio = model.logDensityRatio {
      lines.append(
        "  \(number(exp(ratio))) times as dense among the good trials as among the others (logarithm \(number(ratio)))")
    }
    let unit = model.prediction == nil ? "shares of the axes" : "length-scales"
    if let incumbent = model.incumbent {
      lines.append(
        "  best trial known: \(incumbent.trial + 1), \(value(incumbent.value)), \(number(incumbent.distance)) \(unit) away"
      )
    }
    if !model.neighbours.isEmpty {
      lines.append("  nearest trials known (distance in \(unit)):")
      lines += Self.table(
        [["trial", "distance", definition.metric, "configuration"]]
          + model.neighbours.map {
            ["\($0.trial + 1)", number($0.distance), value($0.value), text(of: $0.configuration)]
          })
    }
    if !model.drivers.isEmpty { lines += drivers(model) }
    return lines
  }

  /// Parameters by what the best trial's value would have cost: how score and expectation change if this parameter
  /// alone is moved there.
  private func drivers(_ model: SamplerExplanation) -> [String] {
    let isProcess = model.prediction != nil
    let score = isProcess ? "log EI" : "log ratio"
    var header = ["parameter", "value", "best trial's", "change of " + score]
    header += isProcess ? ["change of expectation", "length-scale"] : ["density ratio"]
    let rows = model.drivers.map { driver in
      let isSame = driver.value.canonicalKey == driver.incumbent.canonicalKey
      var row = [
        driver.parameter, driver.value.jsonText, driver.incumbent.jsonText,
        isSame ? "same value" : signed(driver.scoreChange),
      ]
      row +=
        isProcess
        ? [isSame ? "" : driver.meanChange.map(signed) ?? "", driver.lengthScale.map(number) ?? ""]
        : [driver.logDensityRatio.map { number(exp($0)) } ?? ""]
      return row
    }
    let which = model.origin == .model ? "what drove the choice" : "what the model makes of it"
    let title = "  \(which) (what moving it alone to the best trial's value would change, greatest loss first):"
    return [title] + Self.table([header] + rows)
  }

  /// What came of it.
  private var observed: String {
    guard trial.state == .complete, let value = trial.value, let rank else {
      let why = trial.detail.map { ": \($0)" } ?? ""
      return "came of it: \(trial.state.isTerminal ? trial.state.rawValue : "not ended yet")\(why)"
    }
    var text = "came of it: \(definition.metric) \(number(value)), rank \(rank.place) of \(rank.of) complete trials"
    if let prediction = model?.prediction {
      let variance =
        prediction.standardDeviation * prediction.standardDeviation + prediction.noise * prediction.noise
      let better = (definition.goal == .maximize ? 1 : -1) * (value - prediction.mean)
      let deviations = variance > 0 ? String(format: "%.1f", abs(better) / variance.squareRoot()) : "?"
      text += "; \(deviations) standard deviations \(better >= 0 ? "better" : "worse") than expected"
    }
    return text
  }

  private func text(of configuration: Configuration) -> String {
    space.parameters.compactMap { parameter in
      guard !parameter.distribution.isConstant, let value = configuration[parameter.name] else { return nil }
      return "\(parameter.name)=\(value.asDouble.map(number) ?? value.jsonText)"
    }.joined(separator: " ")
  }

  private func value(_ value: Double?) -> String { value.map(number) ?? "no value" }
  private func number(_ value: Double) -> String { String(format: "%.5g", value) }
  private func signed(_ value: Double) -> String { String(format: "%+.3g", value) }

  private static func table(_ rows: [[String]]) -> [String] {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
      return "    " + cells.joined(separator: "  ").trimmingCharacters(in: .whitespaces)
    }
  }
}
