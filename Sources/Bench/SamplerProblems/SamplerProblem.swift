import Search

/// A function with a known minimum on which samplers are judged.
public struct SamplerProblem: Sendable, CustomStringConvertible {
  /// The problem's name.
  public let name: String
  /// Where to search.
  public let space: SearchSpace
  /// The least value, exact or to far below what samplers reach.
  public let minimum: Double
  /// The standard deviation of the noise on observations.
  public let noise: Double
  /// The value without noise.
  public let value: @Sendable (Configuration) -> Double

  /// Describes a problem.
  public init(
    name: String, space: SearchSpace, minimum: Double, noise: Double = 0,
    value: @escaping @Sendable (Configuration) -> Double
  ) {
    self.name = name
    self.space = space
    self.minimum = minimum
    self.noise = noise
    self.value = value
  }

  /// The problem's name.
  public var description: String { name }

  /// The same problem observed with noise.
  public func noisy(_ noise: Double) -> SamplerProblem {
    SamplerProblem(name: name + "-noisy", space: space, minimum: minimum, noise: noise, value: value)
  }

  static func cube(_ dimension: Int, _ min: Double, _ max: Double) -> SearchSpace {
    SearchSpace((1...dimension).map { Parameter("x\($0)", .continuous(.uniform(min: min, max: max))) })
  }

  static func vector(_ configuration: Configuration, _ dimension: Int) -> [Double] {
    (1...dimension).map { configuration["x\($0)"]?.asDouble ?? .nan }
  }

  // MARK: Lists

  /// The problems of the acceptance gates.
  public static let judged = [
    branin, hartmann6, lenetMix(), lenetMix(booleans: [true, false], name: "lenetmix-tf"), lenetMix().noisy(0.002),
  ]

  /// The problems on which constants are chosen.
  public static let tuning =
    [camel2, rosenbrock4, ackley4, levy5, styblinskiTang5, michalewicz5, convolutionMix, convolutionMix.noisy(0.003)]
    + (0..<6).map(pits6)

  /// Every problem.
  public static let all = judged + tuning
}
