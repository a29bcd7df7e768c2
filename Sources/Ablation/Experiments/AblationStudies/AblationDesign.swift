import Statistics

/// Which combinations of components an ablation study trains; docs/ablation-studies.md says what each answers.
public enum AblationDesign: String, Hashable, Sendable, Codable, CaseIterable {
  /// The full model, and it without each component.
  case leaveOneOut = "leave-one-out"
  /// The bare model, it with each component, and the full model.
  case addOneIn = "add-one-in"
  /// Every combination.
  case factorial
  /// A fraction of them that keeps main effects and pairs apart: resolution V.
  case fractional
  /// From bare to full, the best component first; which arms are trained depends on results.
  case path

  /// How many components a study of the design may have.
  public var mostComponents: Int {
    switch self {
    case .leaveOneOut, .addOneIn: 30
    case .factorial: 10
    case .fractional: 11
    case .path: 16
    }
  }

  /// The arms as bits, bit j for component j; the full model first.
  ///
  /// `nil` for a path, whose arms come one after the other.
  ///
  /// - Precondition: there are from 1 to ``mostComponents`` components.
  public func arms(components count: Int) -> [Int]? {
    precondition((1...mostComponents).contains(count), "\(count) components in a \(rawValue) design")
    let full = (1 << count) - 1
    var arms: [Int]
    switch self {
    case .leaveOneOut: arms = [full] + (0..<count).map { full & ~(1 << $0) }
    case .addOneIn: arms = [full, 0] + (0..<count).map { 1 << $0 }
    case .factorial: arms = Array((0...full).reversed())
    case .fractional:
      guard let fraction = FractionalFactorial.resolutionFive(factorCount: count) else {
        preconditionFailure("no fraction for \(count) components")
      }
      // A fraction of fewer than five components is the whole.
      arms = fraction.runs.map { run in
        run.enumerated().reduce(0) { $1.element ? $0 | 1 << $1.offset : $0 }
      }.sorted(by: >)
    case .path: return nil
    }
    var seen: Set<Int> = []
    arms = arms.filter { seen.insert($0).inserted }
    return arms
  }

  /// The most arms that a study of the design trains.
  public func mostArms(components count: Int) -> Int {
    // A path looks at 1 + k + (k - 1) + ... + 1 arms, the last of which is the full model.
    arms(components: count)?.count ?? 1 + count * (count + 1) / 2
  }

  /// Whether the design has every combination of so many components.
  func isEveryCombination(_ count: Int) -> Bool { arms(components: count)?.count == 1 << count }

  /// The comparisons of the declared family in a study of the design.
  func comparisons(components count: Int) -> Int {
    guard count > 1 else { return 1 }
    switch self {
    case .leaveOneOut: return count
    // Two components alone are two that leave the other one out.
    case .addOneIn: return count == 2 ? 4 : count
    // Adding to the bare model one each and all together; two components' path is every combination.
    case .path: return count == 2 ? 4 : count + 1
    case .factorial: return 2 * count
    // Main effects; below five components it is every combination.
    case .fractional: return isEveryCombination(count) ? 2 * count : count
    }
  }
}

/// Whether each arm keeps the base's hyperparameters.
public enum TuningMode: String, Hashable, Sendable, Codable, CaseIterable {
  /// Every arm has the hyperparameters of the full model.
  case frozen
  /// Every arm gets the same small sweep, and its own best hyperparameters.
  case retuned
  /// Both, side by side.
  case both

  /// The ways in which arms are trained, in this order.
  public var ways: [TuningMode] { self == .both ? [.frozen, .retuned] : [self] }
}
