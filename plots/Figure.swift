/// One picture that the scripts can draw; its raw value is the name of its script without `.gp`.
///
/// `docs/csv-columns.md` documents the CSV files that the scripts read. Besides the variables listed here every
/// script takes `png` (where to draw) and `note` (one line under the title: seed, budget, subset).
public enum Figure: String, CaseIterable, Sendable {
  /// Train and validation loss and accuracy by epoch, a column of panels for each method, from `epochs.csv`.
  case learningCurves = "learning_curves"
  /// Every hyperparameter of one study as a vertical axis, a line for each trial coloured by the metric, from a
  /// `parallel/*.csv`.
  case parallelCoordinates = "parallel_coordinates"
  /// Importance of each hyperparameter of one study with its noise floor, and its correlation or effect size, from
  /// `importance.csv`.
  case importance
  /// The best trials of one study trained again with fresh seeds, beside the values they were selected for, from
  /// `confirmed.csv` and `confirmed_seeds.csv`.
  case confirmed
  /// Counts of true against predicted classes of one study, from a `confusion/*.csv`.
  case confusionMatrix = "confusion_matrix"
  /// Best value so far by trial, a step line for each method, from `history.csv`.
  case history
  /// Test accuracy and F1 of every family and method with their spread over seeds, beside the published numbers, from
  /// `summary.csv`.
  case comparison
  /// Rate and time of every layer, forward and backward, from `layers.csv`.
  case layerThroughput = "layer_throughput"
  /// Digits beside random augmentations of them, from `augmented_digits.csv`.
  case augmentedDigits = "augmented_digits"
  /// The most confident mistakes of one study, from `mistakes.csv` and `mistakes_pixels.csv`.
  case mistakes
  /// Every pass of a network's layers under the machine's measured ceilings, from `layers.csv` and `ceilings.csv`.
  case roofline
  /// Time of an epoch by batch size and network, from `train.csv`.
  case epochTime = "epoch_time"
  /// Time of an epoch with each transform of the augmentation by the time without, from `augment.csv`.
  case augmentationCost = "augmentation_cost"
  /// Rate of predictions by batch size and time of one image alone, from `infer.csv` and `latency.csv`.
  case inference
  /// Images a second by the number of processes, from `scale.csv`.
  case scaling
  /// Speed of one training by its number of threads, from `threads.csv`.
  case threadScaling = "thread_scaling"
  /// Time until the program has started, from `start.csv`.
  case start
  /// Ratios of two benchmark records with their intervals, from `comparison.csv`.
  case benchmarkComparison = "benchmark_comparison"
  /// The curves of a study's trials, stopped ones in a colour of their own, with the rungs and thresholds of early
  /// termination, from a `stopping/*.csv`.
  case earlyTermination = "early_termination"
  /// What rules would have saved and lost in finished studies, from `replay/replay.csv`.
  case replay
  /// Time of an epoch by batch size, for this program and its peers, from `peers.csv`.
  case peers

  /// Paired differences with intervals, leaving components out and adding them side by side, from `effects.csv`.
  case ablationForest = "ablation_forest"
  /// Main effects and interactions of pairs as a matrix, from `interactions.csv`.
  case ablationInteractions = "ablation_interactions"
  /// Means of the strongest pairs of components with bands, from `interaction_cells.csv`.
  case ablationInteractionPlot = "ablation_interaction_plot"
  /// Contrasts of one seed against half-normal quantiles, with Lenth's margins, from `lenth.csv`.
  case ablationHalfNormal = "ablation_half_normal"
  /// The greedy way from the bare to the full model, from `path.csv`.
  case ablationPath = "ablation_path"
  /// Shapley values with intervals, from `shapley.csv`.
  case ablationShapley = "ablation_shapley"
  /// McNemar's test of each pair of models, from `mcnemar_matrix.csv`.
  case ablationMcNemar = "ablation_mcnemar"
  /// Learning curves with bands, from `curves.csv`.
  case ablationCurves = "ablation_curves"
  /// The metric against processor time and multiply-adds with the Pareto fronts, from `cost.csv`.
  case ablationCost = "ablation_cost"

  /// The script's file name.
  public var scriptName: String { rawValue + ".gp" }

  /// The variables without which the figure cannot be drawn.
  public var requiredVariables: [PlotVariable] {
    switch self {
    case .comparison, .augmentedDigits, .epochTime, .scaling, .threadScaling, .start, .benchmarkComparison, .peers,
      .replay:
      [.csv]
    case .learningCurves, .history, .augmentationCost: [.csv, .family]
    case .layerThroughput: [.csv, .family, .batch]
    case .parallelCoordinates, .importance, .confusionMatrix, .earlyTermination: [.csv, .family, .method]
    case .confirmed: [.csv, .seeds, .family, .method]
    case .mistakes: [.csv, .pixels, .family, .method]
    case .roofline: [.csv, .ceilings, .family, .batch]
    case .inference: [.csv, .latency]
    case .ablationForest, .ablationInteractions, .ablationInteractionPlot, .ablationHalfNormal, .ablationPath,
      .ablationShapley, .ablationMcNemar, .ablationCurves, .ablationCost:
      [.csv]
    }
  }

  /// The variables that refine the figure and may be left out.
  public var optionalVariables: [PlotVariable] {
    switch self {
    case .augmentedDigits: [.note, .family]
    case .confusionMatrix: [.note, .replicate]
    case .ablationForest, .ablationInteractions, .ablationHalfNormal, .ablationPath, .ablationShapley:
      [.note, .metric, .scale, .goal]
    case .ablationInteractionPlot, .ablationCurves, .ablationCost: [.note, .metric, .scale]
    default: [.note]
    }
  }
}
