import Foundation
import Search
import Training

/// One study of a run: a sweep file for a family.
public struct StudyPlan: Hashable, Sendable, Codable {
  /// `family/method`, or the sweep file's name where it is not one of the nine.
  public var name: String
  /// The family that is trained.
  public var family: ModelFamily
  /// The sweep file's name, for messages.
  public var fileName: String
  /// The sweep file's text, so that an interrupted run goes on with what it began with.
  public var text: String
  /// Whether distributions with exponents as bounds are taken; absent in plans of earlier versions.
  public var allowsDeprecated: Bool?

  /// Names a study.
  public init(name: String, family: ModelFamily, fileName: String, text: String, allowsDeprecated: Bool? = nil) {
    self.name = name
    self.allowsDeprecated = allowsDeprecated
    self.family = family
    self.fileName = fileName
    self.text = text
  }

  /// Equal in what is trained; where the file lay when the run began does not matter.
  public static func == (left: StudyPlan, right: StudyPlan) -> Bool {
    (left.name, left.family, left.text) == (right.name, right.family, right.text)
  }

  /// Feeds what equality compares.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(family)
    hasher.combine(text)
  }
}

/// Everything that decides the numbers of a run.
///
/// It is stored in the run's folder; the number of workers is not part of it.
public struct RunPlan: Hashable, Sendable, Codable {
  /// The seed of every stream of the run.
  public var seed: UInt64
  /// How much work.
  public var budget: Budget
  /// The data.
  public var data: DataPlan
  /// The studies, in the order in which they get workers.
  public var studies: [StudyPlan]

  /// Plans a run.
  public init(seed: UInt64, budget: Budget, data: DataPlan, studies: [StudyPlan]) {
    self.seed = seed
    self.budget = budget
    self.data = data
    self.studies = studies
  }

  /// One line for titles: budget, data and seed.
  public var note: String { "\(budget.note), \(data.source.name), seed \(seed)" }
}

/// A plan that cannot be carried out.
public enum PlanError: Error, Hashable, Sendable, CustomStringConvertible {
  case repeatedName(file: String, name: String)

  /// What is wrong, what is allowed, what to do.
  public var description: String {
    switch self {
    case .repeatedName(let file, let name):
      return
        "\(file): another sweep of this run is called '\(name)' too: name each file once, and give files different names"
    }
  }
}
