import Seeding

/// How many points a space has, and what share of them can be used.
public struct SpaceMeasure: Sendable {
  /// Values of all parameters together; `nil` if there are infinitely many or more than an integer holds.
  public var combinations: Int?
  /// Different configurations among them after conditions and constraints; `nil` unless all were looked at.
  public var configurations: Int?
  /// Points that were looked at: all of a small space, draws from the parameters' distributions otherwise.
  public var examined: Int
  /// Those that violate a constraint.
  public var forbidden: Int
  /// Those that no constraint forbids and that cannot be trained.
  public var infeasible: Int
  /// Why one of them cannot be trained.
  public var example: (configuration: Configuration, reason: String)?
  /// Whether every point was looked at, so that the shares are exact.
  public var isExact: Bool { configurations != nil }

  private static let largestListedSpace = 100_000
  private static let draws = 2_000

  /// Looks at a space.
  ///
  /// - Parameters:
  ///   - isGrid: counts the points of the grid instead of the levels; they differ for `q_uniform`.
  ///   - infeasibility: why a configuration cannot be trained, or `nil`.
  /// - Throws: `SearchError.expression`.
  public init(
    _ space: SearchSpace, rules: SpaceRules, isGrid: Bool, seed: UInt64 = 1,
    infeasibility: (Configuration) -> String?
  ) throws {
    examined = 0
    forbidden = 0
    infeasible = 0
    let grid = isGrid ? try? GridSampler(space: space) : nil
    combinations = grid.map { $0.count == .max ? nil : $0.count } ?? space.size
    var keys: Set<String> = []
    func look(_ whole: Configuration, _ measure: inout SpaceMeasure) throws {
      do throws(ExpressionError) {
        let point = try rules.reduced(whole)
        measure.examined += 1
        if try rules.violation(by: point) != nil {
          measure.forbidden += 1
        } else if let reason = infeasibility(point) {
          measure.infeasible += 1
          if measure.example == nil { measure.example = (point, reason) }
          keys.insert(point.canonicalKey)
        } else {
          keys.insert(point.canonicalKey)
        }
      } catch {
        throw SearchError.expression(error)
      }
    }
    if let combinations, combinations <= Self.largestListedSpace {
      for index in 0..<combinations {
        try look(grid?.configuration(at: index) ?? space.configuration(at: index), &self)
      }
      configurations = keys.count
    } else {
      var generator = SeedSequence(root: seed).child("measure of the space").generator()
      for _ in 0..<Self.draws { try look(space.decode(space.dimensions.map { _ in generator.uniform() }), &self) }
    }
  }
}
