import Experiments

/// What a budget did to a run, in words.
enum BudgetText {
  /// One sentence: trials, images, epochs and seeds.
  static func sentence(_ budget: Budget) -> String {
    let trials: String
    switch (budget.trials, budget.name) {
    case (nil, _): trials = "as many trials as each sweep file asks for"
    case (.some(let most), .quick): trials = "at most \(most) trials a study"
    case (.some(let most), _): trials = "at most \(most) trials a study, but whole grids"
    }
    let confirmation =
      budget.confirmationImages.map { "at most \(grouped($0)) images" } ?? "all training and validation images"
    let seeds =
      budget.bestSeeds == budget.otherSeeds
      ? "\(budget.bestSeeds) fresh seeds for each study"
      : "\(budget.bestSeeds) fresh seeds for the best study of each family and \(budget.otherSeeds) for the others"
    return """
      Search (\(trials)): \(images(budget.searchImages, "training")), \(epochs(budget.searchEpochShare)), validated on \
      \(images(budget.validationImages, "validation")); confirmation: \(confirmation), \
      \(epochs(budget.confirmationEpochShare)), \(seeds).
      """
  }

  private static func images(_ count: Int?, _ kind: String) -> String {
    count.map { "at most \(grouped($0)) \(kind) images" } ?? "all \(kind) images"
  }

  private static func epochs(_ share: Double) -> String {
    share == 1 ? "all configured epochs" : "\(Int((share * 100).rounded())) % of the configured epochs (at least one)"
  }

  /// With a comma between thousands.
  private static func grouped(_ count: Int) -> String {
    let digits = Array(String(count))
    return digits.indices.reduce(into: "") { text, index in
      if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
      text.append(digits[index])
    }
  }
}
