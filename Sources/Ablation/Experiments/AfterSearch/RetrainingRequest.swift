import Foundation
import Search
import Studies

/// Which configurations of a study are trained again, and how often; the last request of a study is what reports show.
public struct RetrainingRequest: Hashable, Sendable, Codable {
  /// How many of the best trials.
  public var top: Int
  /// Fresh seeds of each.
  public var seeds: Int
  /// Whether each network is evaluated on the test set too.
  public var opensTest: Bool

  /// Asks for retrainings.
  ///
  /// - Precondition: `top >= 1`, and `seeds >= 2`: one seed has no spread.
  public init(top: Int, seeds: Int, opensTest: Bool = false) {
    precondition(top >= 1 && seeds >= 2, "the \(top) best with \(seeds) seeds")
    self.top = top
    self.seeds = seeds
    self.opensTest = opensTest
  }

  /// The purpose that openings of the test set by retrainings are recorded with.
  static let testPurpose = "retraining"

  static func key(_ study: String) -> String { "retraining/" + study }

  /// The best complete trials of a study, best first, the earlier one among equals.
  ///
  /// - Throws: ``AfterSearchError`` where there are not so many.
  func trials(of study: StudyDefinition, in store: any StudyStore) throws -> [Trial] {
    let all = try store.definition(ofStudy: study.name) == nil ? [] : store.trials(ofStudy: study.name)
    let complete = all.filter { $0.state == .complete && $0.value != nil }
    guard !complete.isEmpty else {
      throw AfterSearchError.noCompleteTrial(
        study: study.name, trials: all.count, reason: all.compactMap(\.detail).first)
    }
    guard top <= complete.count else {
      throw AfterSearchError.fewTrials(study: study.name, complete: complete.count, asked: top)
    }
    let sign = study.goal == .maximize ? -1.0 : 1.0
    return Array(
      complete.sorted { (sign * ($0.value ?? 0), $0.number) < (sign * ($1.value ?? 0), $1.number) }.prefix(top))
  }
}

extension Run {
  /// The request that a study's retrainings were last made for; `nil` where there was none.
  public func retrainingRequest(ofStudy name: String) throws -> RetrainingRequest? {
    guard let text = try store.metadata()[RetrainingRequest.key(name)] else { return nil }
    return try JobCoding.decode(RetrainingRequest.self, from: Data(text.utf8))
  }
}
