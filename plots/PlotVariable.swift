/// A string that a script takes from its caller; the raw value is the variable's name in gnuplot.
public enum PlotVariable: String, CaseIterable, Sendable {
  /// The path of the figure's CSV file.
  case csv
  /// The path of the CSV file with the pixels of the pictures that `csv` lists.
  case pixels
  /// The path of the CSV file with the machine's measured ceilings.
  case ceilings
  /// The path of the CSV file with the time of one image alone.
  case latency
  /// The path of the CSV file with the single trainings behind `csv`.
  case seeds
  /// The family whose rows are drawn, as the CSV file spells it.
  case family
  /// The search method whose rows are drawn, as the CSV file spells it.
  case method
  /// The batch size whose rows are drawn.
  case batch
  /// The replicate whose rows are drawn; left out, all are summed.
  case replicate
  /// The metric's name, for axes.
  case metric
  /// What the metric is multiplied by: 100 for points, 1 for its own units.
  case scale
  /// `maximize` or `minimize`: which direction of the metric is the better one.
  case goal
  /// One line under the title: number of seeds, seed, budget, and that a quick run saw a subset only.
  case note
}
