import Search
import Studies

/// What a run tells whoever watches it.
public enum RunEvent: Sendable {
  /// The run begins or goes on: what is already done of what is planned.
  case started(studies: Int, note: String, workers: Int, finishedTrials: Int)
  /// The first training has its data and takes its first step.
  case trainingBegan
  /// A trial ended.
  case trialEnded(study: StudyDefinition, trial: Trial, best: Trial?)
  /// A study has no more trials.
  case studyFinished(study: StudyDefinition, trials: Int, best: Trial?)
  /// A configuration is about to be trained again with fresh seeds.
  case confirming(study: StudyDefinition, trial: Trial, replicates: Int)
  /// A replicate ended.
  case confirmed(study: StudyDefinition, confirmation: Confirmation)
  /// Something that the user should know and that changes nothing.
  case note(String)
  /// How far the run is; sent after every ending.
  case progress(RunProgress)
}

/// How far a run is.
public struct RunProgress: Sendable {
  /// Trials that have ended, and those planned.
  public var trials: (done: Int, planned: Int)
  /// Replicates that have ended, and those planned.
  public var confirmations: (done: Int, planned: Int)
  /// The highest validation accuracy of each family's best trials so far, in the plan's order.
  public var best: [(family: String, validationAccuracy: Double)]
  /// Wall-clock seconds since the run began or went on.
  public var elapsedSeconds: Double
  /// Estimated seconds to the end; `nil` until something has been measured.
  public var remainingSeconds: Double?
}
