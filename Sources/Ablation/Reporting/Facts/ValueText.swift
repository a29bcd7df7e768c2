import Experiments
import Search
import Training

extension ParameterValue {
  /// As one would type it after `name=` on a command line: `0.001`, `true`, `120,84`.
  var argumentText: String {
    SettingValue(self).description
  }

  /// The same without a comma or quote, for cells that figures read.
  var labelText: String {
    String(argumentText.map { ",\"".contains($0) ? " " : $0 }).replacing("\n", with: " ")
  }
}

extension SearchSpace {
  /// A configuration as `name=value name=value`, in the order of the space.
  func text(of configuration: Configuration) -> String {
    parameters.compactMap { parameter in
      configuration[parameter.name].map { "\(parameter.name)=\($0.argumentText)" }
    }.joined(separator: " ")
  }
}

extension Metric {
  /// The metric's name in tables and figures.
  var columnName: String {
    switch self {
    case .validationAccuracy: return "validation_accuracy"
    case .validationLoss: return "validation_loss"
    case .trainAccuracy: return "train_accuracy"
    case .trainLoss: return "train_loss"
    }
  }

  /// Whether it is a share of images, not a loss.
  var isAccuracy: Bool {
    switch self {
    case .validationAccuracy, .trainAccuracy: return true
    case .validationLoss, .trainLoss: return false
    }
  }
}
