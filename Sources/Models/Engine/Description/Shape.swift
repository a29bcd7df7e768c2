/// The shape of one sample's activation: channels x height x width.
public struct Shape: Hashable, Sendable, Codable, CustomStringConvertible {
  /// Feature maps; for the output of a dense layer, its units.
  public var channels: Int
  /// Rows of each map.
  public var height: Int
  /// Columns of each map.
  public var width: Int

  /// A shape of `channels` maps of `height` x `width`.
  public init(channels: Int, height: Int = 1, width: Int = 1) {
    self.channels = channels
    self.height = height
    self.width = width
  }

  /// Values in one sample.
  public var count: Int { channels * height * width }

  /// As in a layer table: `6 x 28 x 28`, or `120` for a flat one.
  public var description: String {
    height == 1 && width == 1 ? "\(channels)" : "\(channels) x \(height) x \(width)"
  }
}
