import Engine

/// The update rules that a configuration can name.
public enum OptimizerKind: String, Codable, Sendable, CaseIterable {
  case adam
  case adamw
  case sgd
}

/// How the learning rate moves over a training.
public enum ScheduleKind: String, Codable, Sendable, CaseIterable {
  /// The same rate at every step.
  case constant
  /// Multiplied by `schedule_factor` after every `schedule_epochs` epochs.
  case step
  /// Half a cosine from the rate down to zero over the whole training (Loshchilov & Hutter 2017, without restarts).
  case cosine
}
