import Yams

/// Lets reading go on after a key that stands twice, at which the YAML parser gives up.
///
/// The earlier key's first character is exchanged for one that the file has nowhere else, so that every place in the
/// file stays what it was; the last key counts, as in PyYAML.
struct DuplicateKeys {
  // Each exchange means parsing the file once more.
  private static let mostExchanges = 100

  private struct Place: Hashable {
    var line: Int
    var column: Int
  }

  /// The text to parse.
  private(set) var text: String
  private var earlier: [Place: String] = [:]

  init(text: String) {
    self.text = text
  }

  /// The name under which a key really stands, if a later one replaces it.
  func name(replacedAt mark: Mark?) -> String? {
    mark.flatMap { earlier[Place(line: $0.line, column: $0.column)] }
  }

  /// Marks a key as replaced by a later one; false where it is not written plainly or between quotation marks.
  mutating func replace(_ key: String, at mark: Mark) -> Bool {
    let place = Place(line: mark.line, column: mark.column)
    guard let first = key.unicodeScalars.first, earlier.count < Self.mostExchanges, earlier[place] == nil,
      let stand = (0xE000...0xF8FF).lazy.compactMap(Unicode.Scalar.init).first(where: {
        !text.unicodeScalars.contains($0)
      })
    else { return false }
    var scalars = Array(text.unicodeScalars)
    guard var index = Self.index(of: place, in: scalars) else { return false }
    if index < scalars.count, scalars[index] == "\"" || scalars[index] == "'" { index += 1 }
    guard index < scalars.count, scalars[index] == first else { return false }
    scalars[index] = stand
    var exchanged = String.UnicodeScalarView()
    exchanged.append(contentsOf: scalars)
    text = String(exchanged)
    earlier[place] = key
    return true
  }

  /// Lines and columns are counted as libYAML does, in code points.
  private static func index(of place: Place, in scalars: [Unicode.Scalar]) -> Int? {
    var line = 1
    var start = scalars.first == "\u{FEFF}" ? 1 : 0
    var index = start
    while line < place.line, index < scalars.count {
      let isPair = scalars[index] == "\r" && index + 1 < scalars.count && scalars[index + 1] == "\n"
      if ["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"].contains(scalars[index]) {
        index += isPair ? 2 : 1
        line += 1
        start = index
      } else {
        index += 1
      }
    }
    return line == place.line ? start + place.column - 1 : nil
  }

  /// Where the keys stand, in words.
  static func places(_ locations: [SourceLocation]) -> String {
    let sorted = locations.sorted()
    let isOneLine = Set(sorted.map(\.line)).count == 1
    let numbers = sorted.map { "\(isOneLine ? $0.column : $0.line)" }
    let list = numbers.dropLast().joined(separator: ", ") + " and " + (numbers.last ?? "")
    let times = sorted.count == 2 ? "twice" : "\(sorted.count) times"
    return times + (isOneLine ? ", on line \(sorted[0].line) at columns \(list)" : ", at lines \(list)")
  }
}
