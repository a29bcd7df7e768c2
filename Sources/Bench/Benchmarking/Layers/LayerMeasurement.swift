import Engine
import Statistics
import Training

/// Every pass of a network's layers, measured in one interleaved run.
public struct LayerMeasurement: Sendable {
  /// One pass of one layer.
  public struct Row: Sendable {
    /// The layer's name.
    public let layer: String
    /// What the layer is.
    public let kind: String
    /// Which pass.
    public let pass: NetworkProbe.Pass
    /// Images in the batch.
    public let batch: Int
    /// Time of one batch.
    public let timing: Timing
    /// Multiply-adds of one batch.
    public let multiplyAdds: Int
    /// Bytes read and written by one batch.
    public let bytes: Int
    /// Largest difference from the scalar reference by the reference's largest magnitude.
    public let error: Double
    /// GFLOP/s of the core's peak in the same run.
    public let peak: Double

    /// Images a second.
    public var imagesPerSecond: Double { Double(batch) / timing.median }
    /// GFLOP/s; `nil` for a pass without multiply-adds.
    public var gflopPerSecond: Double? {
      multiplyAdds > 0 ? 2 * Double(multiplyAdds) / timing.median * 1e-9 : nil
    }
    /// Rate as a share of the peak, in percent; `nil` for a pass without multiply-adds.
    public var peakSharePercent: Double? { gflopPerSecond.map { 100 * $0 / peak } }

    /// Where the pass stands under a machine's ceilings.
    public func bound(_ roofline: Roofline) -> Roofline.Bound {
      roofline.bound(multiplyAdds: multiplyAdds, bytes: bytes, seconds: timing.median, peak: peak)
    }
  }

  /// The passes in the order of the layers.
  public let rows: [Row]
  /// GFLOP/s of the core's peak, a sample a round.
  public let peaks: [Double]
  /// The network's size.
  public let facts: NetworkFacts

  /// The samples as series of a record.
  public func series(family: ModelFamily, batch: Int) -> [BenchmarkRecord.Series] {
    let prefix = "layers/\(family.rawValue)/batch\(batch)"
    let passes = rows.map { row in
      BenchmarkRecord.Series(
        name: "\(prefix)/\(row.layer)/\(row.pass.rawValue)", unit: "s", smallerIsBetter: true,
        samples: row.timing.samples,
        facts: facts.record.merging([
          "multiply_adds": Double(row.multiplyAdds), "bytes": Double(row.bytes), "relative_error": row.error,
        ]) { $1 })
    }
    return passes + [
      BenchmarkRecord.Series(name: "\(prefix)/peak", unit: "GFLOP/s", smallerIsBetter: false, samples: peaks)
    ]
  }
}
