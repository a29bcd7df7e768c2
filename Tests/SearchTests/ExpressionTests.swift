import Search
import Testing

/// Expected values are Python's, or follow from the definition of an absent parameter.
@Suite struct ExpressionTests {
  static let point: Configuration = [
    "filters": [6, 16], "batch_size": 64, "epochs": 10, "optimizer": "sgd", "rate": 0.5, "dropout": true,
    "opt.lr": 0.1, "a-b": 3, "units": 120,
  ]

  static let truths: [(String, Bool?)] = [
    ("filters[0] <= filters[1]", true), ("filters[-1] == 16", true), ("batch_size * epochs < 4096", true),
    ("batch_size * epochs >= 641", false), ("1 < 2 < 3", true), ("1 < 3 < 2", false), ("2 ** 3 ** 2 == 512", true),
    ("-2 ** 2 == -4", true), ("7 % 3 == 1 and -7 % 3 == 2", true), ("7 / 2 == 3.5", true), ("6 / 2 == 3", true),
    ("optimizer in ['sgd', \"adam\"]", true), ("optimizer not in ['sgd']", false), ("not dropout", false),
    ("dropout == true", true), ("dropout == 1", false), ("not not dropout", true), ("1 == 1.0", true),
    ("max(filters) == 16 and min(filters) == 6 and sum(filters) == 22 and len(filters) == 2", true),
    ("max(1, rate, 3) == 3", true), ("abs(-2.5) == 2.5", true), ("opt.lr < 1", true), ("`a-b` == 3", true),
    ("(1 + 2) * 3 == 9", true), ("1 + 2 * 3 == 7", true), ("dropout && rate > 0.2 || false", true),
    ("!(rate > 0.2)", false), ("null == null", true), ("[1, 2] == [1.0, 2]", true), ("1e-3 * 1000 == 1", true),
    // An absent parameter: unknown, unless the rest decides.
    ("missing > 3", nil), ("missing > 3 and false", false), ("missing > 3 or true", true), ("not missing", nil),
    ("missing > 3 and true", nil), ("1 < 0 < missing", false),
  ]

  @Test(arguments: truths) func values(source: String, expected: Bool?) throws {
    #expect(try ParameterExpression(source).isTrue(for: Self.point) == expected)
  }

  static let malformed: [(String, Int, String)] = [
    ("filters[0", 9, "']' is expected"), ("1 +", 3, "expected, got the end"), ("a = 3", 2, "write '=='"),
    ("'abc", 0, "has no end"), ("1 2", 2, "an operator or the end"), ("(1", 2, "')' is expected"),
    ("sqrt(2)", 0, "there is no function 'sqrt'"), ("a and or b", 6, "got 'or'"), ("1.2.3", 0, "is not a number"),
    ("a ? b", 2, "has no meaning here"), ("", 0, "expected, got the end"), ("max(1 2)", 6, "',' or ')'"),
  ]

  @Test(arguments: malformed) func faultsHaveAPlace(source: String, offset: Int, problem: String) {
    let error = #expect(throws: ExpressionError.self) { try ParameterExpression(source) }
    #expect(error?.offset == offset, "\(error.map { "\($0)" } ?? "")")
    #expect(error?.problem.contains(problem) == true, "\(error?.problem ?? "")")
  }

  static let untyped: [(String, String)] = [
    ("units[0] > 3", "only lists have positions"), ("filters[2] > 3", "no position 2 in a list of 2"),
    ("optimizer < 3", "text 'sgd' is not a number"), ("rate", "not true or false"),
    ("rate and true", "not true or false"),
    ("1 / (rate - 0.5) > 0", "division by zero"), ("1 in units", "'in' needs a list"), ("len(3) > 0", "takes one list"),
    ("filters['a'] > 0", "a position is a whole number"), ("max([]) > 0", "at least one number"),
  ]

  @Test(arguments: untyped) func valuesWithoutMeaningAreErrors(source: String, problem: String) throws {
    let expression = try ParameterExpression(source)
    let error = #expect(throws: ExpressionError.self) { try expression.isTrue(for: Self.point) }
    #expect(error?.problem.contains(problem) == true, "\(error?.problem ?? "")")
  }

  @Test func deepNestingIsRefused() {
    let source = String(repeating: "(", count: 5_000) + "1" + String(repeating: ")", count: 5_000)
    #expect(throws: ExpressionError.self) { try ParameterExpression(source) }
  }
}
