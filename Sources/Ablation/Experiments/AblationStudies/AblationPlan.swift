import Foundation
import Search
import Training

/// Everything that decides the numbers of an ablation study.
///
/// It is stored in the study's folder; the number of workers is not part of it.
public struct AblationPlan: Hashable, Sendable, Codable {
  /// What is ablated.
  public enum Subject: Hashable, Sendable, Codable {
    /// A configuration of the built-in models.
    case model(ModelSubject)
    /// A program that is not ours.
    case program(ProgramSubject)
  }

  /// A configuration and the data that it is trained on.
  public struct ModelSubject: Hashable, Sendable, Codable {
    /// The data.
    public var data: DataPlan
    /// The full model, with its epochs.
    public var configuration: ModelConfiguration
    /// The components, by the names of `ModelComponent`.
    public var components: [String]
    /// Where the configuration comes from, in words.
    public var origin: String
    /// How many configurations were tried before this one was selected; zero for a published one.
    public var configurationsTried: Int
    /// Training images, and the most validation images; `nil` for all.
    public var images: Int?

    /// Describes a subject.
    public init(
      data: DataPlan, configuration: ModelConfiguration, components: [String], origin: String,
      configurationsTried: Int = 0, images: Int? = nil
    ) {
      (self.data, self.configuration, self.components) = (data, configuration, components)
      (self.origin, self.configurationsTried, self.images) = (origin, configurationsTried, images)
    }
  }

  /// The file that describes a program's ablation, and where the program runs.
  public struct ProgramSubject: Hashable, Sendable, Codable {
    /// The file's name, for messages.
    public var fileName: String
    /// The file's text.
    public var text: String
    /// The folder in which the program runs.
    public var directory: String

    /// Describes a subject.
    public init(fileName: String, text: String, directory: String) {
      (self.fileName, self.text, self.directory) = (fileName, text, directory)
    }

    /// Equal in what is run; what the file is called does not matter.
    public static func == (left: ProgramSubject, right: ProgramSubject) -> Bool {
      (left.text, left.directory) == (right.text, right.directory)
    }

    /// Feeds what equality compares.
    public func hash(into hasher: inout Hasher) {
      hasher.combine(text)
      hasher.combine(directory)
    }
  }

  /// The sweep that each arm gets where it is retuned.
  public struct Tuning: Hashable, Sendable, Codable {
    /// What is tuned.
    public var space: SearchSpace
    /// Trials of each arm.
    public var trials: Int
    /// The metric that the best trial is chosen by, on validation data.
    public var metric: String
    /// Its better direction.
    public var goal: Goal

    /// Describes a sweep.
    public init(space: SearchSpace, trials: Int, metric: String, goal: Goal) {
      (self.space, self.trials, self.metric, self.goal) = (space, trials, metric, goal)
    }
  }

  /// What the study is called.
  public var name: String
  /// The seed of every stream of the study.
  public var seed: UInt64
  /// What is ablated.
  public var subject: Subject
  /// Which arms are trained.
  public var design: AblationDesign
  /// Paired seeds.
  public var seeds: Int
  /// Whether arms keep the full model's hyperparameters.
  public var mode: TuningMode
  /// Each arm's sweep; used where the mode says so.
  public var tuning: Tuning?
  /// The primary metric.
  public var metric: String
  /// Its better direction.
  public var goal: Goal
  /// The largest difference of it that would not matter.
  public var margin: Double
  /// The primary interval; `nil`, as in folders of earlier versions, for Student's.
  public var interval: AblationInterval?

  /// Plans a study.
  public init(
    name: String, seed: UInt64, subject: Subject, design: AblationDesign, seeds: Int, mode: TuningMode,
    tuning: Tuning?, metric: String, goal: Goal, margin: Double, interval: AblationInterval = .student
  ) {
    (self.name, self.seed, self.subject, self.design, self.seeds) = (name, seed, subject, design, seeds)
    (self.mode, self.tuning, self.metric, self.goal, self.margin) = (mode, tuning, metric, goal, margin)
    self.interval = interval == .student ? nil : interval
  }

  /// What the analysis declares.
  public var options: AblationOptions {
    AblationOptions(
      goal: goal == .maximize ? .maximize : .minimize, margin: margin, seed: seed,
      rule: (interval ?? .student).rule)
  }
}

/// The metrics of an ablation of the built-in models, all of them taken after the last epoch.
public enum AblationMetric: String, Hashable, Sendable, Codable, CaseIterable {
  case testAccuracy = "test_accuracy"
  case testF1 = "test_f1_macro"
  case testLoss = "test_loss"
  case validationAccuracy = "val_accuracy"
  case validationLoss = "val_loss"

  /// The better direction.
  public var goal: Goal {
    switch self {
    case .testAccuracy, .testF1, .validationAccuracy: .maximize
    case .testLoss, .validationLoss: .minimize
    }
  }

  /// Whether it is measured on the test files.
  public var isOfTestSet: Bool {
    switch self {
    case .testAccuracy, .testF1, .testLoss: true
    case .validationAccuracy, .validationLoss: false
    }
  }

  /// What stands for it where the test files stay closed.
  var validated: AblationMetric {
    switch self {
    case .testAccuracy, .testF1, .validationAccuracy: .validationAccuracy
    case .testLoss, .validationLoss: .validationLoss
    }
  }

  /// The name of a test metric as `TestEvaluation` has it.
  var testName: String? {
    switch self {
    case .testAccuracy: "accuracy"
    case .testF1: "f1_macro"
    case .testLoss: "loss"
    case .validationAccuracy, .validationLoss: nil
    }
  }
}
