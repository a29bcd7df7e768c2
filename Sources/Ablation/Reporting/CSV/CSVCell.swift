/// The text of one cell: numbers as the shortest decimals that read back to the same value, nothing for what does not
/// apply.
public struct CSVCell: Hashable, Sendable {
  /// What stands in the cell, before quoting.
  public let text: String

  private init(_ text: String) {
    self.text = text
  }

  /// A cell for what does not apply or was not measured.
  public static let empty = CSVCell("")

  /// Words.
  public static func text(_ value: String?) -> CSVCell {
    CSVCell(value ?? "")
  }

  /// A whole number.
  public static func count(_ value: Int?) -> CSVCell {
    CSVCell(value.map(String.init) ?? "")
  }

  /// A real number; empty when it is not finite, as in the curve of a trial that diverged.
  public static func number(_ value: Double?) -> CSVCell {
    guard let value, value.isFinite else { return .empty }
    // Zero has one spelling, whatever the sign of the sum it came from.
    return CSVCell(value == 0 ? "0.0" : "\(value)")
  }

  /// A truth value, as 1 or 0.
  public static func flag(_ value: Bool) -> CSVCell {
    CSVCell(value ? "1" : "0")
  }
}

extension CSVCell: ExpressibleByStringLiteral {
  /// Words.
  public init(stringLiteral value: String) {
    self.init(value)
  }
}
