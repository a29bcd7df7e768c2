/// The words and signs of an expression.
struct ExpressionToken {
  enum Kind: Equatable {
    case number(ParameterValue)
    case text(String)
    case name(String)
    case sign(String)
    case end
  }

  var kind: Kind
  /// Characters before it.
  var offset: Int

  /// As it stands in a message.
  var shown: String {
    switch kind {
    case .number(let value): return "'\(value)'"
    case .text(let text): return "the text '\(text)'"
    case .name(let name): return "'\(name)'"
    case .sign(let sign): return "'\(sign)'"
    case .end: return "the end"
    }
  }

  private static let signs = [
    "**", "==", "!=", "<=", ">=", "&&", "||", "+", "-", "*", "/", "%", "<", ">", "!", "(", ")", "[", "]", ",",
  ]

  /// The tokens of a text, ended by one that says so.
  static func all(of source: String) throws(ExpressionError) -> [ExpressionToken] {
    let characters = Array(source)
    var tokens: [ExpressionToken] = []
    var index = 0
    while index < characters.count {
      let character = characters[index]
      let start = index
      if character.isWhitespace {
        index += 1
      } else if character == "'" || character == "\"" || character == "`" {
        index += 1
        while index < characters.count, characters[index] != character { index += 1 }
        guard index < characters.count else {
          throw ExpressionError(source: source, offset: start, problem: "the quotation that begins here has no end")
        }
        let text = String(characters[(start + 1)..<index])
        tokens.append(ExpressionToken(kind: character == "`" ? .name(text) : .text(text), offset: start))
        index += 1
      } else if isDigit(character)
        || (character == "." && index + 1 < characters.count && isDigit(characters[index + 1]))
      {
        index = endOfNumber(characters, from: index)
        let text = String(characters[start..<index])
        guard let value = Int(text).map(ParameterValue.int) ?? Double(text).map(ParameterValue.double) else {
          throw ExpressionError(source: source, offset: start, problem: "'\(text)' is not a number")
        }
        tokens.append(ExpressionToken(kind: .number(value), offset: start))
      } else if character.isASCII, character.isLetter || character == "_" {
        while index < characters.count, isWordPart(characters[index]) { index += 1 }
        tokens.append(ExpressionToken(kind: .name(String(characters[start..<index])), offset: start))
      } else if let sign = signs.first(where: { characters[index...].starts(with: $0) }) {
        index += sign.count
        tokens.append(ExpressionToken(kind: .sign(sign), offset: start))
      } else {
        let hint = character == "=" ? "; to compare write '=='" : ""
        throw ExpressionError(source: source, offset: start, problem: "'\(character)' has no meaning here\(hint)")
      }
    }
    tokens.append(ExpressionToken(kind: .end, offset: characters.count))
    return tokens
  }

  private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }

  private static func isWordPart(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || isDigit(character) || character == "_" || character == ".")
  }

  private static func endOfNumber(_ characters: [Character], from start: Int) -> Int {
    var index = start
    while index < characters.count {
      let character = characters[index]
      let isSignOfExponent =
        (character == "-" || character == "+") && index > start && "eE".contains(characters[index - 1])
      guard isDigit(character) || character == "." || "eE".contains(character) || isSignOfExponent else { break }
      index += 1
    }
    return index
  }
}
