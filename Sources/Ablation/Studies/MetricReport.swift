/// What a foreign program reported at one moment of a training.
public struct MetricReport: Hashable, Sendable, Codable {
  /// Which report of its trial it is, counted from 1.
  public var number: Int
  /// The epoch that the program named.
  public var epoch: Int?
  /// The step that the program named.
  public var step: Int?
  /// The numbers by the names that the program gave them; not necessarily finite.
  public var metrics: [String: Double]

  /// Describes a report.
  public init(number: Int, epoch: Int? = nil, step: Int? = nil, metrics: [String: Double]) {
    self.number = number
    self.epoch = epoch
    self.step = step
    self.metrics = metrics
  }
}
