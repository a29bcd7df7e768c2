import Search
import Studies

/// What an ablation study trains, with its parts: a configuration of the built-in models or a program.
protocol AblationSubject: Sendable {
  /// The components in the order of the arms' bits.
  var components: [AblationComponent] { get }
  /// What must not change on resumption, by name.
  var fields: [String: String] { get throws }
  /// What trials of the arms' sweeps can be, beyond the space.
  func infeasibility(arm: Int, point: Configuration) -> String?
  /// The value that the full model has of a hyperparameter, if it has one.
  func ownValue(of name: String) -> ParameterValue?
  /// The work of a training.
  func job(_ training: AblationTraining, id: Int) throws -> Job
  /// The metrics of an ended training by name, `nil` where it has no sound ones.
  func metrics(_ run: Confirmation) -> [String: Double]
  /// The record of a training that has ended.
  func record(_ training: AblationTraining, _ result: JobResult) -> Confirmation
  /// Whether trainings open the test files.
  var opensTest: Bool { get }
  /// Trainable numbers and multiply-adds of an arm, where they are known.
  func size(arm: Int, point: Configuration?) -> (parameters: Int, multiplyAdds: Int)?
}

/// One training of an arm.
struct AblationTraining: Sendable {
  /// What it is for.
  enum Purpose: Hashable, Sendable {
    /// A run of the study.
    case run
    /// A trial of the arm's sweep, judged on validation data.
    case tuning(study: String, trial: Int)
    /// A run before the study, judged on validation data.
    case pilot
  }

  var purpose: Purpose
  /// Whether the arm has its own hyperparameters.
  var way: TuningMode
  /// The components that the arm has, as bits.
  var arm: Int
  /// The arm's own hyperparameters, if it has any.
  var point: Configuration?
  /// Which of the paired seeds, from 0.
  var replicate: Int
  /// The root of the training's streams.
  var seed: UInt64
}
