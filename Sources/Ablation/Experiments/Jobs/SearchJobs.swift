import Studies

extension PreparedStudy {
  /// The training of a trial, without anything that could stop it early.
  func searchJob(_ trial: Trial, id: Int, budget: Budget, data: DataPlan) throws -> TrainingJob {
    var configuration = try modelConfiguration(trial.configuration)
    configuration.epochs = Budget.epochs(configuration.epochs, share: budget.searchEpochShare)
    return TrainingJob(
      id: id, purpose: .search, data: data, configuration: configuration, seed: trial.seed,
      imageLimit: budget.searchImages, validationLimit: budget.validationImages, metric: metric,
      reduction: sweep.settings.reduction, goal: definition.goal, replicates: sweep.settings.replicates)
  }
}
