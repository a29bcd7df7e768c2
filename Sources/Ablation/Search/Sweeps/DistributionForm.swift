/// Which keys a distribution of the sweep format takes.
struct DistributionForm {
  let name: String
  let required: [String]
  let optional: [String]

  /// Every distribution that may be named, in the order of W&B's documentation.
  static let all: [DistributionForm] = [
    DistributionForm(name: "constant", required: ["value"], optional: []),
    DistributionForm(name: "categorical", required: ["values"], optional: ["probabilities"]),
    DistributionForm(name: "categorical_w_probabilities", required: ["values", "probabilities"], optional: []),
    DistributionForm(name: "int_uniform", required: ["min", "max"], optional: []),
    DistributionForm(name: "uniform", required: ["min", "max"], optional: []),
    DistributionForm(name: "q_uniform", required: ["min", "max"], optional: ["q"]),
    DistributionForm(name: "log_uniform_values", required: ["min", "max"], optional: []),
    DistributionForm(name: "q_log_uniform_values", required: ["min", "max"], optional: ["q"]),
    DistributionForm(name: "inv_log_uniform_values", required: ["min", "max"], optional: []),
    DistributionForm(name: "normal", required: [], optional: ["mu", "sigma"]),
    DistributionForm(name: "q_normal", required: [], optional: ["mu", "sigma", "q"]),
    DistributionForm(name: "log_normal", required: [], optional: ["mu", "sigma"]),
    DistributionForm(name: "q_log_normal", required: [], optional: ["mu", "sigma", "q"]),
    DistributionForm(name: "beta", required: [], optional: ["a", "b"]),
    DistributionForm(name: "q_beta", required: [], optional: ["a", "b", "q"]),
  ]

  /// The old distributions whose bounds are exponents, with what W&B says to use instead.
  static let deprecated: [DistributionForm] = [
    DistributionForm(name: "log_uniform", required: ["min", "max"], optional: []),
    DistributionForm(name: "q_log_uniform", required: ["min", "max"], optional: ["q"]),
    DistributionForm(name: "inv_log_uniform", required: ["min", "max"], optional: []),
  ]

  /// The form with a name, deprecated ones included.
  static func named(_ name: String) -> DistributionForm? {
    (all + deprecated).first { $0.name == name }
  }

  /// Whether the bounds are exponents.
  var isDeprecated: Bool { DistributionForm.deprecated.contains { $0.name == name } }

  /// The keys in words.
  var keysInWords: String {
    let keys = required + optional.map { "\($0) (optional)" }
    return (["distribution"] + keys).joined(separator: ", ")
  }
}
