import Experiments
import Foundation
import Statistics
import Studies

/// What fresh seeds say of a study's best trials, in words: the page's section and the terminal's summary.
struct ConfirmedText {
  private let study: StudyFacts
  private let review: SelectionReview

  init(_ study: StudyFacts, _ review: SelectionReview) {
    self.study = study
    self.review = review
  }

  /// A section of the run's `README.md`.
  var section: String {
    var parts = ["## Fresh seeds: \(study.family.title), \(study.label.method)", introduction, markdown]
    parts.append(conclusions.map { "- \($0)" }.joined(separator: "\n"))
    return parts.joined(separator: "\n\n")
  }

  /// A table and the conclusions.
  var terminal: String {
    let rows = [header] + cells
    let widths = header.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    let table = rows.map { row in
      zip(row, widths).map { String(repeating: " ", count: $1 - $0.count) + $0 }.joined(separator: "  ")
    }
    return ([study.definition.name, ""] + table + [""] + conclusions).joined(separator: "\n")
  }

  private var introduction: String {
    """
    The \(review.entries.count) best trials by \(study.metricName.replacing("_", with: " ")), each trained again with \
    \(review.request.seeds) fresh seeds on the search's own images and epochs; seed r of all of them shares its random \
    streams. The gap is what the search promised too much (95 % interval); differences are paired by seed, p values \
    corrected after Holm for all pairs of configurations (`confirmed.csv`, `confirmed_seeds.csv`).
    """
  }

  private var hasTest: Bool { review.entries.contains { $0.test("accuracy").count > 0 } }

  private var header: [String] {
    ["trial", "selected", "mean ± sd", "seeds", "gap", "behind the leader", "p (Holm)", "parameters"]
      + (hasTest ? ["test accuracy"] : [])
  }

  private var cells: [[String]] {
    zip(review.entries, review.analysis.findings).enumerated().map { index, pair in
      let (entry, finding) = pair
      let mark = index == review.recommended ? " *" : ""
      let mean = finding.moments.mean.map { number($0) } ?? "–"
      let spread = finding.moments.standardDeviation.map { " ± \(number($0))" } ?? ""
      let lacking = entry.failures + entry.missing
      let behind = index == review.analysis.leader ? "leads" : finding.behindLeader.map(interval) ?? "–"
      let test = entry.test("accuracy")
      let tested = test.mean.map { number($0) + (test.standardDeviation.map { " ± \(number($0))" } ?? "") } ?? "–"
      return [
        "\(entry.trial.number + 1)\(mark)", number(finding.selected), mean + spread,
        lacking == 0 ? "\(finding.moments.count)" : "\(finding.moments.count) of \(entry.retrainings.count)",
        finding.gap.map(interval) ?? "–", behind, finding.pValueHolm.map { String(format: "%.2g", $0) } ?? "–",
        entry.trial.parameterCount.map(String.init) ?? "–",
      ] + (hasTest ? [tested] : [])
    }
  }

  private var markdown: String {
    let rule = header.map { _ in "---:" }
    let rows = cells.map { $0.map { $0.replacing(" *", with: " **recommended**") } }
    return ([header, rule] + rows).map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
  }

  /// What follows from the table, a sentence each.
  private var conclusions: [String] {
    let analysis = review.analysis
    guard let leader = analysis.leader, let recommended = review.recommended else {
      return ["No configuration has a value for every fresh seed, so none is recommended."]
    }
    var sentences: [String] = []
    if let gap = review.meanGap, let best = analysis.findings[0].gap {
      sentences.append(
        "Optimism: the best trial of the search was \(promised(best)); over all \(review.entries.count) the mean gap is "
          + "\(signed(gap)).")
    }
    let group = analysis.findings.indices.filter { analysis.findings[$0].isAmongBest }
    let close = analysis.findings.count { $0.isCloseToLeader }
    let names = group.map { trial($0) }.joined(separator: ", ")
    sentences.append(
      group.count == 1
        ? "\(Self.capital(trial(leader))) is better than each of the others at 5 % after correction."
        : "Not distinguishable at 5 % after correction: \(names).")
    sentences.append(recommendation(recommended, leader: leader, close: close))
    if let further { sentences.append(further) }
    let incomplete = analysis.findings.indices.filter { !analysis.findings[$0].isComplete }
    if !incomplete.isEmpty {
      sentences.append(
        "Left out of the comparison, because not every seed gave a value: \(incomplete.map { trial($0) }.joined(separator: ", "))."
      )
    }
    return sentences
  }

  private func recommendation(_ index: Int, leader: Int, close: Int) -> String {
    let (entry, finding) = (review.entries[index], review.analysis.findings[index])
    var text = "Recommended: \(trial(index))"
    if index != leader {
      text +=
        ", the cheapest (multiply-adds, parameters, epochs) of the \(close) that even an uncorrected test does not "
      text += "tell from the leader"
      if let behind = finding.behindLeader {
        text += "; it may be worse than the leader by up to \(number(max(0, behind.upper)))"
      }
    } else if close > 1 {
      text += ", which leads and is no dearer than the \(close == 2 ? "other" : "\(close - 1) others") that even an "
      text += "uncorrected test does not tell from it"
    } else {
      text += ", the leader"
    }
    text += ": `\(study.space.text(of: entry.trial.configuration))`."
    if let shrunk = finding.shrunkMean, let reliability = review.analysis.reliability {
      text +=
        " Expect \(study.metricName.replacing("_", with: " ")) \(number(shrunk)): its mean, drawn towards that of "
      text += "all because \(Int(((1 - reliability) * 100).rounded())) % of the spread between them is noise."
    }
    return text
  }

  private var further: String? {
    let analysis = review.analysis
    guard let leader = analysis.leader, let second = analysis.runnerUp, let seeds = review.furtherSeeds else {
      return analysis.runnerUp == nil ? nil : "The two best have the same mean: no number of seeds would separate them."
    }
    guard seeds > 0 else { return nil }
    let count = seeds >= 900_000 ? "more than 900000" : "about \(seeds)"
    return "To tell the two best (\(trial(leader)) and \(trial(second))) apart, \(count) more seeds of each would be "
      + "needed (80 % power at the measured difference)."
  }

  private func promised(_ gap: ConfidenceInterval) -> String {
    if gap.lower <= 0, gap.upper >= 0 { return "not distinguishable from its fresh seeds (gap \(interval(gap)))" }
    if gap.estimate > 0 { return "too good by \(number(gap.estimate)) [\(number(gap.lower)), \(number(gap.upper))]" }
    return "not too good, but worse than its fresh seeds by \(number(-gap.estimate)) "
      + "[\(number(-gap.upper)), \(number(-gap.lower))]"
  }

  private func trial(_ index: Int) -> String { "trial \(review.entries[index].trial.number + 1)" }

  private func interval(_ interval: ConfidenceInterval) -> String {
    "\(signed(interval.estimate)) [\(signed(interval.lower)), \(signed(interval.upper))]"
  }

  private func number(_ value: Double) -> String { String(format: "%.4f", value) }
  private func signed(_ value: Double) -> String {
    let text = String(format: "%+.4f", value)
    return text == "-0.0000" ? "+0.0000" : text
  }
  private static func capital(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
